-- Searching names by some of their characters (decision 22). Chinese is searched by two characters, from which an index of trigrams learns nothing.
--   search_pairs   the pairs of neighbouring characters; what an index of a searched column holds (xix_…)
--   search_holds   does the text hold the words? Inlined by the planner, so that such an index answers; ILIKE has the last word
create function search_pairs(said text) returns text[] language sql immutable strict parallel safe cost 2000 as $$
select coalesce(array_agg(distinct substr(lower(said), i, 2)), '{}') from generate_series(1, length(said) - 1) i
$$;
create function search_holds(said text, words text, pattern text) returns boolean language sql immutable parallel safe as $$
select search_pairs(said) @> search_pairs(words) and said ilike pattern
$$;
