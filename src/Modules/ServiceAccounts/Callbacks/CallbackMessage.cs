using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using WeChatService.Kernel;
using WeChatService.ServiceAccounts.Contracts;
using WeChatService.ServiceAccounts.Ports;

namespace WeChatService.ServiceAccounts.Callbacks;

/// <summary>Waiting: stored, its effects are still to come. Done: they have come, or it has none. SetAside: it failed too often; a person must look.</summary>
internal enum CallbackState { Waiting, Done, SetAside }

/// <summary>
/// The inbox: what WeChat told us, once each. WeChat sends again whatever it got no answer to, so the key decides whether it is news. It is
/// committed before the answer (<see cref="CallbackInbox"/>) and applied afterwards (<see cref="CallbackApplier"/>). What people write is sealed.
/// </summary>
[Shared("written by WeChat's callbacks; no door reads it")]
internal sealed class CallbackMessage
{
    public const int MostAttempts = 12;
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(5);

    /// <summary>By time of arrival: the order in which one person's messages are applied.</summary>
    public Guid Id { get; private set; }

    public ServiceAccountKind Account { get; private set; }

    /// <summary>SHA-256: what the key is made of names persons.</summary>
    public byte[] DedupeKey { get; private set; } = [];

    /// <summary>The openid.</summary>
    public string Sender { get; private set; } = "";

    public string Type { get; private set; } = "";

    /// <summary>Sealed; the XML or JSON as it was sent.</summary>
    public byte[] Body { get; private set; } = [];

    public DateTimeOffset SentAt { get; private set; }
    public DateTimeOffset ReceivedAt { get; private set; }
    public CallbackState State { get; private set; }

    /// <summary>How often applying it has failed.</summary>
    public int Attempts { get; private set; }

    public DateTimeOffset NextTryAt { get; private set; }

    /// <summary>Kind and text of the last failure, for the person who looks.</summary>
    public string? LastError { get; private set; }

    public static CallbackMessage Of(Guid id, ServiceAccountKind account, ReadCallback read, FieldCipher cipher, DateTimeOffset now) => new()
    {
        Id = id, Account = account, DedupeKey = KeyOf(read), Sender = read.FromUserName, Type = TypeOf(read), Body = cipher.Seal(read.Plain.Span),
        SentAt = SentAtOf(read, now), ReceivedAt = now, NextTryAt = now,
        State = CallbackEffects.Has(read) ? CallbackState.Waiting : CallbackState.Done,
    };

    public void Applied()
    {
        State = CallbackState.Done;
        LastError = null;
    }

    /// <summary>Tried again after 0.5, 1, 2 … seconds, at most 5 minutes; after some twenty minutes in all it is set aside, and the sender's next may pass.</summary>
    public void Failed(string error, DateTimeOffset now)
    {
        Attempts++;
        LastError = error.Length > 500 ? error[..500] : error;
        State = Attempts >= MostAttempts ? CallbackState.SetAside : CallbackState.Waiting;
        NextTryAt = now + TimeSpan.FromSeconds(Math.Min(LongestPause.TotalSeconds, 0.5 * Math.Pow(2, Attempts - 1)));
    }

    /// <summary>WeChat's second of sending; a number beyond the calendar counts as now.</summary>
    public static DateTimeOffset SentAtOf(ReadCallback read, DateTimeOffset now) =>
        read.CreateTime is > 0 and < 253_402_300_800 ? DateTimeOffset.FromUnixTimeSeconds(read.CreateTime) : now;

    /// <summary>
    /// Messages: sender and MsgId, since ids of different senders have collided. Events: sender, second, event, its key and MsgID, since
    /// two events of a person may share a second. What has neither: all of it.
    /// </summary>
    internal static byte[] KeyOf(ReadCallback read)
    {
        if (read.Field("Event") is { } happened)
            return Hash($"{read.FromUserName}\0{read.CreateTime}\0{happened.ToUpperInvariant()}\0{read.Field("EventKey")}\0{JobOf(read)}");
        return read.Field("MsgId") is { } id ? Hash($"{read.FromUserName}\0{id}") : SHA256.HashData(read.Plain.Span);
    }

    /// <summary>Which job an event is about; events on subscription messages tell of several in one second, so all they list counts.</summary>
    private static string? JobOf(ReadCallback read) => read.Field("MsgID") ?? (CallbackEffects.IsAboutSubscriptions(read)
        ? string.Join('\0', read.Fields.Where(f => f.Name.Contains('/')).Select(f => f.Value))
        : null);

    private static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));

    private static string TypeOf(ReadCallback read)
    {
        var type = read.Field("Event") is { } happened ? $"event:{happened}" : read.MsgType;
        type = type.Length > 64 ? type[..64] : type;
        // PostgreSQL cannot hold it, and no type of WeChat's has one.
        return type.Contains('\0', StringComparison.Ordinal) ? "?" : type;
    }
}

internal sealed class CallbackMessageMapping : IEntityTypeConfiguration<CallbackMessage>
{
    public void Configure(EntityTypeBuilder<CallbackMessage> b)
    {
        b.Property(m => m.Sender).HasMaxLength(64);
        b.Property(m => m.Type).HasMaxLength(64);
        b.Property(m => m.LastError).HasMaxLength(500);
        b.HasIndex(m => new { m.Account, m.DedupeKey }, "ux_callback_message_dedupe").IsUnique();
        // Most messages are born done and never stand in these.
        b.HasIndex(m => m.Id, "ix_callback_message_waiting").HasFilter("state = 'Waiting'");
        b.HasIndex(m => new { m.Account, m.Sender, m.Id }, "ix_callback_message_waiting_of_sender").HasFilter("state = 'Waiting'");
        b.HasIndex(m => m.Id, "ix_callback_message_set_aside").HasFilter("state = 'SetAside'");
    }
}
