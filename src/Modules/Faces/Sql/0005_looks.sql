-- CHK-01: what a photo looks like, to know a copy of it by that was saved anew or cut.
ALTER TABLE face_comparison ADD look bytea;
