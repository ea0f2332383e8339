-- CHK-01, CHK-07: a challenge serves once; what was used is evidence beside the comparison.
CREATE TABLE spent_challenge (
    id uuid NOT NULL,
    agency_id uuid NOT NULL,
    region character varying(20) NOT NULL,
    person_id uuid NOT NULL,
    project_id uuid NOT NULL,
    purpose text NOT NULL,
    issued_at timestamp with time zone NOT NULL,
    at timestamp with time zone NOT NULL,
    CONSTRAINT pk_spent_challenge PRIMARY KEY (id)
);

CREATE INDEX ix_spent_challenge_person_id_at ON spent_challenge (person_id, at);

create trigger spent_challenge_append_only before update or delete on spent_challenge
  for each row execute function refuse_change();
