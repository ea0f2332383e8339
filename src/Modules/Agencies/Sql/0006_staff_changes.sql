alter table certificate add column direction text;

CREATE TABLE staff_change (
    id uuid NOT NULL,
    agency_id uuid NOT NULL,
    region text NOT NULL,
    move text NOT NULL,
    person_id uuid,
    name text NOT NULL,
    phone text NOT NULL,
    sealed_identity_number bytea,
    identity_fingerprint character varying(64) NOT NULL,
    certificates jsonb NOT NULL,
    state text NOT NULL,
    asked_by text NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    decided_by text,
    decided_at timestamp with time zone,
    reason character varying(200),
    CONSTRAINT pk_staff_change PRIMARY KEY (id),
    CONSTRAINT fk_staff_change_agency_agency_id FOREIGN KEY (agency_id) REFERENCES agency (id) ON DELETE RESTRICT
);

CREATE INDEX ix_staff_change_agency_id_asked_at ON staff_change (agency_id, asked_at);

CREATE INDEX ix_staff_change_region_state_asked_at ON staff_change (region, state, asked_at);

CREATE UNIQUE INDEX ux_staff_change_open ON staff_change (agency_id, identity_fingerprint) WHERE state = 'Pending';
