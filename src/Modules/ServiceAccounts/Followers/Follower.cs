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

    /// <summary>How we know whose it is; null while we don't.</summary>
    public LinkedBy? SubjectBy { get; private set; }

    public DateTimeOffset FirstSeenAt { get; private set; }

    /// <summary>WeChat's time of the last change, whole seconds; an older event that arrives late changes nothing.</summary>
    public DateTimeOffset? ChangedAt { get; private set; }

    /// <summary>When WeChat was last asked whether this one follows, by our clock.</summary>
    public DateTimeOffset? ConfirmedAt { get; private set; }

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
    public bool TurnsOut(bool subscribed, string? unionId, DateTimeOffset now)
    {
        UnionId = unionId ?? UnionId;
        ConfirmedAt = now;
        var changed = Subscribed != subscribed;
        Subscribed = subscribed;
        return changed;
    }

    /// <summary>WeChat names the union id at sign-in; one that changes means the account moved to another open platform.</summary>
    public void IsKnownAs(string unionId) => UnionId = unionId;

    /// <summary>The person withdrew the consent: the union id goes, and with it a link that rested on it.</summary>
    public void Forgets()
    {
        UnionId = null;
        if (SubjectBy == LinkedBy.UnionId) (SubjectId, SubjectBy) = (null, null);
    }

    /// <summary>The person proved it on this account, by password or by binding: stronger than what the union id says.</summary>
    public void BelongsTo(Guid subjectId) => (SubjectId, SubjectBy) = (subjectId, LinkedBy.Link);

    public void BelongsToNobody() => (SubjectId, SubjectBy) = (null, null);

    /// <summary>
    /// The same human is linked on a sibling account. Follows that link as long as nobody linked this openid itself.
    /// </summary>
    /// <returns>True when this made a difference.</returns>
    public bool GoesWith(Guid subjectId)
    {
        if (SubjectBy == LinkedBy.Link || SubjectId == subjectId) return false;
        (SubjectId, SubjectBy) = (subjectId, LinkedBy.UnionId);
        return true;
    }

    public FollowerRecord Card() => new(Id, Account, OpenId, UnionId, Subscribed, SubjectId);
}

/// <summary>Link: proven on this openid itself. UnionId: taken over from the same human's openid on a sibling account.</summary>
internal enum LinkedBy { Link, UnionId }

internal sealed class FollowerMapping : IEntityTypeConfiguration<Follower>
{
    public void Configure(EntityTypeBuilder<Follower> b)
    {
        b.Property(f => f.OpenId).HasMaxLength(64);
        b.Property(f => f.UnionId).HasMaxLength(64);
        b.HasIndex(f => new { f.Account, f.OpenId }, "ux_follower_openid").IsUnique();
        b.HasIndex(f => new { f.SubjectId, f.Account });
        b.HasIndex(f => f.UnionId).HasFilter("union_id IS NOT NULL");
        b.HasVersion();
    }
}
