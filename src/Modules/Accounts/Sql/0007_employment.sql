CREATE TABLE registration (
    id uuid NOT NULL,
    account_id uuid NOT NULL,
    name text NOT NULL,
    phone text NOT NULL,
    sealed_identity_number bytea NOT NULL,
    identity_fingerprint character varying(64) NOT NULL,
    portrait_id uuid,
    certificates jsonb NOT NULL,
    state text NOT NULL,
    began_at timestamp with time zone NOT NULL,
    CONSTRAINT pk_registration PRIMARY KEY (id),
    CONSTRAINT fk_registration_account_account_id FOREIGN KEY (account_id) REFERENCES account (id) ON DELETE RESTRICT
);

CREATE UNIQUE INDEX ix_registration_account_id ON registration (account_id);

CREATE UNIQUE INDEX ux_registration_identity ON registration (identity_fingerprint);

CREATE TABLE employment_request (
    id uuid NOT NULL,
    agency_id uuid NOT NULL,
    region text NOT NULL,
    account_id uuid NOT NULL,
    name text NOT NULL,
    move text NOT NULL,
    post text,
    state text NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    decided_at timestamp with time zone,
    decided_by text,
    reason character varying(200),
    CONSTRAINT pk_employment_request PRIMARY KEY (id),
    CONSTRAINT fk_employment_request_account_account_id FOREIGN KEY (account_id) REFERENCES account (id) ON DELETE RESTRICT
);

CREATE UNIQUE INDEX ux_employment_request_open ON employment_request (account_id) WHERE state = 'Pending';

CREATE INDEX ix_employment_request_agency_id_state_asked_at ON employment_request (agency_id, state, asked_at);

alter table employment_request add constraint xfk_employment_request_agency foreign key (agency_id) references agency (id) deferrable initially deferred;
