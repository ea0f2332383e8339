-- The application's role may read and write rows, never alter tables; the audit trail it may only append to.
do $$
begin
  if exists (select from pg_roles where rolname = 'wcs_app') then
    execute format('grant usage on schema public to wcs_app');
    execute 'grant select, insert, update, delete on all tables in schema public to wcs_app';
    execute 'alter default privileges in schema public grant select, insert, update, delete on tables to wcs_app';
    execute 'revoke update, delete, truncate on audit_entry from wcs_app';
    execute 'revoke insert, update, delete on schema_version from wcs_app';
  end if;
end
$$;

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only', tg_table_name using errcode = 'restrict_violation', hint = tg_table_name || '_append_only';
end
$$;

create trigger audit_entry_append_only before update or delete on audit_entry
  for each row execute function refuse_change();
