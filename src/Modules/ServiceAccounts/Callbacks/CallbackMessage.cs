using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using WeChatService.Kernel;
using WeChatService.ServiceAccounts.Contracts;
using WeChatService.ServiceAccounts.Ports;

namespace WeChatService.ServiceAccounts.Callbacks;

/// <summary>
/// The inbox: what WeChat told us, once each. WeChat sends again whatever it got no answer to, so the key decides whether it is news;
/// it is stored in the transaction of what the message caused. What people write is sealed.
/// </summary>
[Shared("written by WeChat's callbacks; no door reads it")]
internal sealed class CallbackMessage
{
    public const string DedupeIndex = "ux_callback_message_dedupe";

    public Guid Id { get; private set; }
    public ServiceAccountKind Account { get; private set; }
    public string DedupeKey { get; private set; } = "";
    public string Type { get; private set; } = "";
    public byte[] Body { get; private set; } = [];
    public DateTimeOffset SentAt { get; private set; }
    public DateTimeOffset ReceivedAt { get; private set; }

    public static CallbackMessage Of(Guid id, ServiceAccountKind account, ReadCallback read, FieldCipher cipher, DateTimeOffset now) => new()
    {
        Id = id, Account = account, DedupeKey = KeyOf(read), Type = TypeOf(read), Body = cipher.Seal(read.Plain),
        SentAt = SentAtOf(read, now), ReceivedAt = now,
    };

    /// <summary>WeChat's second of sending; a number beyond the calendar counts as now.</summary>
    public static DateTimeOffset SentAtOf(ReadCallback read, DateTimeOffset now) =>
        read.CreateTime is > 0 and < 253_402_300_800 ? DateTimeOffset.FromUnixTimeSeconds(read.CreateTime) : now;

    /// <summary>
    /// Messages: sender and MsgId, since ids of different senders have collided. Events: sender, second, event, its key and MsgID, since
    /// two events of a person may share a second. Hashed, because keys name persons.
    /// </summary>
    internal static string KeyOf(ReadCallback read)
    {
        var parts = read.Field("Event") is { } happened
            ? [read.FromUserName, $"{read.CreateTime}", happened.ToUpperInvariant(), read.Field("EventKey") ?? "", read.Field("MsgID") ?? ""]
            : read.Field("MsgId") is { } id
                ? new[] { read.FromUserName, id }
                : [read.Plain];
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', parts))));
    }

    private static string TypeOf(ReadCallback read)
    {
        var type = read.Field("Event") is { } happened ? $"event:{happened}" : read.MsgType;
        return type.Length > 64 ? type[..64] : type;
    }
}

internal sealed class CallbackMessageMapping : IEntityTypeConfiguration<CallbackMessage>
{
    public void Configure(EntityTypeBuilder<CallbackMessage> b)
    {
        b.Property(m => m.DedupeKey).HasMaxLength(64);
        b.Property(m => m.Type).HasMaxLength(64);
        b.HasIndex(m => new { m.Account, m.DedupeKey }, CallbackMessage.DedupeIndex).IsUnique();
        b.HasIndex(m => m.ReceivedAt);
    }
}
