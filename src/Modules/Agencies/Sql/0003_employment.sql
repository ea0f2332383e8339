CREATE TABLE national_person (
    id uuid NOT NULL,
    identity_fingerprint character varying(64) NOT NULL,
    name text NOT NULL,
    CONSTRAINT pk_national_person PRIMARY KEY (id)
);

CREATE UNIQUE INDEX ix_national_person_identity_fingerprint ON national_person (identity_fingerprint);

alter table person add column identity_fingerprint character varying(64);

-- PEO-19: one active employment, whatever two agencies race for.
CREATE UNIQUE INDEX ux_person_employed ON person (identity_fingerprint) WHERE left_at is null;
