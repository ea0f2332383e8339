-- What people without an account report from a label (ORG-39): which label, and the sealed phone by which they can be called back.
alter table fault add column label_id uuid, add column reporter_phone bytea;
alter table fault add constraint xfk_fault_label foreign key (label_id) references device_label (id) deferrable initially deferred;
