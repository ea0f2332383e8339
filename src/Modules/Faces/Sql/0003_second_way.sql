CREATE TABLE identity_challenge (
    id uuid NOT NULL,
    agency_id uuid NOT NULL,
    region text NOT NULL,
    person_id uuid NOT NULL,
    witness_id uuid NOT NULL,
    purpose text NOT NULL,
    subject_id uuid NOT NULL,
    sealed_codes bytea NOT NULL,
    sent_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    wrong_tries integer NOT NULL,
    used_at timestamp with time zone,
    CONSTRAINT pk_identity_challenge PRIMARY KEY (id)
);

CREATE TABLE second_way_proof (
    id uuid NOT NULL,
    agency_id uuid NOT NULL,
    region text NOT NULL,
    person_id uuid NOT NULL,
    witness_id uuid NOT NULL,
    witness_name text NOT NULL,
    challenge_id uuid NOT NULL,
    purpose text NOT NULL,
    subject_id uuid NOT NULL,
    photo_id uuid NOT NULL,
    photo_sha256 character varying(64) NOT NULL,
    account_id uuid NOT NULL,
    at timestamp with time zone NOT NULL,
    CONSTRAINT pk_second_way_proof PRIMARY KEY (id),
    CONSTRAINT fk_second_way_proof_identity_challenge_challenge_id FOREIGN KEY (challenge_id) REFERENCES identity_challenge (id) ON DELETE RESTRICT
);

CREATE TABLE sms_allowance (
    person_id uuid NOT NULL,
    agency_id uuid NOT NULL,
    last_at timestamp with time zone NOT NULL,
    hour_began timestamp with time zone NOT NULL,
    in_hour integer NOT NULL,
    day date NOT NULL,
    in_day integer NOT NULL,
    CONSTRAINT pk_sms_allowance PRIMARY KEY (person_id)
);

CREATE INDEX ix_identity_challenge_person_id_sent_at ON identity_challenge (person_id, sent_at);

CREATE UNIQUE INDEX ux_second_way_proof_challenge ON second_way_proof (challenge_id);

CREATE INDEX ix_second_way_proof_person_id_at ON second_way_proof (person_id, at);

CREATE UNIQUE INDEX ux_second_way_proof_photo ON second_way_proof (photo_sha256);

alter table identity_challenge add constraint xfk_identity_challenge_person foreign key (person_id) references person (id) deferrable initially deferred;
alter table identity_challenge add constraint xfk_identity_challenge_witness foreign key (witness_id) references person (id) deferrable initially deferred;
alter table second_way_proof add constraint xfk_second_way_proof_photo foreign key (photo_id) references stored_object (id) deferrable initially deferred;

-- Evidence: written once, never changed, never removed.
create trigger second_way_proof_append_only before update or delete on second_way_proof
  for each row execute function refuse_change();
