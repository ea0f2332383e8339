-- ORG-30: closed by itself, and why.
alter table account add column closed_because text;
