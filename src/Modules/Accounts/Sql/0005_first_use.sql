-- The phone of somebody whom WeChat named and no staff list knows, sealed, until he has registered.
alter table session add column proven_phone bytea;
