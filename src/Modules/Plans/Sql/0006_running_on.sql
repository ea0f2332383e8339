-- PLN-25: last month's plans whose period runs on into this one.
CREATE INDEX ix_plan_agency_id_due_by ON plan (agency_id, due_by) WHERE service_type = 'Maintenance';
