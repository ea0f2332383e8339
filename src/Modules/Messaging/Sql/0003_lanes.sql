-- Deliveries by month, attempts in a table of their own, and what the processes share about an account and each other.

-- The smallest UUIDv7 of a millisecond: ids sort by time, so a month is a range of them.
create function delivery_floor(at timestamptz) returns uuid language sql stable strict parallel safe as $$
  select (lpad(to_hex(floor(extract(epoch from at) * 1000)::bigint), 12, '0') || repeat('0', 20))::uuid
$$;

create table delivery_by_month (
    id uuid NOT NULL,
    notice_id uuid NOT NULL,
    agency_id uuid NOT NULL,
    resend_of uuid,
    created_at timestamp with time zone NOT NULL,
    not_before timestamp with time zone,
    uncertain_since timestamp with time zone,
    sent_at timestamp with time zone,
    finished_at timestamp with time zone,
    msg_id bigint,
    crashes integer NOT NULL,
    failures integer NOT NULL,
    account text NOT NULL,
    lane text NOT NULL,
    state text NOT NULL,
    open_id character varying(64),
    reason character varying(500),
    CONSTRAINT pk_delivery_by_month PRIMARY KEY (id),
    -- NTF-15: whoever does not follow has no openid to be sent to, and what has one is to be sent.
    CONSTRAINT ck_delivery_openid CHECK (open_id is not null or state = 'NotFollowing')
) partition by range (id);

-- Takes what no month's table covers: a clock far off must not refuse a notice.
create table delivery_default partition of delivery_by_month default;

insert into delivery_by_month (
    id, notice_id, agency_id, created_at, not_before, uncertain_since, sent_at, finished_at, msg_id, crashes, failures,
    account, lane, state, open_id, reason)
select d.id, d.notice_id, n.agency_id, d.created_at, d.not_before, d.uncertain_since,
    case when d.state in ('Sent', 'Delivered', 'Blocked') then d.finished_at end, d.finished_at, d.msg_id, 0, d.failures,
    d.account,
    case when n.template in ('consent_requested', 'consent_decided') then 'Urgent' else 'Ordinary' end,
    case when d.state = 'Blocked' and d.reason like 'failed:%system%' then 'Failed' else d.state end,
    d.open_id, d.reason
from delivery d join notice n on n.id = d.notice_id;

drop table delivery;
alter table delivery_by_month rename to delivery;
alter index pk_delivery_by_month rename to pk_delivery;

-- Ids of notices ascend with the rows, so a block index finds them and costs an insert nothing.
create index ix_delivery_notice_id on delivery using brin (notice_id) with (autosummarize = true, pages_per_range = 16);

create index ix_delivery_pending on delivery (account, lane, agency_id, id) where state = 'Pending';

create index ix_delivery_later on delivery (account, lane, not_before) where state = 'Pending' and not_before is not null;

create index ix_delivery_uncertain on delivery (uncertain_since) where state = 'Pending' and uncertain_since is not null;

create index ix_delivery_msg on delivery (msg_id) where state = 'Sent';

create index ix_delivery_trouble on delivery (state, id) where state in ('RefusedByUser', 'Blocked', 'Refused', 'Unknown', 'Dead', 'Failed');

-- Makes one month's table (months of Asia/Shanghai). The application may call it and still alters nothing else.
create function delivery_make_month(month date) returns void language plpgsql security definer set search_path = public, pg_temp as $$
declare
  name text := 'delivery_' || to_char(month, 'YYYY_MM');
  low uuid := delivery_floor(date_trunc('month', month::timestamp) at time zone 'Asia/Shanghai');
  high uuid := delivery_floor((date_trunc('month', month::timestamp) + interval '1 month') at time zone 'Asia/Shanghai');
begin
  if to_regclass('public.' || name) is not null then
    return;
  end if;
  set local lock_timeout = '3s';
  execute format('create table %I (like delivery including all)', name);
  lock table delivery_default in access exclusive mode;
  execute format('with early as (delete from delivery_default where id >= %L and id < %L returning *) insert into %I select * from early', low, high, name);
  execute format('alter table delivery attach partition %I for values from (%L) to (%L)', name, low, high);
