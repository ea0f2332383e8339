-- FIL-14, ORG-41: a filed report is corrected by the stamped change form only.
CREATE TABLE change_request (
    id uuid NOT NULL,
    report_id uuid NOT NULL,
    report_number character varying(40) NOT NULL,
    project_id uuid NOT NULL,
    project_name text NOT NULL,
    agency_id uuid NOT NULL,
    owner_id uuid NOT NULL,
    brigade_id uuid,
    region text NOT NULL,
    about text NOT NULL,
    mistake character varying(500) NOT NULL,
    correction character varying(500) NOT NULL,
    photo_ids uuid[] NOT NULL,
    sent_by uuid NOT NULL,
    sent_by_name text NOT NULL,
    sent_at timestamp with time zone NOT NULL,
    state text NOT NULL,
    decision jsonb,
    CONSTRAINT pk_change_request PRIMARY KEY (id)
);

CREATE UNIQUE INDEX ux_change_request_open ON change_request (report_id) WHERE state = 'Sent';
CREATE INDEX ix_change_request_report_id_sent_at ON change_request (report_id, sent_at);
CREATE INDEX ix_change_request_brigade_id_state_sent_at ON change_request (brigade_id, state, sent_at);
CREATE INDEX ix_change_request_region_state_sent_at ON change_request (region, state, sent_at);

-- Once sent it is not taken back and not rewritten; only the decision is added, once.
create function change_request_is_kept() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' or old.state <> 'Sent'
    or to_jsonb(new) - 'state' - 'decision' is distinct from to_jsonb(old) - 'state' - 'decision' then
    raise exception 'change request % was sent', old.id using errcode = 'restrict_violation', hint = 'change_request_is_kept';
  end if;
  return new;
end
$$;

create trigger change_request_is_kept before update or delete on change_request
  for each row execute function change_request_is_kept();

do $$
begin
  if exists (select from pg_roles where rolname = 'wcs_app') then
    execute 'revoke truncate on change_request from wcs_app';
  end if;
end
$$;
