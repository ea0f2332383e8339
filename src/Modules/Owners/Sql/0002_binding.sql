-- A binding ends and stays; one invitation per project, good until revoked; phones are proven; consent is on record.
alter table contact_binding
  add column project_name text not null default '',
  add column ended_at timestamp with time zone,
  add column ended_because text,
  add column ended_by_name character varying(50);
alter table contact_binding alter column project_name drop default;
drop index ux_contact_binding_contact_project;
CREATE UNIQUE INDEX ux_contact_binding_contact_project ON contact_binding (contact_id, project_id) WHERE ended_at is null;

alter table contact_invitation
  add column asked_by_name text,
  add column address text,
  add column service text,
  add column term_starts date,
  add column term_ends date,
  add column revoked_at timestamp with time zone,
  alter column expires_at drop not null;
drop index ix_contact_invitation_project_id_expires_at;
update contact_invitation i set revoked_at = i.expires_at
  where exists (select from contact_invitation later where later.project_id = i.project_id and later.expires_at > i.expires_at);
CREATE UNIQUE INDEX ux_contact_invitation_project ON contact_invitation (project_id) WHERE revoked_at is null;

alter table owner_contact
  add column phone_proven_at timestamp with time zone,
  add column erased_at timestamp with time zone;

CREATE TABLE privacy_consent (
    id uuid NOT NULL,
    contact_id uuid NOT NULL,
    version character varying(20) NOT NULL,
    text_sha256 character varying(64) NOT NULL,
    given_at timestamp with time zone NOT NULL,
    withdrawn_at timestamp with time zone,
    CONSTRAINT pk_privacy_consent PRIMARY KEY (id),
    CONSTRAINT fk_privacy_consent_owner_contact_contact_id FOREIGN KEY (contact_id) REFERENCES owner_contact (id) ON DELETE RESTRICT
);

CREATE INDEX ix_privacy_consent_contact_id ON privacy_consent (contact_id);
