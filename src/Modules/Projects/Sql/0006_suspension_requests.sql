-- PRJ-35, 37, 38: who asked with what material, and what which department decided.
ALTER TABLE project_suspension ADD COLUMN material_id uuid;
ALTER TABLE project_suspension ADD COLUMN asked_by_name character varying(50) NOT NULL DEFAULT '';
ALTER TABLE project_suspension ALTER COLUMN asked_by_name DROP DEFAULT;
ALTER TABLE project_suspension ADD COLUMN asked_by uuid;
ALTER TABLE project_suspension ADD COLUMN closed_at timestamp with time zone;
ALTER TABLE project_suspension ADD COLUMN department character varying(100);
ALTER TABLE project_suspension ADD COLUMN note character varying(500);
ALTER TABLE project_suspension ADD CONSTRAINT xfk_project_suspension_material FOREIGN KEY (material_id) REFERENCES stored_object (id) DEFERRABLE INITIALLY DEFERRED;
-- PRJ-37: a refusal says why.
ALTER TABLE project_suspension ADD CONSTRAINT ck_project_suspension_refused CHECK (state <> 'Refused' OR note IS NOT NULL) NOT VALID;
