-- What an authority is told at its desk (EVL-09, NTF-14).
CREATE TABLE authority_notice (
    id uuid NOT NULL,
    kind text NOT NULL,
    about_id uuid NOT NULL,
    brigade_id uuid,
    region character varying(20) NOT NULL,
    agency_id uuid NOT NULL,
    project_id uuid,
    text character varying(500) NOT NULL,
    at timestamp with time zone NOT NULL,
    read_at timestamp with time zone,
    read_by_name character varying(50),
    CONSTRAINT pk_authority_notice PRIMARY KEY (id)
);
CREATE UNIQUE INDEX ix_authority_notice_about_id_kind_at ON authority_notice (about_id, kind, at);
CREATE INDEX ix_authority_notice_brigade_id_at ON authority_notice (brigade_id, at);
CREATE INDEX ix_authority_notice_region_at ON authority_notice (region, at);
