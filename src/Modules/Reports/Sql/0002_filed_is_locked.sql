-- FIL-05: a filed report is neither changed nor deleted, not even by SQL under the application's role.
create function report_filed_is_locked() returns trigger language plpgsql as $$
begin
  if old.state = 'Filed' then
    raise exception 'report % is filed', old.number using errcode = 'restrict_violation', hint = 'report_filed_is_locked';
  end if;
  if tg_op = 'DELETE' then
    return old;
  end if;
  return new;
end
$$;

create trigger report_filed_is_locked before update or delete on report
  for each row execute function report_filed_is_locked();

-- The trigger is per row; emptying the table as a whole is not the application's right either.
do $$
begin
  if exists (select from pg_roles where rolname = 'wcs_app') then
    execute 'revoke truncate on report from wcs_app';
  end if;
end
$$;

-- References to the modules above; EF does not know them.
alter table report add constraint xfk_report_project foreign key (project_id) references project (id) deferrable initially deferred;
alter table report add constraint xfk_report_plan foreign key (plan_id) references plan (id) deferrable initially deferred;
