-- 非人脸 (PEO-31): whom the face service did not recognise came by codes and a witness; each side has exactly one of the two proofs.
ALTER TABLE consent ALTER COLUMN asked_comparison_id DROP NOT NULL;
ALTER TABLE consent ADD COLUMN asked_proof_id uuid;
ALTER TABLE consent ADD COLUMN decided_proof_id uuid;
ALTER TABLE consent ADD CONSTRAINT xfk_consent_asked_proof FOREIGN KEY (asked_proof_id) REFERENCES second_way_proof (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE consent ADD CONSTRAINT xfk_consent_decided_proof FOREIGN KEY (decided_proof_id) REFERENCES second_way_proof (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE consent ADD CONSTRAINT ck_consent_asked CHECK (num_nonnulls(asked_comparison_id, asked_proof_id) = 1);
ALTER TABLE consent DROP CONSTRAINT ck_consent_decided;
ALTER TABLE consent ADD CONSTRAINT ck_consent_decided CHECK (
  (state = 'Pending' AND decided_by IS NULL)
  OR (state = 'Granted' AND decided IS NOT NULL AND num_nonnulls(decided_comparison_id, decided_proof_id) = 1 AND decided_by IS NOT NULL)
  OR (state = 'Refused' AND reason IS NOT NULL AND decided_by IS NOT NULL));
