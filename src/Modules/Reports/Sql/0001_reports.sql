CREATE TABLE report (
    id uuid NOT NULL,
    number character varying(40) NOT NULL,
    project_id uuid NOT NULL,
    project_name text NOT NULL,
    plan_id uuid NOT NULL,
    agency_id uuid NOT NULL,
    owner_id uuid NOT NULL,
    brigade_id uuid,
    region text NOT NULL,
    month char(7) NOT NULL,
    state text NOT NULL,
    progress integer NOT NULL,
    failure_reason text,
    task_ids uuid[] NOT NULL,
    report_date date NOT NULL,
    service_from date NOT NULL,
    service_to date NOT NULL,
    remark text,
    technical_lead_id uuid,
    created_at timestamp with time zone NOT NULL,
    generated_at timestamp with time zone,
    content_hash text,
    file_sha256 text,
    object_id uuid,
    bytes bigint NOT NULL,
    pages integer NOT NULL,
    photo_count integer NOT NULL,
    conforms integer NOT NULL,
    fails integer NOT NULL,
    not_applicable integer NOT NULL,
    filing jsonb,
    CONSTRAINT pk_report PRIMARY KEY (id)
);

CREATE TABLE report_reading (
    report_id uuid NOT NULL,
    contact_id uuid NOT NULL,
    owner_id uuid NOT NULL,
    agency_id uuid NOT NULL,
    first_read_at timestamp with time zone NOT NULL,
    CONSTRAINT pk_report_reading PRIMARY KEY (report_id, contact_id),
    CONSTRAINT fk_report_reading_report_report_id FOREIGN KEY (report_id) REFERENCES report (id) ON DELETE CASCADE
);

CREATE INDEX ix_report_agency_id_state_created_at ON report (agency_id, state, created_at);

CREATE INDEX ix_report_brigade_id_state_created_at ON report (brigade_id, state, created_at);

CREATE UNIQUE INDEX ix_report_number ON report (number);

CREATE INDEX ix_report_owner_id_state_created_at ON report (owner_id, state, created_at);

CREATE INDEX ix_report_technical_lead_id_state_created_at ON report (technical_lead_id, state, created_at);

CREATE UNIQUE INDEX ux_report_project_month ON report (project_id, month);
