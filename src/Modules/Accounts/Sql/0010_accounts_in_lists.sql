-- PEO-28: when an account was opened and last changed; those that stand here already, now.
alter table account add column created_at timestamp with time zone not null default now();
alter table account add column changed_at timestamp with time zone not null default now();
alter table account alter column created_at drop default;
alter table account alter column changed_at drop default;

CREATE INDEX ix_account_roles ON account USING gin (roles);

CREATE INDEX ix_account_region_name ON account (region, name);
