CREATE TABLE audit_entry (
    id uuid NOT NULL,
    chain text NOT NULL,
    number bigint NOT NULL,
    previous_hash bytea NOT NULL,
    hash bytea NOT NULL,
    at timestamp with time zone NOT NULL,
    agency_id uuid NOT NULL,
    region text NOT NULL,
    account_id uuid NOT NULL,
    actor_name text NOT NULL,
    door text NOT NULL,
    session_id uuid,
    act text NOT NULL,
    subject_kind text NOT NULL,
    subject_id uuid NOT NULL,
    summary text NOT NULL,
    before jsonb,
    after jsonb,
    evidence text,
    CONSTRAINT pk_audit_entry PRIMARY KEY (id)
);

CREATE TABLE idempotency_record (
    account_id uuid NOT NULL,
    key character varying(255) NOT NULL,
    route text NOT NULL,
    body_sha256 text NOT NULL,
    status integer NOT NULL,
    answer text,
    at timestamp with time zone NOT NULL,
    CONSTRAINT pk_idempotency_record PRIMARY KEY (account_id, key)
);

CREATE TABLE job (
    id uuid NOT NULL,
    kind text NOT NULL,
    payload jsonb NOT NULL,
    dedupe_key text,
    state text NOT NULL,
    attempts integer NOT NULL,
    next_try_at timestamp with time zone NOT NULL,
    created_at timestamp with time zone NOT NULL,
    last_error text,
    CONSTRAINT pk_job PRIMARY KEY (id)
);

CREATE TABLE outbox_event (
    id uuid NOT NULL,
    type text NOT NULL,
    payload jsonb NOT NULL,
    occurred_at timestamp with time zone NOT NULL,
    next_try_at timestamp with time zone NOT NULL,
    attempts integer NOT NULL,
    last_error text,
    CONSTRAINT pk_outbox_event PRIMARY KEY (id)
);

CREATE TABLE stored_object (
    id uuid NOT NULL,
    key character varying(200) NOT NULL,
    kind text NOT NULL,
    content_type text NOT NULL,
    bytes bigint NOT NULL,
    sha256 text NOT NULL,
    width integer NOT NULL,
    height integer NOT NULL,
    uploaded_by uuid NOT NULL,
    agency_id uuid,
    uploaded_at timestamp with time zone NOT NULL,
    taken_at timestamp with time zone,
    latitude double precision,
    longitude double precision,
    accuracy_metres double precision,
    CONSTRAINT pk_stored_object PRIMARY KEY (id)
);

CREATE UNIQUE INDEX ix_audit_entry_chain_number ON audit_entry (chain, number);

CREATE INDEX ix_audit_entry_subject_kind_subject_id ON audit_entry (subject_kind, subject_id);

CREATE INDEX ix_idempotency_record_at ON idempotency_record (at);

CREATE INDEX ix_job_waiting ON job (next_try_at) WHERE state in ('Queued','Running');

CREATE UNIQUE INDEX ux_job_dedupe ON job (kind, dedupe_key) WHERE state in ('Queued','Running') and dedupe_key is not null;

CREATE INDEX ix_outbox_event_next_try_at_id ON outbox_event (next_try_at, id);

CREATE UNIQUE INDEX ix_stored_object_key ON stored_object (key);

CREATE INDEX ix_stored_object_sha256 ON stored_object (sha256);
