-- Whether the region pushes what was filed, and who bore witness where no face did.
alter table brigade_inbox_entry add column pushed boolean not null default false, add column witness_name text;
alter table brigade_inbox_entry alter column pushed drop default;
