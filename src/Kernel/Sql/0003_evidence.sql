CREATE TABLE object_seal (
    id uuid NOT NULL,
    chain text NOT NULL,
    number bigint NOT NULL,
    previous_hash bytea NOT NULL,
    hash bytea NOT NULL,
    content_hash bytea NOT NULL,
    CONSTRAINT pk_object_seal PRIMARY KEY (id)
);

CREATE UNIQUE INDEX ix_object_seal_chain_number ON object_seal (chain, number);

-- A photo or document is stored once and stays what it was; its seal says what that is.
create trigger stored_object_append_only before update or delete on stored_object
  for each row execute function refuse_change();
create trigger object_seal_append_only before update or delete on object_seal
  for each row execute function refuse_change();

do $$
begin
  if exists (select from pg_roles where rolname = 'wcs_app') then
    execute 'revoke update, delete, truncate on object_seal, stored_object from wcs_app';
  end if;
end
$$;
