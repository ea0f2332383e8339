-- Deferred: one transaction may write a row and what it points to in any order.
alter table field_task add constraint xfk_field_task_plan foreign key (plan_id) references plan (id) deferrable initially deferred;
alter table field_task add constraint xfk_field_task_project foreign key (project_id) references project (id) deferrable initially deferred;
alter table field_task add constraint xfk_field_task_operator foreign key (operator_id) references person (id) deferrable initially deferred;
alter table consent add constraint xfk_consent_project foreign key (project_id) references project (id) deferrable initially deferred;
alter table consent add constraint xfk_consent_asked_comparison foreign key (asked_comparison_id) references face_comparison (id) deferrable initially deferred;
alter table consent add constraint xfk_consent_decided_comparison foreign key (decided_comparison_id) references face_comparison (id) deferrable initially deferred;

-- FLD-08, 09, 12: an item that cannot be inspected has a reason, one that can has none; 不适用 belongs to the former only.
alter table item_record add constraint ck_item_record_reason check (can_inspect = (cannot_reason is null));
alter table item_record add constraint ck_item_record_not_applicable check
  ((verdict = 'NotApplicable') = (cannot_reason is not null and cannot_reason <> 'NormMismatch'));

-- APR-09, APR-12: a granted consent carries its evidence, a refused one its reason.
alter table consent add constraint ck_consent_decided check (
  (state = 'Pending' and decided_by is null)
  or (state = 'Granted' and decided is not null and decided_comparison_id is not null and decided_by is not null)
  or (state = 'Refused' and reason is not null and decided_by is not null));

alter table track_point add constraint ck_track_point_place check (latitude between -90 and 90 and longitude between -180 and 180);
