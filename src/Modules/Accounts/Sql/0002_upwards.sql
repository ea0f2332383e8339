-- Deferred: one transaction may write a row and what it points to in any order.
-- An account is of a member of the staff or of an officer of a brigade; of neither only for the corps (PEO-20).
alter table account add constraint xfk_account_person foreign key (person_id) references person (id) deferrable initially deferred;
alter table account add constraint xfk_account_brigade foreign key (brigade_id) references brigade (id) deferrable initially deferred;
