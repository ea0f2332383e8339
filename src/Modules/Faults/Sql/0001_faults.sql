CREATE TABLE fault (
    id uuid NOT NULL,
    project_id uuid NOT NULL,
    agency_id uuid NOT NULL,
    owner_id uuid NOT NULL,
    task_id uuid,
    record_id uuid,
    source text NOT NULL,
    state text NOT NULL,
    class_code text NOT NULL,
    item_code text NOT NULL,
    item_name character varying(200) NOT NULL,
    text text NOT NULL,
    photo_ids uuid[] NOT NULL,
    found_in char(7) NOT NULL,
    found_at timestamp with time zone NOT NULL,
    CONSTRAINT pk_fault PRIMARY KEY (id)
);

CREATE TABLE fault_handling (
    id uuid NOT NULL,
    fault_id uuid NOT NULL,
    kind text NOT NULL,
    note text,
    by_person_id uuid NOT NULL,
    by_name text NOT NULL,
    assignee_id uuid,
    assignee_name text,
    at timestamp with time zone NOT NULL,
    CONSTRAINT pk_fault_handling PRIMARY KEY (id),
    CONSTRAINT fk_fault_handling_fault_fault_id FOREIGN KEY (fault_id) REFERENCES fault (id) ON DELETE RESTRICT
);

CREATE INDEX ix_fault_agency_id_state_found_at ON fault (agency_id, state, found_at);

CREATE INDEX ix_fault_owner_id_found_at ON fault (owner_id, found_at);

CREATE INDEX ix_fault_project_id_state_found_at ON fault (project_id, state, found_at);

CREATE INDEX ix_fault_task_id ON fault (task_id);

CREATE UNIQUE INDEX ux_fault_record ON fault (record_id) WHERE record_id is not null;

CREATE INDEX ix_fault_handling_fault_id ON fault_handling (fault_id);
