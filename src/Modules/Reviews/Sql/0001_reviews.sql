CREATE TABLE review (
    id uuid NOT NULL,
    task_id uuid NOT NULL,
    task_version integer NOT NULL,
    project_id uuid NOT NULL,
    agency_id uuid NOT NULL,
    verdict text NOT NULL,
    opinion character varying(500) NOT NULL,
    remarks jsonb NOT NULL,
    by_person_id uuid NOT NULL,
    by_name text NOT NULL,
    at timestamp with time zone NOT NULL,
    face_comparison_id uuid,
    CONSTRAINT pk_review PRIMARY KEY (id)
);

CREATE INDEX ix_review_task_id_at ON review (task_id, at);
