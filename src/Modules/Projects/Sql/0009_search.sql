-- Projects by some characters: of the public directory by name (SCR-04), of the agency's lists by name, address or contract number (PRJ-42).
create index xix_project_search on project using gin (search_pairs(name), search_pairs(address), search_pairs(contract_number));
