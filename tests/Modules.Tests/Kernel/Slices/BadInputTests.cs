using System.Text;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using WeChatService.Kernel;
using WeChatService.TestKit;
using Demo = WeChatService.TestKit.Demo;

namespace WeChatService.Modules.Tests.Kernel.Slices;

/// <summary>Whatever is sent, the answer is a refusal with a code, and nothing is half written.</summary>
public sealed class BadInputTests(House house) : IClassFixture<House>
{
    private static readonly string Project = Demo.Id("project", "shanghai-main").ToString();

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("not json")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("\"text\"")]
    [InlineData("42")]
    [InlineData("{}")]
    [InlineData("{\"projectId\":\"PROJECT\",\"kind\":\"Month\"}")]
    [InlineData("{\"projectId\":\"PROJECT\",\"kind\":\"Week\",\"month\":\"2026-11\"}")]
    [InlineData("{\"projectId\":\"PROJECT\",\"kind\":7,\"month\":\"2026-11\"}")]
    [InlineData("{\"projectId\":\"PROJECT\",\"kind\":null,\"month\":\"2026-11\"}")]
    [InlineData("{\"projectId\":\"PROJECT\",\"kind\":[\"Month\"],\"month\":\"2026-11\"}")]
    [InlineData("{\"projectId\":\"PROJECT\",\"kind\":\"Month\",\"month\":\"2026-13\"}")]
    [InlineData("{\"projectId\":\"PROJECT\",\"kind\":\"Month\",\"month\":202611}")]
    [InlineData("{\"projectId\":\"PROJECT\",\"kind\":\"Month\",\"month\":\"9999-12\"}")]
    [InlineData("{\"projectId\":\"PROJECT\",\"kind\":\"Month\",\"month\":\"0001-01\"}")]
    [InlineData("{\"projectId\":\"not-an-id\",\"kind\":\"Month\",\"month\":\"2026-11\"}")]
    [InlineData("{\"projectId\":{\"a\":1},\"kind\":\"Month\",\"month\":\"2026-11\"}")]
    public async Task A_plan_that_is_not_said_properly_is_refused(string body)
    {
        using var lead = await house.Agency("sh-lead");
        var before = await Rows();
        Refused(await lead.Post("/plans", Json(body.Replace("PROJECT", Project, StringComparison.Ordinal))));
        Assert.Equal(before, await Rows());
    }

    [Fact, Rule("PLN-01")]
    public async Task A_plan_of_a_week_is_refused_in_words()
    {
        using var lead = await house.Agency("sh-lead");
        var answer = await lead.Post("/plans", Json($$"""{"projectId":"{{Project}}","kind":"Week","month":"2026-11"}"""));
        answer.ShouldRefuse("plan.kind_unknown", "PLN-01", 422);
    }

    [Theory]
    [InlineData("{\"latitude\":95,\"longitude\":121.5,\"accuracyMetres\":10,\"system\":\"Gcj02\"}", "position.out_of_range")]
    [InlineData("{\"latitude\":31.2,\"longitude\":-190,\"accuracyMetres\":10,\"system\":\"Wgs84\"}", "position.out_of_range")]
    [InlineData("{\"latitude\":31.2,\"longitude\":121.5,\"accuracyMetres\":-3,\"system\":\"Gcj02\"}", "position.out_of_range")]
    [InlineData("{\"latitude\":1e400,\"longitude\":121.5,\"accuracyMetres\":10,\"system\":\"Gcj02\"}", null)]
    [InlineData("{\"latitude\":\"NaN\",\"longitude\":121.5,\"accuracyMetres\":10,\"system\":\"Gcj02\"}", "request.malformed")]
    [InlineData("{\"latitude\":\"31.2\",\"longitude\":121.5,\"accuracyMetres\":10,\"system\":\"Gcj02\"}", "request.malformed")]
    [InlineData("{\"latitude\":31.2,\"longitude\":121.5,\"accuracyMetres\":10,\"system\":\"Bd09\"}", "request.malformed")]
    [InlineData("{\"longitude\":121.5}", "request.malformed")]
    public async Task A_place_that_is_no_place_on_Earth_is_refused(string position, string? code)
    {
        using var mobile = await house.MiniProgram("sh-operator");
        var before = await Rows();
        var answer = await mobile.Post("/visits", Json($$"""{"projectId":"{{Demo.Id("project", "shanghai-lake-b")}}","photoId":"{{Guid.NewGuid()}}","position":{{position}}}"""));
        Refused(answer);
        if (code is not null)
        {
            answer.ShouldRefuse(code, status: 400);
        }

        Assert.Equal(before, await Rows());
    }

    [Fact]
    public async Task Text_that_the_database_cannot_hold_is_a_mistake_of_the_sender_not_of_the_house()
    {
        using var lead = await house.Agency("sh-lead");
        (await lead.Get("/reports/due?project=a%00b")).ShouldRefuse("request.malformed", status: 400);
        var fault = await Faults.Ledger.Fault(house, "shanghai-lake-b");
        (await lead.Post($"/faults/{fault}/handlings", new { kind = "InDiscussionWithOwner", note = "业\0主" })).ShouldRefuse("request.malformed", status: 400);
        Assert.Equal(0, await house.Value<long>($"select count(*) from fault_step where fault_id = '{fault}'"));
    }

    [Fact]
    public async Task A_body_of_30_megabytes_is_not_read()
    {
        using var lead = await house.Agency("sh-lead");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/agency/plans") { Content = Json(new string(' ', 31_000_000) + "{}") };
        request.Headers.ExpectContinue = true;
        request.Headers.Add("Idempotency-Key", "huge");
        using var answer = await lead.Http.SendAsync(request);
        Assert.Equal(413, (int)answer.StatusCode);
        Assert.Contains("request.too_large", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_content_type_is_refused()
    {
        using var lead = await house.Agency("sh-lead");
        var before = await Rows();
        Refused(await lead.Post("/plans", new StringContent("projectId=1", Encoding.UTF8, "application/x-www-form-urlencoded")));
        Refused(await lead.Post("/plans", new StringContent("<plan/>", Encoding.UTF8, "application/xml")));
        Assert.Equal(before, await Rows());
    }

    [Fact, Rule("ACC-25")]
    public async Task An_expired_sign_in_writes_nothing_and_says_so()
    {
        await house.Renew();
        using var lead = await house.Agency("sh-lead");
        using var mobile = await house.MiniProgram("sh-operator");
        house.Time.Advance(TimeSpan.FromDays(400));
        (await lead.Get("/projects")).ShouldRefuse("session.ended", status: 401);
        (await lead.Post("/plans", new { projectId = Project, kind = "Month", month = "2027-12" })).ShouldRefuse("session.ended", status: 401);
        (await mobile.Get("/tasks")).ShouldRefuse("session.ended", status: 401);
        Assert.Equal(0, await house.Value<long>($"select count(*) from plan where project_id = '{Project}'"));
        await house.Renew();
    }

    [Theory]
    [InlineData("agency", "sh-lead")]
    [InlineData("agency", "sh-technical")]
    [InlineData("miniprogram", "sh-operator")]
    [InlineData("owner", "sh-contact")]
    [InlineData("console", "sh-admin")]
    [InlineData("authority", "sh-brigade")]
    public async Task No_nonsense_at_any_writing_route_breaks_the_house_or_leaves_a_trace(string door, string person)
    {
        using var caller = await Caller(door, person);
        var before = await Rows();
        var knocks = 0;
        foreach (var (method, path) in Writing(door))
        {
            foreach (var body in Nonsense)
            {
                var answer = await caller.Send(new HttpMethod(method), path, method == "DELETE" ? null : Json(body));
                Assert.True((int)answer.Status is >= 400 and < 500, $"{method} {path} {body[..Math.Min(60, body.Length)]}: {(int)answer.Status} {answer.Text}");
                Assert.False(string.IsNullOrEmpty(answer["code"].GetString()));
                knocks++;
            }
        }

        Assert.True(door == "authority" || knocks > 0);
        Assert.Equal(before, await Rows());
    }

    [Theory]
    [InlineData("agency", "sh-lead")]
    [InlineData("miniprogram", "sh-operator")]
    [InlineData("owner", "sh-contact")]
    [InlineData("console", "sh-admin")]
    [InlineData("authority", "sh-brigade")]
    public async Task No_nonsense_in_a_query_breaks_the_house(string door, string person)
    {
        using var caller = await Caller(door, person);
        foreach (var path in Reading(door))
        {
            foreach (var query in new[]
            {
                "?page=-5&size=999999999", "?page=2147483647&size=100", "?page=99999999999", "?page=x", "?state=Nonsense", "?month=2026-99", "?month=9999-12",
                "?projectId=1", "?search=%25%27%22%5C", "?search=%00", "?url=%00&kind=-1",
            })
            {
                var answer = await caller.Get(path + query);
                Assert.True((int)answer.Status < 500, $"{path}{query}: {(int)answer.Status} {answer.Text}");
            }
        }
    }

    private static readonly string[] Nonsense =
    [
        "", "{", "null", "[]", "42", "{}", "{\"id\":{}}",
        """{"projectId":1,"planId":"x","taskId":[],"photoId":"\u0000","position":{"latitude":1e999},"records":null,"classCodes":null,"month":"x","reason":5,"opinion":{},"enabled":"yes","scene":null}""",
        new string('[', 2000),
    ];

    private IEnumerable<RouteEndpoint> Endpoints(string door) => house.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        .Where(e => e.RoutePattern.RawText!.StartsWith($"/api/{door}/", StringComparison.Ordinal));

    /// <summary>Signing in and out apart: they would end the session that knocks. Reading a message twice is no harm.</summary>
    private IEnumerable<(string Method, string Path)> Writing(string door) =>
        from endpoint in Endpoints(door)
        let path = Routes.Fill(endpoint.RoutePattern)
        where !path.EndsWith("/sign-in", StringComparison.Ordinal) && !path.EndsWith("/sign-out", StringComparison.Ordinal) && !path.EndsWith("/link", StringComparison.Ordinal)
        from method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods
        where method is "POST" or "PUT" or "DELETE"
        select (method, path);

    private IEnumerable<string> Reading(string door) => Endpoints(door)
        .Where(e => e.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Contains("GET")).Select(e => Routes.Fill(e.RoutePattern));

    private async Task<Caller> Caller(string door, string person) => door switch
    {
        "agency" => await house.Agency(person),
        "miniprogram" => await house.MiniProgram(person),
        "owner" => await house.Owner(person),
        "console" => await house.Console(person),
        _ => await house.Authority(person),
    };

    private static StringContent Json(string body) => new(body, Encoding.UTF8, "application/json");

    private static void Refused(Answer answer)
    {
        Assert.True((int)answer.Status is >= 400 and < 500, $"{(int)answer.Status}: {answer.Text}");
        answer.ShouldRefuse(answer["code"].GetString()!);
    }

    /// <summary>How many rows each table has, apart from those that the house writes by itself beside any request: sign-ins, jobs, pushes, WeChat's tokens and alarms.</summary>
    private Task<string> Rows() => house.Value<string>("""
        select string_agg(table_name || ' ' || (xpath('/row/c/text()', query_to_xml(format('select count(*) as c from %I', table_name), false, true, '')))[1]::text, ', ' order by table_name)
        from information_schema.tables
        where table_schema = 'public' and table_name not in ('session', 'job', 'outbox_event', 'delivery', 'notice', 'follower', 'callback_message', 'send_receipt', 'wechat_token', 'service_account_alarm')
          and table_name not like 'delivery\_%' and table_name not like 'push\_%'
        """);
}
