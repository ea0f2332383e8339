-- PRJ-31 to 34: how a project ended before its time, and drafts that were deleted.
ALTER TABLE project
    ADD COLUMN ended_at timestamp with time zone,
    ADD COLUMN ended_by character varying(50),
    ADD COLUMN end_reason character varying(500),
    ADD COLUMN deleted_at timestamp with time zone;

-- The public directory of a region (ORG-38), newest first.
CREATE INDEX ix_project_region_created_at_id ON project (region, created_at DESC, id DESC);

-- PRJ-32: why it ended is written once.
create function project_end_kept() returns trigger language plpgsql as $$
begin
  if old.end_reason is not null and (new.end_reason, new.ended_at, new.ended_by) is distinct from (old.end_reason, old.ended_at, old.ended_by) then
    raise exception 'the reason of an ended project is not rewritten';
  end if;
  return new;
end
$$;
create trigger project_end_kept before update on project for each row execute function project_end_kept();
