CREATE TABLE contact_invitation (
    id uuid NOT NULL,
    scene character varying(64) NOT NULL,
    agency_id uuid NOT NULL,
    agency_name text NOT NULL,
    project_id uuid NOT NULL,
    project_name text NOT NULL,
    owner_id uuid NOT NULL,
    owner_name text NOT NULL,
    region text NOT NULL,
    content text NOT NULL,
    image_url text NOT NULL,
    issued_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    CONSTRAINT pk_contact_invitation PRIMARY KEY (id)
);

CREATE TABLE owner (
    id uuid NOT NULL,
    owner_id uuid NOT NULL,
    agency_id uuid NOT NULL,
    region text NOT NULL,
    name character varying(200) NOT NULL,
    province text NOT NULL,
    city text NOT NULL,
    district text NOT NULL,
    address text NOT NULL,
    credit_code character varying(18) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    CONSTRAINT pk_owner PRIMARY KEY (id)
);

CREATE TABLE owner_contact (
    id uuid NOT NULL,
    region text NOT NULL,
    name character varying(20) NOT NULL,
    phone_sealed bytea NOT NULL,
    phone_masked text NOT NULL,
    phone_hash text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    CONSTRAINT pk_owner_contact PRIMARY KEY (id)
);

CREATE TABLE contact_binding (
    id uuid NOT NULL,
    contact_id uuid NOT NULL,
    project_id uuid NOT NULL,
    owner_id uuid NOT NULL,
    agency_id uuid NOT NULL,
    bound_at timestamp with time zone NOT NULL,
    CONSTRAINT pk_contact_binding PRIMARY KEY (id),
    CONSTRAINT fk_contact_binding_owner_contact_contact_id FOREIGN KEY (contact_id) REFERENCES owner_contact (id) ON DELETE RESTRICT,
    CONSTRAINT fk_contact_binding_owner_owner_id FOREIGN KEY (owner_id) REFERENCES owner (id) ON DELETE RESTRICT
);

CREATE INDEX ix_contact_binding_owner_id ON contact_binding (owner_id);

CREATE INDEX ix_contact_binding_project_id ON contact_binding (project_id);

CREATE UNIQUE INDEX ux_contact_binding_contact_project ON contact_binding (contact_id, project_id);

CREATE INDEX ix_contact_invitation_project_id_expires_at ON contact_invitation (project_id, expires_at);

CREATE UNIQUE INDEX ix_contact_invitation_scene ON contact_invitation (scene);

CREATE INDEX ix_owner_agency_id_name ON owner (agency_id, name);

CREATE INDEX ix_owner_contact_phone_hash ON owner_contact (phone_hash);
