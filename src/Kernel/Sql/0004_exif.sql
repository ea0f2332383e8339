-- What a camera wrote into a picture, beside what the phone said of it.
ALTER TABLE stored_object ADD exif_taken_at timestamp with time zone;
ALTER TABLE stored_object ADD exif_latitude double precision;
ALTER TABLE stored_object ADD exif_longitude double precision;
