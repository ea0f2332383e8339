using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using WeChatService.Kernel;
using WeChatService.ServiceAccounts.Contracts;

namespace WeChatService.ServiceAccounts.Subscriptions;

/// <summary>How many messages of one template a person of the mini program still accepts. Changed by single statements only, so that no opt-in is taken twice.</summary>
[Shared("found by openid; a person's own door shows his own only")]
internal sealed class Subscription
{
    /// <summary>More than anybody taps; a broken client cannot count beyond it.</summary>
    public const int Most = 200;

    public string OpenId { get; private set; } = "";
    public string TemplateKey { get; private set; } = "";
    public int Remaining { get; private set; }
    public DateTimeOffset ChangedAt { get; private set; }
}

/// <summary>One teller's word that a prompt was accepted. <see cref="Matched"/>: the other teller told of the same one.</summary>
[Shared("found by openid; no door reads it")]
internal sealed class OptIn
{
    /// <summary>How far the phone's word and WeChat's event about one tap may lie apart.</summary>
    public static readonly TimeSpan SameTap = TimeSpan.FromMinutes(2);

    public Guid Id { get; private set; }
    public string OpenId { get; private set; } = "";
    public string TemplateKey { get; private set; } = "";
    public OptInSource Source { get; private set; }

    /// <summary>The teller's name for this tap: the Idempotency-Key of the phone's request, the second of WeChat's event.</summary>
    public string Tap { get; private set; } = "";

    public DateTimeOffset At { get; private set; }
    public bool Matched { get; private set; }
}

internal sealed class SubscriptionMapping : IEntityTypeConfiguration<Subscription>, IEntityTypeConfiguration<OptIn>
{
    public void Configure(EntityTypeBuilder<Subscription> b)
    {
        b.HasKey(s => new { s.OpenId, s.TemplateKey });
        b.Property(s => s.OpenId).HasMaxLength(64);
        b.Property(s => s.TemplateKey).HasMaxLength(64);
    }

    public void Configure(EntityTypeBuilder<OptIn> b)
    {
        b.Property(o => o.OpenId).HasMaxLength(64);
        b.Property(o => o.TemplateKey).HasMaxLength(64);
        b.Property(o => o.Tap).HasMaxLength(64);
        b.HasIndex(o => new { o.OpenId, o.TemplateKey, o.Source, o.Tap }, "ux_opt_in_tap").IsUnique();
    }
}
