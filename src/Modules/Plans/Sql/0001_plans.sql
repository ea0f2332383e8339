CREATE TABLE plan (
    id uuid NOT NULL,
    project_id uuid NOT NULL,
    agency_id uuid NOT NULL,
    owner_id uuid NOT NULL,
    kind text NOT NULL,
    month char(7) NOT NULL,
    name character varying(100) NOT NULL,
    state text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    created_by uuid NOT NULL,
    CONSTRAINT pk_plan PRIMARY KEY (id)
);

CREATE TABLE plan_item (
    plan_id uuid NOT NULL,
    class_code character varying(20) NOT NULL,
    assignee_id uuid,
    state text NOT NULL,
    task_id uuid,
    CONSTRAINT pk_plan_item PRIMARY KEY (plan_id, class_code),
    CONSTRAINT fk_plan_item_plan_plan_id FOREIGN KEY (plan_id) REFERENCES plan (id) ON DELETE CASCADE
);

CREATE INDEX ix_plan_agency_id_month_state ON plan (agency_id, month, state);

CREATE UNIQUE INDEX ux_plan_project_month_kind ON plan (project_id, month, kind);

CREATE INDEX ix_plan_item_assignee_id_state ON plan_item (assignee_id, state);
