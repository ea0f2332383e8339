-- Deferred: one transaction may write a row and what it points to in any order.
alter table face_base add constraint xfk_face_base_person foreign key (person_id) references person (id) deferrable initially deferred;
alter table face_base add constraint xfk_face_base_photo foreign key (photo_id) references stored_object (id) deferrable initially deferred;
alter table face_comparison add constraint xfk_face_comparison_person foreign key (person_id) references person (id) deferrable initially deferred;
alter table face_comparison add constraint xfk_face_comparison_photo foreign key (photo_id) references stored_object (id) deferrable initially deferred;

-- A comparison is evidence, passed or not: written once, never changed, never removed.
create trigger face_comparison_append_only before update or delete on face_comparison
  for each row execute function refuse_change();
