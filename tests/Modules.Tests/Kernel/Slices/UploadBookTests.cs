using Npgsql;
using WeChatService.Host;
using WeChatService.TestKit;
using Demo = WeChatService.TestKit.Demo;
using House = WeChatService.TestKit.House;

namespace WeChatService.Modules.Tests.Kernel.Slices;

/// <summary>Photos of one moment are committed together, and each of them is still one photo with one answer, sealed into its agency's chain.</summary>
public sealed class UploadBookTests(House house) : Slice(house)
{
    private static readonly Guid Agency = Demo.Id("agency", "sh-agency");

    [Fact, Rule("CHK-01")]
    public async Task A_whole_shift_of_two_agencies_sends_at_once_and_every_chain_stays_whole()
    {
        using var shanghai = await House.MiniProgram("sh-operator");
        using var beijing = await House.MiniProgram("bj-operator");
        var pictures = await Pictures(24);
        var answers = await Task.WhenAll(pictures.Select((picture, i) => (i % 2 == 0 ? shanghai : beijing).Upload(picture, key: $"shift-{i}")));

        Assert.Equal(24, answers.Select(a => a.ShouldBeOk().Id).Distinct().Count());
        Assert.All(answers, a => Assert.False(a.IsReplayed));
        Assert.Equal(24, await House.Value<long>("select count(*) from stored_object o join object_seal s using (id) join idempotency_record r on r.answer like '%' || o.id || '%'"));
        await MustBeWhole();
    }

    [Fact]
    public async Task The_same_key_eight_times_at_once_is_one_photo_and_one_answer()
    {
        using var mobile = await House.MiniProgram("sh-operator");
        var picture = (await Pictures(1))[0];
        var before = await Kept();
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => mobile.Upload(picture, key: "one-tap")));

        Assert.Single(answers.Select(a => a.ShouldBeOk().Text).Distinct());
        Assert.Equal(7, answers.Count(a => a.IsReplayed));
        Assert.Equal(before + 1, await Kept());
        await MustBeWhole();
    }

    [Fact]
    public async Task A_key_of_another_request_is_refused_and_the_photo_is_nowhere()
    {
        using var lead = await House.Agency("sh-lead");
        (await lead.Post($"/projects/{Demo.Id("project", "shanghai-main")}/contact-invitation", key: "k-1")).ShouldBeOk();
        var picture = (await Pictures(1))[0];
        var before = await Kept();
        (await lead.Upload(picture, key: "k-1")).ShouldRefuse("idempotency.key_reused", status: 422);
        (await lead.Upload(picture, key: "")).ShouldRefuse("idempotency.key_missing", status: 400);
        Assert.Equal(before, await Kept());
    }

    [Fact]
    public async Task A_connection_that_dies_with_photos_under_way_loses_none_and_keeps_none_twice()
    {
        using var mobile = await House.MiniProgram("sh-operator");
        var pictures = await Pictures(4);
        var before = await Kept();
        // The first one opens the connection, and begins a chain or two.
        (await mobile.Upload(pictures[0], key: "before")).ShouldBeOk();
        await using var holder = await Holding();
        var under = pictures.Skip(1).Select((picture, i) => mobile.Upload(picture, key: $"under-{i}")).ToList();
        await Eventually(async () => await Waiting() == 1);
        await House.SqlAsAdmin("select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and application_name = 'wechatservice-group'");
        await holder.DisposeAsync();

        var answers = await Task.WhenAll(under);
        Assert.Equal(3, answers.Select(a => a.ShouldBeOk().Id).Distinct().Count());
        Assert.Equal(before + 4, await Kept());
        await MustBeWhole();
    }

    /// <summary>Every chain of the agency locked, as by another process that is just sealing.</summary>
    private async Task<NpgsqlConnection> Holding()
    {
        // Not of a pool, which would go on holding.
        var connection = new NpgsqlConnection(TestServices.Ready.AdminOf(House.Database) + ";Pooling=false");
        await connection.OpenAsync();
        await using var hold = new NpgsqlCommand($"select pg_advisory_lock(hashtextextended('ObjectSeal/{Agency}/' || n, 7)) from generate_series(0, 15) n", connection);
        await hold.ExecuteNonQueryAsync();
        return connection;
    }

    private Task<long> Waiting() => House.Value<long>(
        "select count(*) from pg_stat_activity where datname = current_database() and application_name = 'wechatservice-group' and wait_event_type = 'Lock'");

    private static async Task Eventually(Func<Task<bool>> isSo)
    {
        var until = DateTimeOffset.UtcNow.AddSeconds(30);
        while (!await isSo())
        {
            Assert.True(DateTimeOffset.UtcNow < until, "it did not come to that");
            await Task.Delay(10);
        }
    }

    private async Task<List<byte[]>> Pictures(int count)
    {
        var pictures = new List<byte[]>();
        while (pictures.Count < count)
        {
            pictures.Add(await House.Phone("sh-operator").Picture("item"));
        }

        return pictures;
    }

    /// <summary>Photos with their seals; the demonstration world has some.</summary>
    private Task<long> Kept() => House.Value<long>("select count(*) from stored_object join object_seal using (id)");

    private async Task MustBeWhole()
    {
        var output = new StringWriter();
        Assert.True(await AuditErrands.Run(House.Services, "verify", ["verify"], output) == 0, output.ToString());
    }
}
