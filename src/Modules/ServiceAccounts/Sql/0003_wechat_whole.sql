-- One person over the agency account and the mini program: by union id, and how the link came about.
ALTER TABLE follower ADD COLUMN subject_by text;
ALTER TABLE follower ADD COLUMN confirmed_at timestamp with time zone;
UPDATE follower SET subject_by = 'Link' WHERE subject_id IS NOT NULL;

CREATE INDEX ix_follower_union_id ON follower (union_id) WHERE union_id IS NOT NULL;

-- What WeChat refuses us and only an operator can mend.
CREATE TABLE service_account_alarm (
    id uuid NOT NULL,
    account text NOT NULL,
    err_code integer NOT NULL,
    path character varying(100) NOT NULL,
    what character varying(500) NOT NULL,
    first_at timestamp with time zone NOT NULL,
    last_at timestamp with time zone NOT NULL,
    count integer NOT NULL,
    cleared_at timestamp with time zone,
    CONSTRAINT pk_service_account_alarm PRIMARY KEY (id)
);

CREATE UNIQUE INDEX ux_service_account_alarm_open ON service_account_alarm (account, err_code, path) WHERE cleared_at IS NULL;

-- Sign-in codes that were exchanged within the last ten minutes, by hash; the answer is sealed.
CREATE TABLE login_code (
    code_hash character varying(64) NOT NULL,
    answer bytea,
    holder uuid NOT NULL,
    lease_until timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    CONSTRAINT pk_login_code PRIMARY KEY (code_hash)
);

CREATE INDEX ix_login_code_expires_at ON login_code (expires_at);

-- The session key of each person of the mini program, sealed.
CREATE TABLE mini_program_session (
    open_id character varying(64) NOT NULL,
    session_key bytea NOT NULL,
    began_at timestamp with time zone NOT NULL,
    CONSTRAINT pk_mini_program_session PRIMARY KEY (open_id)
);

-- Counted opt-ins of subscription messages, and the acceptances they were counted from.
CREATE TABLE subscription (
    open_id character varying(64) NOT NULL,
    template_key character varying(64) NOT NULL,
    remaining integer NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    CONSTRAINT pk_subscription PRIMARY KEY (open_id, template_key)
);

CREATE TABLE opt_in (
    id uuid NOT NULL,
    open_id character varying(64) NOT NULL,
    template_key character varying(64) NOT NULL,
    source text NOT NULL,
    tap character varying(64) NOT NULL,
    at timestamp with time zone NOT NULL,
    matched boolean NOT NULL,
    CONSTRAINT pk_opt_in PRIMARY KEY (id)
);

CREATE UNIQUE INDEX ux_opt_in_tap ON opt_in (open_id, template_key, source, tap);
