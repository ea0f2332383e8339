using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using WeChatService.Kernel;
using WeChatService.Projects.Contracts;
using WeChatService.ServiceAccounts.Contracts;

namespace WeChatService.Messaging;

/// <summary>
/// A few pushes of the last days in all their outcomes (config/demo/pushes.json), so that the console has something to show. All are
/// over: none is sent. Only where a world with a past is asked for.
/// </summary>
internal sealed class Demo(AppDb db, NoticeTemplates templates, IProjects projects, TimeProvider time) : IDemoSeed
{
    /// <param name="To">Key of the person.</param>
    /// <param name="Values">"{at}" stands for the time of the push.</param>
    /// <param name="ReadAfter">Minutes after which the receiver opened it.</param>
    private sealed record PushSeed(
        string Key, string Project, string To, string Template, List<string> Values, int MinutesAgo, DeliveryState State, string? Reason, int? ReadAfter);

    public int Order => 160;

    public async Task Seed(DemoWorld world, CancellationToken ct)
    {
        if (!world.WithPast)
        {
            return;
        }

        var seeds = await world.Read<List<PushSeed>>("pushes.json", ct);
        var about = seeds.ConvertAll(seed => DemoWorld.Id("push", seed.Key));
        var known = await db.Set<Notice>().Where(n => about.Contains(n.AboutId)).Select(n => n.AboutId).ToHashSetAsync(ct);
        foreach (var seed in seeds.Where(seed => !known.Contains(DemoWorld.Id("push", seed.Key))))
        {
            await Add(seed, ct);
        }

        await db.SaveChangesAsync(ct);
    }

    private async Task Add(PushSeed seed, CancellationToken ct)
    {
        var at = time.GetUtcNow().AddMinutes(-seed.MinutesAgo);
        var project = await projects.Find(DemoWorld.Id("project", seed.Project), ct)
            ?? throw new InvalidOperationException($"pushes.json speaks of the project {seed.Project}, which is not in world.json");
        var isContact = seed.To.Contains("-contact", StringComparison.Ordinal);
        var (reader, kind) = isContact ? (NoticeReader.OwnerContact, "contact") : (NoticeReader.AgencyPerson, "person");
        var receiver = new NoticeReceiver(reader, DemoWorld.Id(kind, seed.To), null);
        IReadOnlyList<string> values = seed.Values.ConvertAll(value => value.Replace("{at}", TimeText.Of(at), StringComparison.Ordinal));
        var notice = Notice.For(
            IdAt(at, $"notice:{seed.Key}"), receiver, templates.For(reader, seed.Template),
            new NoticeAbout(DemoWorld.Id("push", seed.Key), project.Id, project.AgencyId, project.OwnerId, null, values), at);
        if (seed.ReadAfter is { } minutes)
        {
            notice.Open(at.AddMinutes(minutes));
        }

        db.Add(notice);
        await Insert(seed, notice, isContact ? ServiceAccountKind.Owner : ServiceAccountKind.Agency, at, ct);
    }

    /// <summary>The outcomes of deliveries are written by statements, here as by the workers.</summary>
    private Task<int> Insert(PushSeed seed, Notice notice, ServiceAccountKind account, DateTimeOffset at, CancellationToken ct)
    {
        var taken = seed.State is DeliveryState.Sent or DeliveryState.Delivered or DeliveryState.Blocked or DeliveryState.Failed;
        var openId = seed.State == DeliveryState.NotFollowing ? null : $"o-demo-{seed.Key}";
        return db.Database.ExecuteSqlAsync(
            $"""
            insert into delivery (id, notice_id, agency_id, created_at, sent_at, finished_at, msg_id, crashes, failures, account, lane, state, open_id, reason)
            values ({IdAt(at, $"delivery:{seed.Key}")}, {notice.Id}, {notice.AgencyId}, {at.UtcDateTime}, {(taken ? at.UtcDateTime.AddSeconds(1) : null)},
              {at.UtcDateTime.AddSeconds(3)}, null, 0, {(seed.State == DeliveryState.Dead ? 9 : 0)}, {account.ToString()}, {nameof(DeliveryLane.Ordinary)},
              {seed.State.ToString()}, {openId}, {seed.Reason})
            """, ct);
    }

    /// <summary>A UUIDv7 of that time whose rest follows from the key.</summary>
    private static Guid IdAt(DateTimeOffset at, string key)
    {
        Span<byte> bytes = stackalloc byte[16];
        IdRange.Floor(at).TryWriteBytes(bytes, bigEndian: true, out _);
        SHA256.HashData(Encoding.UTF8.GetBytes(key)).AsSpan(0, 10).CopyTo(bytes[6..]);
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x70);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }
}
