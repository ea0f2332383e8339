-- The phone's model, and how many photos of a record do not say where they were taken (FLD-40).
ALTER TABLE item_record ADD COLUMN device varchar(60);
ALTER TABLE item_record ADD COLUMN unplaced_photos int NOT NULL DEFAULT 0;
ALTER TABLE item_record ALTER COLUMN unplaced_photos DROP DEFAULT;
