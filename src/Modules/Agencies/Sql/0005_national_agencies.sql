-- ORG-34: only agencies that the national system knows register themselves.
CREATE TABLE national_agency (
    id uuid NOT NULL,
    credit_code character varying(18) NOT NULL,
    name text NOT NULL,
    legal_person_name text NOT NULL,
    legal_person_fingerprint character varying(64) NOT NULL,
    CONSTRAINT pk_national_agency PRIMARY KEY (id)
);

CREATE UNIQUE INDEX ix_national_agency_credit_code ON national_agency (credit_code);
