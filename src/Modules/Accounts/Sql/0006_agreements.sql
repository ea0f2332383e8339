CREATE TABLE agreement (
    id uuid NOT NULL,
    account_id uuid NOT NULL,
    kind text NOT NULL,
    version character varying(20) NOT NULL,
    text_sha256 character varying(64) NOT NULL,
    given_at timestamp with time zone NOT NULL,
    withdrawn_at timestamp with time zone,
    CONSTRAINT pk_agreement PRIMARY KEY (id),
    CONSTRAINT fk_agreement_account_account_id FOREIGN KEY (account_id) REFERENCES account (id) ON DELETE RESTRICT
);

CREATE INDEX ix_agreement_account_id_kind_given_at ON agreement (account_id, kind, given_at);
