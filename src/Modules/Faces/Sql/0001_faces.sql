CREATE TABLE face_base (
    id uuid NOT NULL,
    agency_id uuid NOT NULL,
    region text NOT NULL,
    person_id uuid NOT NULL,
    photo_id uuid NOT NULL,
    state text NOT NULL,
    submitted_at timestamp with time zone NOT NULL,
    decided_at timestamp with time zone,
    reason text,
    CONSTRAINT pk_face_base PRIMARY KEY (id)
);

CREATE TABLE face_comparison (
    id uuid NOT NULL,
    agency_id uuid NOT NULL,
    region text NOT NULL,
    person_id uuid NOT NULL,
    base_id uuid NOT NULL,
    photo_id uuid NOT NULL,
    photo_sha256 character varying(64) NOT NULL,
    purpose text NOT NULL,
    verdict text NOT NULL,
    score double precision,
    threshold double precision NOT NULL,
    request_id text,
    account_id uuid NOT NULL,
    at timestamp with time zone NOT NULL,
    CONSTRAINT pk_face_comparison PRIMARY KEY (id),
    CONSTRAINT fk_face_comparison_face_base_base_id FOREIGN KEY (base_id) REFERENCES face_base (id) ON DELETE RESTRICT
);

CREATE INDEX ix_face_base_person_id_state_decided_at ON face_base (person_id, state, decided_at);

CREATE INDEX ix_face_base_region_state_submitted_at ON face_base (region, state, submitted_at);

CREATE INDEX ix_face_comparison_agency_id_at ON face_comparison (agency_id, at);

CREATE INDEX ix_face_comparison_base_id ON face_comparison (base_id);

CREATE INDEX ix_face_comparison_person_id_at ON face_comparison (person_id, at);

CREATE UNIQUE INDEX ux_face_comparison_photo ON face_comparison (photo_sha256);
