-- Does the staff suffice (ORG-18, NTF-14), and of which end was the holder of a certificate reminded (NTF-17)?
alter table agency
  add column is_eligible boolean,
  add column judged_at timestamp with time zone;
alter table certificate add column reminded_of date;
