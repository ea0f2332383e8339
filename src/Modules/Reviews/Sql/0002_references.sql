-- Verdicts are kept for ever (REV-11); references to the modules above are not known to EF.
alter table review add constraint xfk_review_project foreign key (project_id) references project (id) deferrable initially deferred;

create trigger review_append_only before update or delete on review
  for each row execute function refuse_change();
