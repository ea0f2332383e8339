-- FLD-39: what a record said before it was corrected stays with it.
ALTER TABLE item_record ADD earlier jsonb NOT NULL DEFAULT '[]';
ALTER TABLE item_record ALTER earlier DROP DEFAULT;
