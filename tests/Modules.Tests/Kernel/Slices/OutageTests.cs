using System.Net;
using Npgsql;
using WeChatService.Kernel;
using WeChatService.TestKit;
using Demo = WeChatService.TestKit.Demo;

namespace WeChatService.Modules.Tests.Kernel.Slices;

/// <summary>What the house leans on goes away and comes back: nothing is lost, and nobody has to restart anything.</summary>
public sealed class OutageTests(House house) : Slice(house)
{
    [Fact]
    public async Task While_PostgreSQL_is_down_the_answer_is_503_and_the_same_request_works_when_it_is_back()
    {
        var own = new NpgsqlConnectionStringBuilder(TestServices.Ready.App(House.Database));
        using var cable = Line.To("127.0.0.1", own.Port);
        own.Port = cable.Port;
        await House.Restart(new Dictionary<string, string?> { ["Database:App"] = own.ConnectionString });
        using var lead = await House.Agency("sh-lead");
        object plan = new { projectId = Demo.Id("project", "shanghai-main"), kind = "Month", month = ChinaMonth.Of(House.Time.GetUtcNow()).ToString() };

        cable.Cut();

        Later((await lead.Post("/plans", plan, "through-the-outage")).ShouldRefuse("database.unavailable", status: 503));
        Later((await lead.Get("/projects")).ShouldRefuse("database.unavailable", status: 503));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await Health(lead));

        cable.Mend();
        var made = await Until(() => lead.Post("/plans", plan, "through-the-outage"));
        Assert.False(made.IsReplayed);
        Assert.Equal(1, await House.Value<long>($"select count(*) from plan where project_id = '{Demo.Id("project", "shanghai-main")}'"));
        Assert.Equal(HttpStatusCode.OK, await Health(lead));

        // The background loops have survived as well: what is announced now is told.
        var classCodes = new[] { (await lead.Get($"/plans/{made.Id}")).ShouldBeOk()["facilities"][0].GetProperty("classCode").GetString() };
        (await lead.Post($"/plans/{made.Id}/assignments", new { classCodes, personId = Demo.Id("person", "sh-operator") })).ShouldBeOk();
        await House.Settled();
        Assert.Equal(1, await House.Value<long>("select count(*) from notice"));
    }

    [Fact, Rule("CHK-01", Regions = ["shanghai"])]
    public async Task While_the_face_service_is_down_a_check_in_waits_and_the_same_one_works_when_it_is_back()
    {
        using var mobile = await House.MiniProgram("sh-operator");
        var checkIn = await mobile.CheckIn(Demo.Id("project", "shanghai-lake-b"), "sh-operator", Place.At("shanghai-lake-b"));
        await House.Sandbox.Fault("face", "down");

        Later((await mobile.Post("/visits", checkIn, "check-in")).ShouldRefuse("face.unavailable", status: 503));
        Assert.Equal((0L, 0L), (await House.Value<long>("select count(*) from visit"), await House.Value<long>("select count(*) from face_comparison")));

        await House.Sandbox.ClearFaults();
        var started = (await mobile.Post("/visits", checkIn, "check-in")).ShouldBeOk();
        Assert.False(started.IsReplayed);
        Assert.True((await mobile.Post("/visits", checkIn, "check-in")).ShouldBeOk().IsReplayed);
        Assert.Equal((1L, 1L), (await House.Value<long>("select count(*) from visit"), await House.Value<long>("select count(*) from face_comparison")));
    }

    private static async Task<HttpStatusCode> Health(Caller caller)
    {
        using var answer = await caller.Http.GetAsync("/health");
        return answer.StatusCode;
    }

    private static void Later(Answer answer) => Assert.NotNull(answer.Headers.RetryAfter);

    /// <summary>Pooled connections that died in the outage may cost a request or two.</summary>
    private static async Task<Answer> Until(Func<Task<Answer>> ask)
    {
        for (var i = 0; ; i++)
        {
            var answer = await ask();
            if ((int)answer.Status < 300 || i == 600)
            {
                return answer.ShouldBeOk();
            }

            await Task.Delay(100);
        }
    }
}
