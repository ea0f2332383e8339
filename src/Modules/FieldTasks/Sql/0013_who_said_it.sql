-- FLD-39: two words for one record stand side by side with the name of who said each.
ALTER TABLE item_record ADD COLUMN by_name varchar(100);
