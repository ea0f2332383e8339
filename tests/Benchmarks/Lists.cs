using System.Text;
using Npgsql;
using WeChatService.Benchmarks.Children;
using WeChatService.Benchmarks.Load;
using WeChatService.Kernel;
using WeChatService.TestKit;

namespace WeChatService.Benchmarks;

/// <summary>A lead's page of 20 projects among 100,000 of 500 leads, signed in, through the walls (G13).</summary>
internal static class Lists
{
    private const int Connections = 50;
    private const int Projects = 100_000;
    private const int Leads = 500;

    /// <summary>The list of projects beside raw Npgsql, then every list of the agency account.</summary>
    public static async IAsyncEnumerable<Figure> Run(Options options)
    {
        if (options.Wants("G13"))
        {
            await foreach (var figure in BesideRaw(options.PassTime))
            {
                yield return figure;
            }
        }

        await foreach (var figure in AgencyLists.Run(options))
        {
            yield return figure;
        }
    }

    private static async IAsyncEnumerable<Figure> BesideRaw(TimeSpan time)
    {
        await using var sandbox = await BenchSandbox.Start();
        var settings = await Settings.Make(sandbox.Address);
        await Fill(settings);
        Measured own, raw;
        using (var child = await Child.Baseline("list", settings))
        {
            var target = $"/projects?agency={DemoWorld.Id("agency", "sh-agency")}&lead={DemoWorld.Id("person", "sh-lead")}&page=1";
            raw = (await RawLoad.Run(child.Port, Connections, time, _ => Always($"GET {target} HTTP/1.1\r\nHost: localhost\r\n\r\n"))).Only(200);
        }

        using (var child = await Child.Host(settings))
        {
            var system = new RunningSystem(new Uri($"http://127.0.0.1:{child.Port}"), sandbox.Address);
            var lead = await system.Agency("sh-lead");
            var cookie = lead.Cookies.GetCookieHeader(system.Host);
            own = (await RawLoad.Run(child.Port, Connections, time, _ => Always($"GET /api/agency/projects?page=1&size=20 HTTP/1.1\r\nHost: localhost\r\nCookie: {cookie}\r\n\r\n"))).Only(200);
        }

        yield return new Figure("G13", "list of 100,000 projects, ordinary query; requests/s beside raw Npgsql without sign-in", own.PerSecond, raw.PerSecond, 0.55, 0.88);
        yield return new Figure("G13", "list of 100,000 projects: p99 in ms beside raw Npgsql", own.Percentile(0.99), raw.Percentile(0.99), 2, 1.2, LessIsBetter: true);
    }

    private static Func<byte[]> Always(string request)
    {
        var bytes = Encoding.ASCII.GetBytes(request);
        return () => bytes;
    }

    /// <summary>Copies of one demonstration project, spread over leads; sh-lead keeps his share.</summary>
    private static async Task Fill(Settings settings)
    {
        await using var connection = new NpgsqlConnection(settings.DatabaseAsAdmin);
        await connection.OpenAsync();
        await using var fill = new NpgsqlCommand($"""
            set session_replication_role = replica; -- the leads of the copies need not exist
            insert into project
            select made.* from project p, generate_series(1, {Projects}) n, jsonb_populate_record(p, jsonb_build_object(
              'id', gen_random_uuid(),
              'name', p.name || ' ' || n,
              'contract_number', 'BENCH-' || n,
              'created_at', p.created_at - n * interval '1 minute',
              'lead_id', case when n % {Leads} = 0 then p.lead_id else md5('lead' || n % {Leads})::uuid end,
              'technical_lead_id', md5('technical' || n % {Leads})::uuid,
              'member_ids', jsonb_build_array(md5('member' || n % {Leads})::uuid))) made
            where p.id = '{DemoWorld.Id("project", "shanghai-main")}';
            """, connection) { CommandTimeout = 300 };
        await fill.ExecuteNonQueryAsync();
        await using var analyze = new NpgsqlCommand("analyze project", connection) { CommandTimeout = 300 };
        await analyze.ExecuteNonQueryAsync();
    }
}
