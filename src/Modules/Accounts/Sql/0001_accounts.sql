CREATE TABLE account (
    id uuid NOT NULL,
    user_name character varying(30) NOT NULL,
    password_hash text NOT NULL,
    state text NOT NULL,
    roles jsonb NOT NULL,
    name text NOT NULL,
    region text NOT NULL,
    person_id uuid,
    agency_id uuid NOT NULL,
    brigade_id uuid,
    failed_sign_ins integer NOT NULL,
    locked_until timestamp with time zone,
    CONSTRAINT pk_account PRIMARY KEY (id)
);

CREATE TABLE session (
    id uuid NOT NULL,
    token_sha256 character varying(64) NOT NULL,
    door text NOT NULL,
    account_id uuid,
    open_id character varying(64),
    lifetime_seconds integer NOT NULL,
    began_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    ended_because text,
    CONSTRAINT pk_session PRIMARY KEY (id),
    CONSTRAINT fk_session_account_account_id FOREIGN KEY (account_id) REFERENCES account (id) ON DELETE RESTRICT
);

CREATE INDEX ix_account_agency_id_user_name ON account (agency_id, user_name);

CREATE INDEX ix_account_brigade_id ON account (brigade_id);

CREATE UNIQUE INDEX ix_account_person_id ON account (person_id);

CREATE UNIQUE INDEX ux_account_user_name ON account (user_name);

CREATE INDEX ix_session_account_id ON session (account_id);

CREATE INDEX ix_session_expires_at ON session (expires_at);

CREATE INDEX ix_session_open_id ON session (open_id);

CREATE UNIQUE INDEX ux_session_token ON session (token_sha256);
