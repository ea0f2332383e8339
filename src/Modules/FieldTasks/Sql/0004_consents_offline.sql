-- APR-13: a request that waited in the phone for a network keeps both times.
ALTER TABLE consent ADD COLUMN received_at timestamp with time zone;
UPDATE consent SET received_at = asked_at;
ALTER TABLE consent ALTER COLUMN received_at SET NOT NULL;
ALTER TABLE consent ADD COLUMN is_offline boolean NOT NULL DEFAULT false;
ALTER TABLE consent ALTER COLUMN is_offline DROP DEFAULT;
ALTER TABLE consent ADD CONSTRAINT ck_consent_times CHECK (is_offline OR received_at = asked_at);

-- The lists of an agency and of a brigade.
CREATE INDEX ix_consent_agency_id_state_asked_at ON consent (agency_id, state, asked_at);
CREATE INDEX ix_consent_brigade_id_asked_at ON consent (brigade_id, asked_at);
CREATE INDEX ix_field_task_agency_id_started_at ON field_task (agency_id, started_at);
CREATE INDEX ix_field_task_agency_id_state_submitted_at ON field_task (agency_id, state, submitted_at);
