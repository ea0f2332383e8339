CREATE TABLE project (
    id uuid NOT NULL,
    region character varying(20) NOT NULL,
    agency_id uuid NOT NULL,
    owner_id uuid NOT NULL,
    brigade_id uuid,
    name character varying(200) NOT NULL,
    service_type text NOT NULL,
    state text NOT NULL,
    address text NOT NULL,
    contract_number text NOT NULL,
    signed_on date NOT NULL,
    term_starts date NOT NULL,
    term_ends date NOT NULL,
    lead_id uuid NOT NULL,
    technical_lead_id uuid,
    member_ids uuid[] NOT NULL,
    is_key_unit boolean,
    key_unit_name text,
    safety_responsible jsonb,
    safety_manager jsonb,
    control_room_phone text,
    buildings jsonb NOT NULL,
    water_supplies jsonb NOT NULL,
    facility_class_codes text[] NOT NULL,
    fence jsonb NOT NULL,
    first_work_at timestamp with time zone,
    created_at timestamp with time zone NOT NULL,
    CONSTRAINT pk_project PRIMARY KEY (id)
);

CREATE INDEX ix_project_agency_id_created_at_id ON project (agency_id, created_at DESC, id DESC);

CREATE INDEX ix_project_brigade_id_created_at ON project (brigade_id, created_at);

CREATE INDEX ix_project_lead_id_created_at ON project (lead_id, created_at DESC);

CREATE INDEX ix_project_member_ids ON project USING gin (member_ids);

CREATE INDEX ix_project_owner_id ON project (owner_id);

CREATE INDEX ix_project_technical_lead_id ON project (technical_lead_id);
