-- Agencies of the public home by some characters of their names (SCR-04).
create index xix_agency_search on agency using gin (search_pairs(name));
