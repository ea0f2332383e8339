alter table field_task add column return_remarks jsonb not null default '[]';
alter table field_task alter column return_remarks drop default;

CREATE INDEX ix_field_task_agency_id_edition_code_plan_id ON field_task (agency_id, edition_code, plan_id);

-- A check of SQL alone bears its prefix, as the house names them.
alter table item_record rename constraint item_record_positions_check to ck_item_record_positions;
