using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using WeChatService.Kernel;
using WeChatService.ServiceAccounts.Contracts;

namespace WeChatService.ServiceAccounts.Followers;

/// <summary>
/// One openid of one account: unknown → following ⇄ not following, and whose it is. Somebody may be known through signing in without
/// following; then nothing can be pushed (OWN-08).
/// </summary>
[Shared("asked for by modules that know whose openid it is; no door lists followers")]
internal sealed class Follower
{
    public Guid Id { get; private set; }
    public ServiceAccountKind Account { get; private set; }
    public string OpenId { get; private set; } = "";
    public string? UnionId { get; private set; }
    public bool Subscribed { get; private set; }
    public Guid? SubjectId { get; private set; }
    public DateTimeOffset FirstSeenAt { get; private set; }

    /// <summary>WeChat's time of the last change, whole seconds; an older event that arrives late changes nothing.</summary>
    public DateTimeOffset? ChangedAt { get; private set; }

    public static Follower Of(Guid id, ServiceAccountKind account, string openId, DateTimeOffset now) =>
        new() { Id = id, Account = account, OpenId = openId, FirstSeenAt = now };

    /// <returns>True when this made a difference. WeChat may tell of an unfollowing more than once.</returns>
    public bool Follows(bool subscribed, DateTimeOffset at)
    {
        if (ChangedAt > at) return false;
        ChangedAt = at;
        var changed = Subscribed != subscribed;
        Subscribed = subscribed;
        return changed;
    }

    /// <summary>
    /// WeChat was asked and says so. Its answer carries no time, so events after it still count by their own.
    /// </summary>
    /// <returns>True when this made a difference.</returns>
    public bool TurnsOut(bool subscribed, string? unionId)
    {
        UnionId = unionId ?? UnionId;
        var changed = Subscribed != subscribed;
        Subscribed = subscribed;
        return changed;
    }

    public void BelongsTo(Guid subjectId) => SubjectId = subjectId;

    public FollowerRecord Card() => new(Id, Account, OpenId, UnionId, Subscribed, SubjectId);
}

internal sealed class FollowerMapping : IEntityTypeConfiguration<Follower>
{
    public void Configure(EntityTypeBuilder<Follower> b)
    {
        b.Property(f => f.OpenId).HasMaxLength(64);
        b.Property(f => f.UnionId).HasMaxLength(64);
        b.HasIndex(f => new { f.Account, f.OpenId }, "ux_follower_openid").IsUnique();
        b.HasIndex(f => new { f.SubjectId, f.Account });
        b.HasVersion();
    }
}
