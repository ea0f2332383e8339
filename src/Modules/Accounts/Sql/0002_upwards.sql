-- An account is of a member of the staff or of an officer of a brigade; of neither only for the corps (PEO-20).
alter table account add constraint xfk_account_person foreign key (person_id) references person (id);
alter table account add constraint xfk_account_brigade foreign key (brigade_id) references brigade (id);
