CREATE TABLE field_task (
    id uuid NOT NULL,
    name character varying(120) NOT NULL,
    plan_id uuid NOT NULL,
    kind text NOT NULL,
    project_id uuid NOT NULL,
    agency_id uuid NOT NULL,
    owner_id uuid NOT NULL,
    brigade_id uuid,
    region character varying(20) NOT NULL,
    operator_id uuid NOT NULL,
    state text NOT NULL,
    version integer NOT NULL,
    class_codes text[] NOT NULL,
    item_codes text[] NOT NULL,
    edition_code text NOT NULL,
    edition_version text NOT NULL,
    number integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    started_at timestamp with time zone,
    submitted_at timestamp with time zone,
    changed_at timestamp with time zone NOT NULL,
    controller_brand character varying(50),
    start jsonb,
    selfie_photo_id uuid,
    sign_in_photo_id uuid,
    controller_photo_id uuid,
    return_reason text,
    report_id uuid,
    CONSTRAINT pk_field_task PRIMARY KEY (id)
);

CREATE TABLE consent (
    id uuid NOT NULL,
    task_id uuid NOT NULL,
    task_version integer NOT NULL,
    project_id uuid NOT NULL,
    agency_id uuid NOT NULL,
    brigade_id uuid,
    region character varying(20) NOT NULL,
    kind text NOT NULL,
    state text NOT NULL,
    asked_by uuid NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    asked jsonb NOT NULL,
    asked_comparison_id uuid NOT NULL,
    decided_by uuid,
    decided_at timestamp with time zone,
    decided jsonb,
    decided_comparison_id uuid,
    reason text,
    CONSTRAINT pk_consent PRIMARY KEY (id),
    CONSTRAINT fk_consent_field_task_task_id FOREIGN KEY (task_id) REFERENCES field_task (id) ON DELETE CASCADE
);

CREATE TABLE item_record (
    id uuid NOT NULL,
    task_id uuid NOT NULL,
    client_id character varying(64) NOT NULL,
    class_code character varying(20) NOT NULL,
    item_code character varying(40) NOT NULL,
    item_name text NOT NULL,
    can_inspect boolean NOT NULL,
    cannot_reason text,
    verdict text NOT NULL,
    text text NOT NULL,
    own_item jsonb,
    answers jsonb NOT NULL,
    photo_ids uuid[] NOT NULL,
    place jsonb,
    client_time timestamp with time zone NOT NULL,
    stored_at timestamp with time zone NOT NULL,
    CONSTRAINT pk_item_record PRIMARY KEY (id),
    CONSTRAINT fk_item_record_field_task_task_id FOREIGN KEY (task_id) REFERENCES field_task (id) ON DELETE CASCADE
);

CREATE TABLE track_point (
    task_id uuid NOT NULL,
    at timestamp with time zone NOT NULL,
    latitude double precision NOT NULL,
    longitude double precision NOT NULL,
    accuracy_metres double precision NOT NULL,
    stored_at timestamp with time zone NOT NULL,
    CONSTRAINT pk_track_point PRIMARY KEY (task_id, at),
    CONSTRAINT fk_track_point_field_task_task_id FOREIGN KEY (task_id) REFERENCES field_task (id) ON DELETE CASCADE
);

CREATE INDEX ix_consent_project_id_state_asked_at ON consent (project_id, state, asked_at);

CREATE UNIQUE INDEX ux_consent_pending ON consent (task_id, kind) WHERE state = 'Pending';

CREATE INDEX ix_field_task_operator_id_state_created_at ON field_task (operator_id, state, created_at);

CREATE INDEX ix_field_task_project_id_state_submitted_at ON field_task (project_id, state, submitted_at);

CREATE INDEX ix_field_task_report_id ON field_task (report_id);

CREATE UNIQUE INDEX ux_field_task_plan_name ON field_task (plan_id, name);

CREATE UNIQUE INDEX ux_item_record_task_client ON item_record (task_id, client_id);
