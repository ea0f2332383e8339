CREATE TABLE callback_message (
    id uuid NOT NULL,
    account text NOT NULL,
    dedupe_key character varying(64) NOT NULL,
    type character varying(64) NOT NULL,
    body bytea NOT NULL,
    sent_at timestamp with time zone NOT NULL,
    received_at timestamp with time zone NOT NULL,
    CONSTRAINT pk_callback_message PRIMARY KEY (id)
);

CREATE TABLE follower (
    id uuid NOT NULL,
    account text NOT NULL,
    open_id character varying(64) NOT NULL,
    union_id character varying(64),
    subscribed boolean NOT NULL,
    subject_id uuid,
    first_seen_at timestamp with time zone NOT NULL,
    changed_at timestamp with time zone,
    CONSTRAINT pk_follower PRIMARY KEY (id)
);

CREATE TABLE wechat_token (
    name character varying(100) NOT NULL,
    value bytea,
    renew_from timestamp with time zone,
    expires_at timestamp with time zone,
    lease_holder uuid NOT NULL,
    lease_until timestamp with time zone NOT NULL,
    CONSTRAINT pk_wechat_token PRIMARY KEY (name)
);

CREATE INDEX ix_callback_message_received_at ON callback_message (received_at);

CREATE UNIQUE INDEX ux_callback_message_dedupe ON callback_message (account, dedupe_key);

CREATE INDEX ix_follower_subject_id_account ON follower (subject_id, account);

CREATE UNIQUE INDEX ux_follower_openid ON follower (account, open_id);
