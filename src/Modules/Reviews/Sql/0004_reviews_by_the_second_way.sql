-- 非人脸 (PEO-31): a verdict of somebody whom the face service did not recognise; proof, witness and his name.
ALTER TABLE review ADD COLUMN witness jsonb;
ALTER TABLE review ADD CONSTRAINT ck_review_one_proof CHECK (num_nonnulls(face_comparison_id, witness) <= 1);
