using WeChatService.Kernel;
using WeChatService.ServiceAccounts.Contracts;

namespace WeChatService.Messaging;

/// <summary>
/// WeChat's last word on a message (TEMPLATESENDJOBFINISH), kept until the send it belongs to is written: it can be
/// faster than our own commit. Those of messages that are not ours go after a day.
/// </summary>
[Shared("joined to deliveries by the workers only; no door reads it")]
internal sealed class SendReceipt
{
    public Guid Id { get; private init; }

    public ServiceAccountKind Account { get; private init; }

    public long MsgId { get; private init; }

    /// <summary>"success", "failed:user block", "failed: system failed", as WeChat writes it.</summary>
    public string Status { get; private init; } = "";

    public DateTimeOffset ReceivedAt { get; private init; }

    public static SendReceipt Of(Guid id, TemplateJobFinished finished, DateTimeOffset now) => new()
    {
        Id = id,
        Account = finished.Account,
        MsgId = finished.MsgId,
        Status = finished.Status.Length > 100 ? finished.Status[..100] : finished.Status,
        ReceivedAt = now,
    };
}
