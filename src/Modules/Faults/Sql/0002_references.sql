-- References to the modules above; EF does not know them.
alter table fault add constraint xfk_fault_project foreign key (project_id) references project (id) deferrable initially deferred;
