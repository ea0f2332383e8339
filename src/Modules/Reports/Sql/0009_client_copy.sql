-- RPT-27: the client copy of a signed report. Once made it stays as it is.
CREATE TABLE client_copy (
    id uuid NOT NULL,
    agency_id uuid NOT NULL,
    owner_id uuid NOT NULL,
    brigade_id uuid,
    region character varying(20) NOT NULL,
    report_number character varying(40) NOT NULL,
    state text NOT NULL,
    object_id uuid,
    sha256 character varying(64),
    pages integer NOT NULL,
    bytes bigint NOT NULL,
    made_at timestamp with time zone,
    CONSTRAINT pk_client_copy PRIMARY KEY (id),
    CONSTRAINT fk_client_copy_report_id FOREIGN KEY (id) REFERENCES report (id) ON DELETE RESTRICT
);

create function client_copy_is_kept() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' or old.state = 'Made' then
    raise exception 'client copy of % is made', old.report_number using errcode = 'restrict_violation', hint = 'client_copy_is_kept';
  end if;
  return new;
end
$$;

create trigger client_copy_is_kept before update or delete on client_copy
  for each row execute function client_copy_is_kept();

do $$
begin
  if exists (select from pg_roles where rolname = 'wcs_app') then
    execute 'revoke truncate on client_copy from wcs_app';
    execute 'revoke truncate on signed_opinion from wcs_app';
  end if;
end
$$;
