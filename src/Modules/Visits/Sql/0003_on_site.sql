-- Who is on site today, for the whole agency.
CREATE INDEX ix_visit_agency_id_started_at ON visit (agency_id, started_at);
