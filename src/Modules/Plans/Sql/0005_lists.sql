-- Facilities that nobody has yet, counted on the home screen; an agency's plans, newest first.
CREATE INDEX ix_plan_item_open ON plan_item (plan_id) WHERE state = 'Open';
CREATE INDEX ix_plan_agency_id_created_at_id ON plan (agency_id, created_at DESC, id);
