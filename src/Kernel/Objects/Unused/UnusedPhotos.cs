using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace WeChatService.Kernel;

/// <summary>The day's look at photos that came long ago and that nothing names: an upload was given up, a record never sent.</summary>
/// <param name="After">Where the last portion ended.</param>
internal sealed record LookForUnused(DateOnly Day, Guid? After = null);

/// <summary>Puts the bytes aside, if still nothing names them.</summary>
internal sealed record DiscardBytes(string Key);

/// <summary>Lets go of what was put aside, or puts it back where the same bytes came again meanwhile.</summary>
internal sealed record ForgetBytes(string Key);

internal sealed class DailyUnused(IServiceScopeFactory scopes, IConfiguration configuration, TimeProvider time, ILogger<DailyUnused> log)
    : DailyOrder<LookForUnused>("Objects:Unused", scopes, configuration, time, log)
{
    protected override LookForUnused JobOf(DateOnly day) => new(day);
}

/// <summary>
/// Personal pictures that serve nothing are not kept for ever. Bytes are shared by all who sent them: they go only when nothing names any of
/// their rows, and in two steps, since the store knows no transaction: whoever sends the same bytes in that moment finds them again.
/// </summary>
internal sealed class UnusedPhotos(AppDb db, IObjectStore store, Ids ids, IConfiguration configuration, TimeProvider time)
    : IRun<LookForUnused>, IRun<DiscardBytes>, IRun<ForgetBytes>
{
    /// <summary>A worker that stood still for some days misses none.</summary>
    private const int DaysLookedAt = 7;

    private const int Portion = 20_000, TogetherAtMost = 500;
    private static readonly TimeSpan LongestRequest = TimeSpan.FromMinutes(10), LongestLook = TimeSpan.FromSeconds(150), Unfinished = TimeSpan.FromDays(1);

    public static void Add(IServiceCollection services)
    {
        services.AddJob<LookForUnused, UnusedPhotos>("objects.look_for_unused");
        services.AddJob<DiscardBytes, UnusedPhotos>("objects.discard_bytes");
        services.AddJob<ForgetBytes, UnusedPhotos>("objects.forget_bytes");
    }

    public async Task Run(LookForUnused job, JobRun run, CancellationToken ct)
    {
        var until = ChinaTime.StartOf(job.Day).AddDays(-Math.Max(1, configuration.GetValue("Objects:KeepUnusedDays", 90)));
        var (low, high) = (job.After ?? IdRange.Floor(until.AddDays(-DaysLookedAt)), IdRange.Floor(until));
        db.Database.SetCommandTimeout(LongestLook);
        store.ForgetUnfinished(time.GetUtcNow() - Unfinished);
        // What the house printed itself is asked for by its report alone, and the demonstration's own pictures came with nobody.
        var old = await db.Set<StoredObject>().AsNoTracking()
            .Where(o => o.Id > low && o.Id < high && o.UploadedBy != Guid.Empty && o.ContentType != "application/pdf" && !db.Set<DiscardedObject>().Any(d => d.Id == o.Id))
            .OrderBy(o => o.Id).Take(Portion).Select(o => new { o.Id, o.Key }).ToListAsync(ct);
        if (old.Count == Portion)
        {
            db.Enqueue(job with { After = old[^1].Id });
        }

        var named = await NamedObjects.Among(db, [.. old.Select(o => o.Id)], ct);
        foreach (var together in old.Where(o => !named.Contains(o.Id)).Chunk(TogetherAtMost))
        {
            var (runId, now, gone) = (ids.Next(), time.GetUtcNow(), together.Select(o => o.Id).ToList());
            db.AddRange(gone.Select(id => DiscardedObject.Of(id, runId, now)));
            // Which they were stands beside it, under a hash: an entry that named them would be one that names them.
            db.Audit(
                DiscardedObject.Act, nameof(StoredObject), runId, $"{gone.Count} 张没有用到的照片到期清除", after: new { gone.Count }, evidence: DiscardedObject.SealOf(gone));
            foreach (var key in together.Select(o => o.Key).Distinct())
            {
                db.Enqueue(new DiscardBytes(key), notBefore: now + LongestRequest);
            }

            await db.SaveChangesAsync(ct);
            db.ChangeTracker.Clear();
        }

        await db.SaveChangesAsync(ct);
    }

    public async Task Run(DiscardBytes job, JobRun run, CancellationToken ct)
    {
        db.Database.SetCommandTimeout(LongestLook);
        var rows = await db.Set<StoredObject>().Where(o => o.Sha256 == Sha256Of(job.Key) && o.Key == job.Key).Select(o => o.Id).ToListAsync(ct);
        // A record that was sent while we looked keeps what it names.
        if (await AnyLives(rows, ct) || (await NamedObjects.Among(db, rows, ct)).Count > 0)
        {
            return;
        }

        db.Enqueue(new ForgetBytes(job.Key), notBefore: time.GetUtcNow() + LongestRequest);
        await db.SaveChangesAsync(ct);
        if (await Move(job.Key, Aside(job.Key), ct))
        {
            await store.Delete(job.Key, ct);
        }
    }

    public async Task Run(ForgetBytes job, JobRun run, CancellationToken ct)
    {
        var rows = await db.Set<StoredObject>().Where(o => o.Sha256 == Sha256Of(job.Key) && o.Key == job.Key).Select(o => o.Id).ToListAsync(ct);
        if (await AnyLives(rows, ct))
        {
            await Move(Aside(job.Key), job.Key, ct);
        }

        await store.Delete(Aside(job.Key), ct);
    }

    private async Task<bool> AnyLives(List<Guid> rows, CancellationToken ct) =>
        await db.Set<DiscardedObject>().CountAsync(d => rows.Contains(d.Id), ct) < rows.Count;

    private async Task<bool> Move(string from, string to, CancellationToken ct)
    {
        try
        {
            await using var bytes = await store.Get(from, ct);
            await store.Put(to, bytes, "application/octet-stream", ct);
            return true;
        }
        catch (FileNotFoundException)
        {
            return false;
        }
    }

    private static string Sha256Of(string key) => key[(key.LastIndexOf('/') + 1)..];

    private static string Aside(string key) => $"discarded/{Sha256Of(key)}";
}
