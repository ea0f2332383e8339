-- FLD-14: short films of an item.
ALTER TABLE item_record ADD video_ids uuid[] NOT NULL DEFAULT '{}';
ALTER TABLE item_record ALTER video_ids DROP DEFAULT;

-- FLD-37: the monitor, newest first.
CREATE INDEX ix_field_task_agency_id_created_at ON field_task (agency_id, created_at DESC);
