CREATE TABLE notice (
    id uuid NOT NULL,
    template character varying(40) NOT NULL,
    reader text NOT NULL,
    receiver_id uuid NOT NULL,
    agency_id uuid NOT NULL,
    owner_id uuid NOT NULL,
    project_id uuid NOT NULL,
    about_id uuid NOT NULL,
    title character varying(40) NOT NULL,
    fields jsonb NOT NULL,
    url character varying(200),
    created_at timestamp with time zone NOT NULL,
    read_at timestamp with time zone,
    CONSTRAINT pk_notice PRIMARY KEY (id)
);

CREATE TABLE send_receipt (
    id uuid NOT NULL,
    account text NOT NULL,
    msg_id bigint NOT NULL,
    status character varying(100) NOT NULL,
    received_at timestamp with time zone NOT NULL,
    CONSTRAINT pk_send_receipt PRIMARY KEY (id)
);

CREATE TABLE delivery (
    id uuid NOT NULL,
    notice_id uuid NOT NULL,
    account text NOT NULL,
    open_id character varying(64),
    state text NOT NULL,
    claims integer NOT NULL,
    failures integer NOT NULL,
    not_before timestamp with time zone,
    lease_until timestamp with time zone,
    leased_by character varying(80),
    uncertain_since timestamp with time zone,
    msg_id bigint,
    reason character varying(500),
    created_at timestamp with time zone NOT NULL,
    finished_at timestamp with time zone,
    CONSTRAINT pk_delivery PRIMARY KEY (id),
    CONSTRAINT fk_delivery_notice_notice_id FOREIGN KEY (notice_id) REFERENCES notice (id) ON DELETE RESTRICT
);

CREATE INDEX ix_delivery_notice_id ON delivery (notice_id);

CREATE INDEX ix_delivery_pending ON delivery (account, id) WHERE state = 'Pending';

CREATE INDEX ix_delivery_msg ON delivery (account, msg_id) WHERE msg_id is not null;

CREATE INDEX ix_notice_about_id ON notice (about_id);

CREATE INDEX ix_notice_project_id_id ON notice (project_id, id DESC);

CREATE INDEX ix_notice_receiver_id_id ON notice (receiver_id, id DESC);

CREATE INDEX ix_send_receipt_account_msg_id ON send_receipt (account, msg_id);
