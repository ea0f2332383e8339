-- Every delivery is claimed and finished by an UPDATE: room in the page keeps the claim there (HOT), without index writes.
alter table delivery set (fillfactor = 70);

-- NTF-15: whoever does not follow has no openid to be sent to, and what has one is to be sent.
alter table delivery add constraint ck_delivery_openid check (open_id is not null or state = 'NotFollowing');
