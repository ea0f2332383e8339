using Npgsql;
using WeChatService.TestKit;

namespace WeChatService.Modules.Tests.Outages;

/// <summary>PostgreSQL goes away and comes back: 503, nothing half-written, recovery by itself.</summary>
public class DatabaseDownTests(House house) : Slice(house)
{
    [Fact]
    public async Task While_the_database_is_down_everything_answers_503_and_then_works_again_with_the_same_key()
    {
        var own = new NpgsqlConnectionStringBuilder(TestServices.Ready.App(House.Database));
        using var line = Line.To("127.0.0.1", own.Port);
        own.Port = line.Port;
        await House.Restart(new Dictionary<string, string?> { ["Database:App"] = own.ConnectionString });
        var scene = Given.AProject();
        var lead = await scene.Lead();
        var body = new { projectId = scene.ProjectId, kind = "Month", month = scene.Month.ToString() };

        line.Cut();
        var read = await lead.Get("/projects");
        var write = await lead.Post("/plans", body, "one-tap");

        read.ShouldRefuse("database.unavailable", status: 503);
        write.ShouldRefuse("database.unavailable", status: 503);
        Assert.NotNull(read.Headers.RetryAfter);
        Assert.NotNull(write.Headers.RetryAfter);

        line.Mend();
        var until = DateTimeOffset.UtcNow.AddSeconds(120);
        Answer again;
        do
        {
            again = await lead.Post("/plans", body, "one-tap");
        }
        while ((int)again.Status == 503 && DateTimeOffset.UtcNow < until);
        again.ShouldBeOk();
        Assert.Equal(1L, await House.Value<long>($"select count(*) from plan where project_id = '{scene.ProjectId}' and month = '{scene.Month}'"));
    }
}
