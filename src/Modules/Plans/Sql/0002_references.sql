-- References to the modules above; EF does not know them.
alter table plan add constraint xfk_plan_project foreign key (project_id) references project (id) deferrable initially deferred;
