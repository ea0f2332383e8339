-- Owner units entered and corrected in the console (OWN-02, 05), and their contacts before there is a project (OWN-03, 04).
alter table owner
  add column created_by_name character varying(50),
  add column created_by_user_name character varying(30),
  add column changed_at timestamp with time zone,
  add column changed_by_name character varying(50);
CREATE INDEX ix_owner_agency_id_created_at_id ON owner (agency_id, created_at DESC, id DESC);
CREATE INDEX ix_owner_agency_id_province_city_district ON owner (agency_id, province, city, district);

CREATE TABLE unit_contact (
    id uuid NOT NULL,
    owner_id uuid NOT NULL,
    agency_id uuid NOT NULL,
    contact_id uuid NOT NULL,
    attached_at timestamp with time zone NOT NULL,
    attached_by_name character varying(50) NOT NULL,
    ended_at timestamp with time zone,
    CONSTRAINT pk_unit_contact PRIMARY KEY (id),
    CONSTRAINT fk_unit_contact_owner_contact_contact_id FOREIGN KEY (contact_id) REFERENCES owner_contact (id) ON DELETE RESTRICT,
    CONSTRAINT fk_unit_contact_owner_owner_id FOREIGN KEY (owner_id) REFERENCES owner (id) ON DELETE RESTRICT
);
CREATE INDEX ix_unit_contact_agency_id ON unit_contact (agency_id);
CREATE INDEX ix_unit_contact_contact_id ON unit_contact (contact_id);
CREATE UNIQUE INDEX ux_unit_contact_owner_contact ON unit_contact (owner_id, contact_id) WHERE ended_at is null;
