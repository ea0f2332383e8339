CREATE TABLE agency (
    id uuid NOT NULL,
    region text NOT NULL,
    name text NOT NULL,
    short_name text NOT NULL,
    credit_code character varying(18) NOT NULL,
    phone text NOT NULL,
    service_types jsonb NOT NULL,
    brigade_id uuid,
    CONSTRAINT pk_agency PRIMARY KEY (id)
);

CREATE TABLE brigade (
    id uuid NOT NULL,
    region text NOT NULL,
    district text NOT NULL,
    name text NOT NULL,
    CONSTRAINT pk_brigade PRIMARY KEY (id)
);

CREATE TABLE office (
    id uuid NOT NULL,
    agency_id uuid NOT NULL,
    name text NOT NULL,
    province text NOT NULL,
    city text NOT NULL,
    district text NOT NULL,
    address text NOT NULL,
    latitude double precision,
    longitude double precision,
    brigade_id uuid,
    is_default boolean NOT NULL,
    CONSTRAINT pk_office PRIMARY KEY (id),
    CONSTRAINT fk_office_agency_agency_id FOREIGN KEY (agency_id) REFERENCES agency (id) ON DELETE RESTRICT
);

CREATE TABLE person (
    id uuid NOT NULL,
    agency_id uuid NOT NULL,
    region text NOT NULL,
    name text NOT NULL,
    sex text NOT NULL,
    phone text NOT NULL,
    sealed_identity_number bytea,
    portrait_object_id uuid,
    employed_at timestamp with time zone NOT NULL,
    left_at timestamp with time zone,
    CONSTRAINT pk_person PRIMARY KEY (id),
    CONSTRAINT fk_person_agency_agency_id FOREIGN KEY (agency_id) REFERENCES agency (id) ON DELETE RESTRICT
);

CREATE TABLE certificate (
    id uuid NOT NULL,
    agency_id uuid NOT NULL,
    person_id uuid NOT NULL,
    kind text NOT NULL,
    level text NOT NULL,
    number text NOT NULL,
    valid_until date NOT NULL,
    CONSTRAINT pk_certificate PRIMARY KEY (id),
    CONSTRAINT fk_certificate_person_person_id FOREIGN KEY (person_id) REFERENCES person (id) ON DELETE RESTRICT
);

CREATE TABLE technical_lead_appointment (
    id uuid NOT NULL,
    agency_id uuid NOT NULL,
    person_id uuid NOT NULL,
    appointed_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    CONSTRAINT pk_technical_lead_appointment PRIMARY KEY (id),
    CONSTRAINT fk_technical_lead_appointment_person_person_id FOREIGN KEY (person_id) REFERENCES person (id) ON DELETE RESTRICT
);

CREATE UNIQUE INDEX ix_agency_credit_code ON agency (credit_code);

CREATE INDEX ix_agency_region_name ON agency (region, name);

CREATE UNIQUE INDEX ix_brigade_region_district ON brigade (region, district);

CREATE INDEX ix_certificate_agency_id_valid_until ON certificate (agency_id, valid_until);

CREATE INDEX ix_certificate_person_id ON certificate (person_id);

CREATE INDEX ix_office_agency_id ON office (agency_id);

CREATE INDEX ix_office_brigade_id ON office (brigade_id);

CREATE INDEX ix_person_agency_id_name ON person (agency_id, name);

CREATE INDEX ix_person_region_name ON person (region, name);

CREATE INDEX ix_technical_lead_appointment_agency_id_person_id ON technical_lead_appointment (agency_id, person_id);

CREATE INDEX ix_technical_lead_appointment_person_id ON technical_lead_appointment (person_id);
