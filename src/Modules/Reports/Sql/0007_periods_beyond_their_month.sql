-- RPT-02, PLN-25: a written period that its lead moved by some days counts from its own first day to its own last one, not by the calendar's
-- month alone. Otherwise as in 0004.
drop function report_due(text, timestamptz, timestamptz);
create function report_due(wanted text, begins timestamptz, ends timestamptz) returns table (
    project_id uuid, project_name text, owner_name text, address text, region text, agency_id uuid, owner_id uuid, brigade_id uuid,
    lead_id uuid, technical_lead_id uuid, member_ids uuid[], service_type text, project_state text, term_starts date, term_ends date,
    direct_upload boolean, entered_at timestamptz,
    plan_id uuid, plan_kind text, plan_name text, plan_month char(7), plan_due_by date, open_items integer, assigned_items integer,
    tasks integer, working integer, submitted integer, returned integer, late integer, to_review_id uuid,
    first_submitted_at timestamptz, last_submitted_at timestamptz,
    forms integer, rated integer, monthly_state text,
    report_id uuid, report_number text, report_state text, report_kind text, report_made_at timestamptz, report_filed_at timestamptz)
language sql stable as $$
select
    p.id, p.name::text, o.name::text, p.address, p.region::text, p.agency_id, p.owner_id, p.brigade_id,
    p.lead_id, p.technical_lead_id, p.member_ids, p.service_type, p.state, p.term_starts, p.term_ends, p.direct_upload, p.created_at,
    plan.id, plan.kind, plan.name::text, plan.month, plan.due_by, item.open, item.assigned,
    work.tasks, work.working, work.submitted, work.returned, work.late, work.to_review_id, work.first_at, work.last_at,
    form.forms, form.rated, monthly.state,
    made.id, made.number::text, made.state, made.kind, made.generated_at, (made.filing ->> 'at')::timestamptz
from project p
join owner o on o.id = p.owner_id
left join lateral (
    -- Maintenance: the month's plan, a wider one before a narrower. Detection and assessment: the latest plan, whenever it was made.
    select pl.id, pl.kind, pl.name, pl.month, pl.due_by, pl.created_at
    from plan pl
    where pl.project_id = p.id and (p.service_type <> 'Maintenance' or pl.month = wanted::char(7))
    order by case when p.service_type = 'Maintenance' then array_position(array['Year', 'Quarter', 'Month'], pl.kind) end, pl.created_at desc
    limit 1) plan on true
left join lateral (
    select (count(*) filter (where i.state = 'Open'))::int as open, (count(*) filter (where i.state = 'Assigned'))::int as assigned
    from plan_item i
    where i.plan_id = plan.id) item on true
left join lateral (
    select
        count(*)::int as tasks,
        (count(*) filter (where t.state in ('Created', 'InProgress', 'AwaitingSubmitConsent')))::int as working,
        (count(*) filter (where t.state = 'Submitted'))::int as submitted,
        (count(*) filter (where t.state = 'Returned'))::int as returned,
        (count(*) filter (where case
            when p.service_type = 'Maintenance'
                then t.submitted_at >= greatest(ends, (plan.due_by + 1)::timestamp at time zone 'Asia/Shanghai') or t.submitted_at < least(begins, plan.created_at)
            else t.submitted_at >= ends end))::int as late,
        (array_agg(t.id order by t.submitted_at) filter (where t.state = 'Submitted'))[1] as to_review_id,
        min(t.submitted_at) as first_at, max(t.submitted_at) as last_at
    from field_task t
    where t.plan_id = plan.id and t.nature = 'Planned') work on true
left join lateral (
    -- Maintenance: the month's forms. Else those since the last report that said 不合格, if there was one.
    select count(*)::int as forms, count(f.rated_at)::int as rated
    from feedback_form f
    where f.project_id = p.id and case
        when p.service_type = 'Maintenance' then f.day >= (begins at time zone 'Asia/Shanghai')::date and f.day < (ends at time zone 'Asia/Shanghai')::date
        else f.submitted_at > coalesce(
            (select max(r.generated_at) from report r where r.project_id = p.id and r.state = 'Filed' and r.conclusion = 'Unqualified'), '-infinity') end) form on true
left join monthly_report monthly on monthly.project_id = p.id and monthly.month = wanted::char(7)
left join lateral (
    select r.id, r.number, r.state, r.kind, r.generated_at, r.filing
    from report r
    where r.project_id = p.id and case
        when p.service_type = 'Maintenance' then r.month = wanted::char(7)
        when plan.id is not null then r.plan_id = plan.id
        else not (r.state = 'Filed' and r.conclusion = 'Unqualified') end
    order by r.created_at desc
    limit 1) made on true
where made.id is not null
   or (case when p.service_type = 'Maintenance'
            then p.state in ('Active', 'Practised', 'Retest', 'Done') and p.term_starts < (ends at time zone 'Asia/Shanghai')::date
                 and p.term_ends >= (begins at time zone 'Asia/Shanghai')::date
            else p.state in ('Active', 'Practised', 'Retest') end
       and not exists (select from project_suspension s where s.project_id = p.id and s.month = wanted::char(7) and s.state = 'Approved'))
$$;
