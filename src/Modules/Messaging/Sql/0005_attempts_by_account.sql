-- Attempts live for milliseconds, and what they leave behind until the next vacuum is large: a claim must not read through it.
create index ix_push_attempt_account on push_attempt (account);
