using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using WeChatService.Kernel;
using WeChatService.ServiceAccounts.Contracts;

namespace WeChatService.ServiceAccounts.Alarms;

/// <summary>open → cleared. One open row for an account, errcode and call; written by statements of the bell, never changed here.</summary>
[Shared("concerns the platform's own accounts; only the console's administrators and /health read it")]
internal sealed class AlarmRow
{
    public const string OpenKey = "ux_service_account_alarm_open";

    public Guid Id { get; private set; }
    public ServiceAccountKind Account { get; private set; }
    public int ErrCode { get; private set; }
    public string Path { get; private set; } = "";
    public string What { get; private set; } = "";
    public DateTimeOffset FirstAt { get; private set; }
    public DateTimeOffset LastAt { get; private set; }
    public int Count { get; private set; }
    public DateTimeOffset? ClearedAt { get; private set; }

    public ServiceAccountAlarm Card() => new(Account, ErrCode, Path, What, FirstAt, LastAt, Count);
}

internal sealed class AlarmRowMapping : IEntityTypeConfiguration<AlarmRow>
{
    public void Configure(EntityTypeBuilder<AlarmRow> b)
    {
        b.ToTable("service_account_alarm");
        b.Property(a => a.Path).HasMaxLength(100);
        b.Property(a => a.What).HasMaxLength(500);
        b.HasIndex(a => new { a.Account, a.ErrCode, a.Path }, AlarmRow.OpenKey).IsUnique().HasFilter("cleared_at IS NULL");
    }
}
