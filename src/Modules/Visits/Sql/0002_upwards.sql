-- Deferred: one transaction may write a row and what it points to in any order.
alter table visit add constraint xfk_visit_project foreign key (project_id) references project (id) deferrable initially deferred;
alter table visit add constraint xfk_visit_person foreign key (person_id) references person (id) deferrable initially deferred;
alter table feedback_form add constraint xfk_feedback_form_project foreign key (project_id) references project (id) deferrable initially deferred;
alter table feedback_form add constraint xfk_feedback_form_writer foreign key (writer_id) references person (id) deferrable initially deferred;
alter table visit_rating add constraint xfk_visit_rating_contact foreign key (contact_id) references owner_contact (id) deferrable initially deferred;

-- CHK-08, 09, 12: what is marked counts nothing; what is ended counts something or is marked.
alter table visit add constraint ck_visit_minutes check (minutes >= 0 and (mark = 'None' or minutes = 0) and (ended_at is null or minutes is not null));
alter table visit add constraint ck_visit_forward check (ended_at >= started_at);
alter table visit_rating add constraint ck_visit_rating_stars check (stars between 1 and 5);

-- EVL-04, EVL-05: what the client said is kept as it was said.
create trigger visit_rating_append_only before update or delete on visit_rating
  for each row execute function refuse_change();
