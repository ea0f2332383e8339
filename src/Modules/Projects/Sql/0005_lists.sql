-- Projects by name, an agency's 100,000 page by page (FLT-09).
CREATE INDEX ix_project_agency_id_name_id ON project (agency_id, name COLLATE "C", id);

-- The maintenance projects that are to have a plan in a month (PLN-03): served, in term, not suspended (PRJ-36). Modules below count and
-- page over it where an agency has too many of them to be read; the planner inlines it, and each caller puts its own walls around it.
--   wanted               the month, 2026-11
--   first_day, last_day  the days that the term must touch
--   done_too             a finished project counts as well: the month is not the running one
create function project_expected(wanted text, first_day date, last_day date, done_too boolean) returns setof project language sql stable as $$
select p.*
from project p
where p.service_type = 'Maintenance' and p.term_starts <= last_day and p.term_ends >= first_day
  and (p.state in ('Active', 'Practised', 'Retest') or (done_too and p.state = 'Done'))
  and not exists (select from project_suspension s where s.project_id = p.id and s.month = wanted::char(7) and s.state = 'Approved')
$$;
