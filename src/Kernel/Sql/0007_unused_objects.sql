CREATE TABLE discarded_object (
    id uuid NOT NULL,
    run_id uuid NOT NULL,
    at timestamp with time zone NOT NULL,
    CONSTRAINT pk_discarded_object PRIMARY KEY (id)
);

CREATE INDEX ix_discarded_object_run_id ON discarded_object (run_id);

-- What went is told once and stays told.
create trigger discarded_object_append_only before update or delete on discarded_object
  for each row execute function refuse_change();

do $$
begin
  if exists (select from pg_roles where rolname = 'wcs_app') then
    execute 'revoke update, delete, truncate on discarded_object from wcs_app';
  end if;
end
$$;
