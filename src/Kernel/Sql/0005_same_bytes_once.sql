-- The same bytes lie once under their hash; each sending of them has its own row.
DROP INDEX ix_stored_object_key;
