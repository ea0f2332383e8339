-- Articles of the public home by some characters of title or source (SCR-04).
create index xix_article_search on article using gin (search_pairs(title), search_pairs(source));
