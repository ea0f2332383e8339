using System.Net;
using WeChatService.TestKit;

namespace WeChatService.Pipeline.Tests.Faults;

/// <summary>Disks of 300 MB that are full: PostgreSQL's, Redis's, the photos'.</summary>
public sealed partial class FaultMatrix
{
    [FaultRow("P10", "disk full: PostgreSQL, then Redis's AOF, then the photo store", quick: false, needs: Needs.SmallDisk)]
    public Task P10_full_disks() => Row(async run =>
    {
        await FullPostgres(run);
        await FullRedisAndPhotos(run);
    });

    private static async Task FullPostgres(FaultRun run)
    {
        using var disk = SmallDisk.Mount(run.Folder, "pg", 300);
        await using var postgres = await PrivatePostgres.Start(
            System.IO.Path.Combine(disk.Path, "run"), "shared_buffers = 32MB\nmax_wal_size = 64MB\nmin_wal_size = 32MB\nwal_recycle = off");
        await using var house = await HouseStage.Open(run, postgres);
        await house.Follow(Clicks.Operators);
        await house.StartHost("all");
        await house.Stage.StartWorkers(1);
        await using var clicks = await Clicks.Prepare(house.System);
        clicks.Start(TimeSpan.FromMilliseconds(10));
        await using var load = house.Stage.Offer(Campaign.Of(300, 150));
        await Task.Delay(2_000);
        disk.Fill();
        await FaultRun.Until("writes are refused", () => Task.FromResult(load.Refusals > 0), patienceSeconds: 120);
        await Task.Delay(5_000);
        disk.Free();
        run.Note("PostgreSQL: refused commits", load.Refusals);
        var before = load.Accepted.Count;
        var healed = await FaultRun.Until("writes are taken again", async () =>
        {
            await RestartIfDown(postgres, house);
            return load.Accepted.Count > before + 300;
        });
        run.Note("PostgreSQL: heals after, s", healed.TotalSeconds);
        await clicks.Stop();
        NothingLostNothingDoubled(await house.Stage.Judge(load));
        await EveryClickStands(house, clicks);
    }

    /// <summary>Without room for its log PostgreSQL panics and cannot recover until there is some; then a service manager starts it.</summary>
    private static async Task RestartIfDown(PrivatePostgres postgres, HouseStage house)
    {
        try
        {
            await house.Stage.Ask<int>("select 1");
        }
        catch (Npgsql.NpgsqlException)
        {
            await postgres.Start();
        }
    }

    private static async Task FullRedisAndPhotos(FaultRun run)
    {
        using var disk = SmallDisk.Mount(run.Folder, "small", 300);
        var folder = Directory.CreateDirectory(System.IO.Path.Combine(disk.Path, "redis"));
        await using var house = await HouseStage.Open(run, redis: new Kit.RedisServer(folder));
        house.Settings["ObjectStore__Folder"] = System.IO.Path.Combine(disk.Path, "objects");
        await house.StartHost("api");
        await house.Stage.StartWorkers(1);
        using var lead = await house.System.Agency("sh-lead");
        var picture = await house.System.Phone("sh-lead").Selfie();
        (await lead.Upload(picture, "Selfie")).ShouldBeOk();
        await using var load = house.Stage.Offer(Campaign.Of(300, 150));
        await Task.Delay(1_500);

        disk.Fill();
        var photos = Photos(disk).Count;
        for (var i = 0; i < 5; i++)
        {
            var refused = await lead.Upload(await house.System.Phone("sh-lead").Selfie(), "Selfie");
            Assert.True(refused.Status is HttpStatusCode.ServiceUnavailable or HttpStatusCode.InsufficientStorage, refused.Text);
            run.Note("photo store full", (int)refused.Status);
        }

        Assert.Equal(photos, Photos(disk).Count(file => new FileInfo(file).Length > 0));
        await Task.Delay(8_000);
        run.Note("Redis full: waiting", await house.Stage.Pending());
        disk.Free();
        (await lead.Upload(await house.System.Phone("sh-lead").Selfie(), "Selfie")).ShouldBeOk();
        run.Within("Redis full: drained after, s", (await house.Stage.Settled()).TotalSeconds, 10);
        NothingLostNothingDoubled(await house.Stage.Judge(load));
    }

    private static List<string> Photos(SmallDisk disk) =>
        [.. Directory.EnumerateFiles(System.IO.Path.Combine(disk.Path, "objects"), "*", SearchOption.AllDirectories)];
}
