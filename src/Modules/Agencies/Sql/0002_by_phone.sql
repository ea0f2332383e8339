-- Whom WeChat names by his phone is found on the staff lists (ACC-20).
CREATE INDEX ix_person_phone ON person (phone);
