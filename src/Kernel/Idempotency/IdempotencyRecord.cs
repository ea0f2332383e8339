namespace WeChatService.Kernel;

/// <summary>
/// The answer to a write, stored in the write's own transaction, so that a repeated request (bad network, a
/// second tap) gets the same answer and changes nothing.
/// </summary>
[Shared("keyed by the account; only the write filter reads it")]
internal sealed class IdempotencyRecord
{
    public const string KeyName = "pk_idempotency_record";

    public Guid AccountId { get; private set; }
    public string Key { get; private set; } = "";
    public string Route { get; private set; } = "";
    public string BodySha256 { get; private set; } = "";
    public int Status { get; private set; }
    public string? Answer { get; private set; }
    public DateTimeOffset At { get; private set; }

    public static IdempotencyRecord Of(
        Guid account, string key, string route, string bodySha256, int status, string? answer, DateTimeOffset at) => new()
        {
            AccountId = account, Key = key, Route = route, BodySha256 = bodySha256, Status = status, Answer = answer, At = at,
        };

    public bool IsOf(string route, string bodySha256) => Route == route && BodySha256 == bodySha256;
}
