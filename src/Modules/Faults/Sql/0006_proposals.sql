-- What mending costs, proposed by the lead and answered by the owner (FLT-04, 05).
alter table fault add column proposal_id uuid, add column proposal_answer text;
alter table fault_step add column amount_fen bigint;
