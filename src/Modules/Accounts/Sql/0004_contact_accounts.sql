-- Accounts made for owners' contacts, where the region issues them.
alter table account
  add column contact_id uuid,
  add column must_change_password boolean not null default false,
  add column last_sign_in_at timestamp with time zone;
alter table account alter column must_change_password drop default;
CREATE UNIQUE INDEX ix_account_contact_id ON account (contact_id);
