using Npgsql;
using WeChatService.Kernel;

namespace WeChatService.Benchmarks;

/// <summary>
/// An agency of 100,000 projects in the middle of its month, made by SQL from rows of the demonstration world: last month planned, done,
/// reported and mostly filed; this month in every state; a fault for each maintained project; detections that wait to be judged.
/// Of 500 leads the demonstration's own has 200 projects, its technical lead 2,000.
/// </summary>
internal static class AgencyWorld
{
    public const int Projects = 100_000;
    public const int QuickProjects = 2_000;

    private static string Person(string key) => $"'{DemoWorld.Id("person", key)}'::uuid";

    public static async Task Fill(string database, bool quick)
    {
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync();
        foreach (var statement in Statements(quick ? QuickProjects : Projects))
        {
            await using var command = new NpgsqlCommand(statement, connection) { CommandTimeout = 1800 };
            await command.ExecuteNonQueryAsync();
        }
    }

    /// <summary>The number of a project decides its lead (n / 10), its state of work (n % 10) and its fault (n % 7).</summary>
    private static IEnumerable<string> Statements(int projects)
    {
        var (main, agency) = ($"'{DemoWorld.Id("project", "beijing-main")}'::uuid", $"'{DemoWorld.Id("agency", "bj-agency")}'::uuid");
        var library = $"'{DemoWorld.Id("project", "beijing-library")}'::uuid";
        yield return "set session_replication_role = replica"; // leads of copies need not exist
        yield return $"""
            create temp table n as select n, md5('project' || n)::uuid as id, n % 10 as way, (n / 10) % 500 = 0 as own, now() - (n % 400) * interval '1 hour' as at,
              greatest(now() - (n % 400) * interval '1 hour', date_trunc('month', now() at time zone 'Asia/Shanghai') at time zone 'Asia/Shanghai') as this_month,
              to_char(now() at time zone 'Asia/Shanghai', 'YYYY-MM') as month, to_char((now() at time zone 'Asia/Shanghai') - interval '1 month', 'YYYY-MM') as before
            from generate_series(1, {projects}) n
            """;
        // Its months: the last one, unless it is a detection; the running one, unless it has no plan yet.
        yield return "create temp table m as select n.*, it as of, it = before as past from n cross join lateral (values (month), (before)) v (it) where (it = before and way <> 7) or (it = month and way < 8)";
        yield return "analyze n, m";
        yield return $"""
            insert into project select made.* from project p, n, jsonb_populate_record(p, jsonb_build_object(
              'id', n.id, 'name', p.name || ' ' || n, 'contract_number', 'BENCH-' || n, 'created_at', p.created_at - n * interval '1 minute',
              'service_type', case when way = 7 then 'AnnualDetection' else 'Maintenance' end,
              'lead_id', case when own then p.lead_id else md5('lead' || (n / 10) % 500)::uuid end,
              'technical_lead_id', case when (n / 10) % 50 = 0 then p.technical_lead_id else md5('technical' || (n / 10) % 50)::uuid end,
              'member_ids', jsonb_build_array(md5('member' || (n / 10) % 500)::uuid))) made
            where p.id = {main}
            """;
        // 8 and 9 have no plan yet; 0 and 1 are not assigned, 2 assigned, 3 handed in, 4 to 6 done; 7 is a detection.
        yield return $"""
            insert into plan select made.* from plan p, m, jsonb_populate_record(p, jsonb_build_object(
              'id', md5('plan' || n || of)::uuid, 'project_id', m.id, 'name', n || ' ' || of, 'month', of, 'created_at', at, 'kind', case when way = 7 then 'Year' else 'Month' end,
              'service_type', case when way = 7 then 'AnnualDetection' else 'Maintenance' end, 'planned_on', null,
              'due_by', ((of || '-01')::date + interval '1 month' - interval '1 day')::date,
              'state', case when past or way between 4 and 6 then 'Completed' when way < 2 then 'Drafted' when way = 2 then 'Assigned' else 'InProgress' end)) made
            where p.id = (select id from plan where project_id = {library} limit 1)
            """;
        yield return $"""
            insert into plan_item select made.* from plan_item i, m, jsonb_populate_record(i, jsonb_build_object(
              'plan_id', md5('plan' || n || of)::uuid, 'assignee_ids', case when not past and way < 2 then '[]'::jsonb else jsonb_build_array({Person("bj-operator")}) end, 'task_id', null, 'taken_by', null,
              'state', case when past or way between 4 and 6 then 'Done' when way < 2 then 'Open' when way = 2 then 'Assigned' else 'Taken' end)) made
            where (i.plan_id, i.class_code) in (select i.plan_id, i.class_code from plan_item i join plan p on p.id = i.plan_id where p.project_id = {library} limit 3)
            """;
        yield return $"""
            insert into field_task select made.* from field_task t, m, jsonb_populate_record(t, jsonb_build_object(
              'id', md5('task' || n || of)::uuid, 'name', '任务 ' || n || ' ' || of, 'plan_id', md5('plan' || n || of)::uuid, 'project_id', m.id,
              'operator_id', case when own then t.operator_id else md5('operator' || n / 100)::uuid end, 'report_id', null,
              'created_at', case when past then this_month - interval '31 days' else this_month end,
              'started_at', case when past then this_month - interval '31 days' else this_month end,
              'submitted_at', case when past then this_month - interval '31 days' else this_month end,
              'edition_code', case when way = 7 then 'DET-BJ-A' else t.edition_code end,
              'state', case when past then 'Reported' when way in (3, 7) then 'Submitted' when way = 6 then 'Reported' else 'Approved' end)) made
            where t.id = (select id from field_task where project_id = {library} and state = 'Approved' limit 1) and (past or way >= 3)
            """;
        yield return $"""
            insert into item_record select made.* from item_record r, m, generate_series(1, 2) k, jsonb_populate_record(r, jsonb_build_object(
              'id', md5('record' || n || of || k)::uuid, 'task_id', md5('task' || n || of)::uuid, 'client_id', 'bench' || k, 'verdict', case when k = 1 and n % 9 = 0 then 'Fails' else 'Conforms' end)) made
            where r.id = (select r.id from item_record r join field_task t on t.id = r.task_id where t.project_id = {library} and r.can_inspect limit 1) and not past and way >= 3
            """;
        yield return $"""
            insert into consent select made.* from consent c, m, jsonb_populate_record(c, jsonb_build_object(
              'id', md5('consent' || n)::uuid, 'task_id', md5('task' || n || of)::uuid, 'project_id', m.id, 'asked_at', this_month, 'received_at', this_month)) made
            where c.id = (select id from consent where project_id = {library} and state = 'Pending' limit 1) and not past and way = 3 and (own or n % 50 = 3)
            """;
        yield return $"""
            insert into fault select made.* from fault f, n, jsonb_populate_record(f, jsonb_build_object(
              'id', md5('fault' || n)::uuid, 'project_id', n.id, 'task_id', null, 'record_id', null, 'found_at', at, 'found_in', to_char(at at time zone 'Asia/Shanghai', 'YYYY-MM'), 'is_urgent', n % 70 = 0,
              'state', case n % 7 when 0 then 'Pending' when 1 then 'InProgress' when 2 then 'OwnerDeclined' when 3 then 'OutOfScope' else 'Resolved' end,
              'closed_at', case when n % 7 in (0, 1) then null else at + interval '1 day' end)) made
            where f.id = (select id from fault where project_id = {library} limit 1) and way <> 7
            """;
        // Whatever is no longer pending has the step that led there.
        yield return """
            insert into fault_step (id, fault_id, number, what, kind, state_after, by_person_id, by_name, photo_ids, at)
            select md5('step' || n)::uuid, f.id, 1, 'Handled', case f.state when 'OwnerDeclined' then 'OwnerDeclinesRepair' when 'OutOfScope' then 'OutOfContractScope' else 'Troubleshoot' end,
              f.state, f.project_id, '项目负责人', '{}', f.found_at + interval '1 day'
            from n join fault f on f.id = md5('fault' || n)::uuid where f.state <> 'Pending'
            """;
        // Last month's are filed but for those that wait (6, 8) and those that were missed (9); this month's wait.
        yield return $"""
            insert into report select made.* from m join project p on p.id = m.id, jsonb_populate_record(null::report, jsonb_build_object(
              'id', md5('report' || n || of)::uuid, 'number', 'BENCH-' || n || '-' || of, 'project_id', p.id, 'project_name', p.name, 'plan_id', md5('plan' || n || of)::uuid,
              'agency_id', p.agency_id, 'owner_id', p.owner_id, 'brigade_id', p.brigade_id, 'region', p.region, 'month', of, 'kind', 'Maintenance', 'plan_kind', 'Month',
              'state', case when past and way < 6 then 'Filed' else 'Ready' end, 'progress', 100, 'task_ids', jsonb_build_array(md5('task' || n || of)::uuid),
              'report_date', current_date, 'service_from', current_date, 'service_to', current_date, 'technical_lead_id', p.technical_lead_id, 'created_at', at, 'generated_at', at, 'filing_from', at,
              'filed_at', case when past and way < 6 then at end, 'bytes', 1000000, 'pages', 12, 'photo_count', 20, 'conforms', 30, 'fails', 1) || jsonb_build_object('not_applicable', 0, 'uploads', '[]'::jsonb,
              'submits_when_made', true, 'raw_record_pages', 0,
              'filing', case when past and way < 6 then jsonb_build_object('at', at, 'opinion', '同意', 'byId', p.technical_lead_id, 'byName', '技术负责人') end)) made
            where (past and way <> 9) or (not past and way = 6)
            """;
        yield return $"""
            insert into notice select made.* from notice o, n, jsonb_populate_record(o, jsonb_build_object(
              'id', (lpad(to_hex((extract(epoch from now()) * 1000)::bigint - n * 60000::bigint), 12, '0') || '7' || substr(md5('notice' || n), 1, 19))::uuid, 'created_at', now() - n * interval '1 minute',
              'receiver_id', case n % 50 when 0 then {Person("bj-lead")} when 1 then {Person("bj-admin")} else md5('reader' || n % 500)::uuid end, 'read_at', case when n % 3 = 0 then now() end)) made
            where o.id = (select id from notice where agency_id = {agency} and reader = 'AgencyPerson' limit 1)
            """;
        yield return "analyze";
    }
}
