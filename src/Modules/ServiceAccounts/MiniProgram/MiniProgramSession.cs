using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using WeChatService.Kernel;

namespace WeChatService.ServiceAccounts.MiniProgram;

/// <summary>The session key that WeChat gave at the last wx.login of a person, sealed. A new login makes the one before worthless.</summary>
[Shared("found by the openid of whoever signs in; no door reads it")]
internal sealed class MiniProgramSession
{
    public string OpenId { get; private set; } = "";
    public byte[] SessionKey { get; private set; } = [];
    public DateTimeOffset BeganAt { get; private set; }
}

internal sealed class MiniProgramSessionMapping : IEntityTypeConfiguration<MiniProgramSession>
{
    public void Configure(EntityTypeBuilder<MiniProgramSession> b)
    {
        b.HasKey(s => s.OpenId);
        b.Property(s => s.OpenId).HasMaxLength(64);
    }
}
