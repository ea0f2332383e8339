-- Every delivery is claimed and finished by an UPDATE: room in the page keeps the claim there (HOT), without index writes.
alter table delivery set (fillfactor = 70);

-- Wakes the publisher at commit, in whatever process it runs.
create function ring_deliveries() returns trigger language plpgsql as $$
begin
  perform pg_notify('delivery', '');
  return null;
end $$;

create trigger delivery_rings after insert on delivery for each statement execute function ring_deliveries();

-- NTF-15: whoever does not follow has no openid to be sent to, and what has one is to be sent.
alter table delivery add constraint ck_delivery_openid check (open_id is not null or state = 'NotFollowing');
