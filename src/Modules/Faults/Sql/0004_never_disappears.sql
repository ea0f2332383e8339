-- A fault never disappears: whoever reaches around the application meets these.
create function refuse_disappearance() returns trigger language plpgsql as $$
begin
  raise exception '% is kept for good', tg_table_name using errcode = 'restrict_violation', hint = tg_table_name || '_never_disappears';
end
$$;

create trigger fault_never_disappears before delete on fault for each row execute function refuse_disappearance();
create trigger fault_step_never_changes before update or delete on fault_step for each row execute function refuse_change();

-- What was found stays as it was found, whatever becomes of it.
create function keep_fault_origin() returns trigger language plpgsql as $$
begin
  if (new.project_id, new.agency_id, new.owner_id, new.source, new.found_in, new.found_at) is distinct from
     (old.project_id, old.agency_id, old.owner_id, old.source, old.found_in, old.found_at) or new.step_count < old.step_count then
    raise exception 'the origin of a fault does not change' using errcode = 'restrict_violation', hint = 'fault_never_disappears';
  end if;
  return new;
end
$$;

create trigger fault_origin_stays before update on fault for each row execute function keep_fault_origin();
