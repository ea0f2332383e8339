-- Codes by SMS that prove a phone, of contacts and of passers-by; and what was sent lately on whose account.
CREATE TABLE phone_code (
    id uuid NOT NULL,
    purpose text NOT NULL,
    phone_sealed bytea NOT NULL,
    asked_by character varying(100) NOT NULL,
    sealed_codes bytea NOT NULL,
    sent_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    wrong_tries integer NOT NULL,
    used_at timestamp with time zone,
    CONSTRAINT pk_phone_code PRIMARY KEY (id)
);

CREATE TABLE sms_meter (
    key character varying(100) NOT NULL,
    last_at timestamp with time zone NOT NULL,
    hour_began timestamp with time zone NOT NULL,
    in_hour integer NOT NULL,
    day date NOT NULL,
    in_day integer NOT NULL,
    CONSTRAINT pk_sms_meter PRIMARY KEY (key)
);
