alter table project add column direct_upload boolean not null default false;
alter table project alter column direct_upload drop default;
