-- CHK-11: who confirmed at his start that he writes the day's form.
ALTER TABLE visit ADD COLUMN writes_form boolean NOT NULL DEFAULT false;
ALTER TABLE visit ALTER COLUMN writes_form DROP DEFAULT;
CREATE UNIQUE INDEX ux_visit_form_writer ON visit (project_id, day) WHERE writes_form;
