-- What an agency has reviewed, oldest first, page by page (REV-03).
CREATE INDEX ix_field_task_agency_id_submitted_at_id ON field_task (agency_id, submitted_at, id);
