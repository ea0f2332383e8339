-- References to the modules above; EF does not know them.
alter table project add constraint xfk_project_agency foreign key (agency_id) references agency (id) deferrable initially deferred;
alter table project add constraint xfk_project_owner foreign key (owner_id) references owner (id) deferrable initially deferred;
alter table project add constraint xfk_project_lead foreign key (lead_id) references person (id) deferrable initially deferred;