end
$$;

-- Makes this month and the next ones, and drops months that ended keep_months ago; 0 keeps everything. Says what it dropped.
create function delivery_keep_months(ahead integer, keep_months integer) returns text[] language plpgsql security definer set search_path = public, pg_temp as $$
declare
  this_month date := date_trunc('month', now() at time zone 'Asia/Shanghai')::date;
  old record;
  pending boolean;
  dropped text[] := '{}';
begin
  for i in 0 .. ahead loop
    perform delivery_make_month((this_month + make_interval(months => i))::date);
  end loop;
  if keep_months < 1 then
    return dropped;
  end if;
  set local lock_timeout = '3s';
  for old in
    select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid
    where i.inhparent = 'delivery'::regclass and c.relname ~ '^delivery_\d{4}_\d{2}$'
      and to_date(right(c.relname, 7), 'YYYY_MM') < this_month - make_interval(months => keep_months)
    order by c.relname
  loop
    -- What is still to be sent is never thrown away, whatever its age.
    execute format('select exists (select from %I where state = ''Pending'')', old.relname) into pending;
    if not pending then
      execute format('drop table %I', old.relname);
      dropped := dropped || old.relname::text;
    end if;
  end loop;
  return dropped;
end
$$;

-- The months of the rows that were copied, then this one and two more.
select delivery_make_month(m::date) from (
  select distinct date_trunc('month', to_timestamp(('x' || lpad(left(replace(id::text, '-', ''), 12), 16, '0'))::bit(64)::bigint / 1000.0) at time zone 'Asia/Shanghai') m
  from delivery_default) months
where m between date_trunc('month', now()) - interval '10 years' and date_trunc('month', now()) + interval '1 year';
select delivery_keep_months(2, 0);

-- One row per parcel that a worker is sending: committed before the first call, deleted with the outcomes. It stands
-- for the claim on its deliveries. Rows of 4 KiB that live for milliseconds stay out of the side table for long values.
create table push_attempt (
    id uuid NOT NULL,
    account text NOT NULL,
    worker character varying(100) NOT NULL,
    started_at timestamp with time zone NOT NULL,
    deliveries uuid[] NOT NULL,
    CONSTRAINT pk_push_attempt PRIMARY KEY (id)
);
alter table push_attempt alter column deliveries set storage external;
alter table push_attempt set (toast_tuple_target = 8160, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 500);

create table push_worker (
    name character varying(100) NOT NULL,
    beat bigint NOT NULL,
    seen_at timestamp with time zone NOT NULL,
    started_at timestamp with time zone NOT NULL,
    CONSTRAINT pk_push_worker PRIMARY KEY (name)
);
alter table push_worker set (fillfactor = 50);

create table push_account (
    account text NOT NULL,
    day date NOT NULL,
    sent_today integer NOT NULL,
    learned_quota integer,
    rests_until timestamp with time zone,
    rest_reason character varying(500),
    pending_urgent integer NOT NULL,
    pending_ordinary integer NOT NULL,
    oldest_due_at timestamp with time zone,
    sampled_at timestamp with time zone,
    CONSTRAINT pk_push_account PRIMARY KEY (account)
);
alter table push_account set (fillfactor = 50);
insert into push_account (account, day, sent_today, pending_urgent, pending_ordinary)
select account, (now() at time zone 'Asia/Shanghai')::date, 0, 0, 0 from unnest(array['Agency', 'Owner', 'MiniProgram']) account;

-- A person's notices are found by receiver; what one notice is about is looked up among those.
drop index ix_notice_about_id;

do $$
begin
  revoke execute on function delivery_make_month(date), delivery_keep_months(integer, integer) from public;
  if exists (select from pg_roles where rolname = 'wcs_app') then
    grant execute on function delivery_keep_months(integer, integer) to wcs_app;
  end if;
end
$$;
