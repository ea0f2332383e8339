using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using WeChatService.Kernel;
using WeChatService.ServiceAccounts.Contracts;
using WeChatService.ServiceAccounts.Followers;
using WeChatService.ServiceAccounts.Ports;

namespace WeChatService.ServiceAccounts.Callbacks;

/// <summary>Takes one believed callback in: the message, the follower's state and the events it causes, in one transaction.</summary>
internal sealed class CallbackInbox(AppDb db, FollowerBook followers, FieldCipher cipher, Ids ids, TimeProvider clock)
{
    private const string ScenePrefix = "qrscene_";
    private const int MostAttempts = 3;

    /// <returns>False when it had been taken in before.</returns>
    public async Task<bool> Take(ServiceAccountKind account, ReadCallback read, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
            try
            {
                db.Add(CallbackMessage.Of(ids.Next(), account, read, cipher, clock.GetUtcNow()));
                await Apply(account, read, ct);
                await db.SaveChangesAsync(ct);
                return true;
            }
            catch (DbUpdateException e) when (e.InnerException is PostgresException { ConstraintName: CallbackMessage.DedupeIndex })
            {
                db.ChangeTracker.Clear();
                return false;
            }
            catch (DbUpdateConcurrencyException) when (attempt < MostAttempts)
            {
                // Another callback of the same person, or a sign-in, was first: look again at what is there now.
                db.ChangeTracker.Clear();
            }
    }

    /// <summary>The scene of a scan, whether it made the person follow or not; null for everything else.</summary>
    public static string? SceneOf(ReadCallback read) => (read.Field("Event")?.ToUpperInvariant(), read.Field("EventKey")) switch
    {
        ("SUBSCRIBE", { } key) when key.StartsWith(ScenePrefix, StringComparison.Ordinal) && key.Length > ScenePrefix.Length => key[ScenePrefix.Length..],
        ("SCAN", { } key) => key,
        _ => null,
    };

    private async Task Apply(ServiceAccountKind account, ReadCallback read, CancellationToken ct)
    {
        var at = CallbackMessage.SentAtOf(read, clock.GetUtcNow());
        switch (read.Field("Event")?.ToUpperInvariant())
        {
            case "SUBSCRIBE":
                await Follows(account, read.FromUserName, subscribed: true, at, ct);
                if (SceneOf(read) is { } entered) db.Announce(new SceneScanned(account, read.FromUserName, entered, NewFollower: true));
                break;
            case "SCAN":
                // Only followers can scan into a chat: so whoever does, follows.
                await Follows(account, read.FromUserName, subscribed: true, at, ct);
                if (SceneOf(read) is { } scanned) db.Announce(new SceneScanned(account, read.FromUserName, scanned, NewFollower: false));
                break;
            case "UNSUBSCRIBE":
                await Follows(account, read.FromUserName, subscribed: false, at, ct);
                break;
            case "TEMPLATESENDJOBFINISH" when long.TryParse(read.Field("MsgID"), NumberStyles.None, CultureInfo.InvariantCulture, out var msgId):
                db.Announce(new TemplateJobFinished(account, msgId, read.Field("Status") ?? ""));
                break;
        }
    }

    private async Task Follows(ServiceAccountKind account, string openId, bool subscribed, DateTimeOffset at, CancellationToken ct)
    {
        var follower = await followers.Known(account, openId, ct);
        if (follower.Follows(subscribed, at)) db.Announce(new FollowerChanged(account, openId, follower.SubjectId, subscribed));
    }
}
