using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using WeChatService.Kernel;

namespace WeChatService.ServiceAccounts.Tokens;

/// <summary>A token or ticket that all processes share, and who may renew it until when. The value is sealed.</summary>
[Shared("read by the WeChat adapter only; no door reads it")]
internal sealed class WeChatToken
{
    public string Name { get; private set; } = "";
    public byte[]? Value { get; private set; }
    public DateTimeOffset? RenewFrom { get; private set; }
    public DateTimeOffset? ExpiresAt { get; private set; }
    public Guid LeaseHolder { get; private set; }
    public DateTimeOffset LeaseUntil { get; private set; }
}

internal sealed class WeChatTokenMapping : IEntityTypeConfiguration<WeChatToken>
{
    public void Configure(EntityTypeBuilder<WeChatToken> b)
    {
        b.ToTable("wechat_token");
        b.HasKey(t => t.Name);
        b.Property(t => t.Name).HasMaxLength(100);
    }
}
