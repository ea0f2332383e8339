namespace WeChatService.Redis.Guard;

internal enum LinkState
{
    Starting,
    Ready,

    /// <summary>Redis is up and reads its files.</summary>
    Loading,
    Down,
}

/// <param name="State">Now.</param>
/// <param name="Reason">Empty when ready.</param>
/// <param name="Since">When the state was entered, <see cref="Environment.TickCount64"/>.</param>
internal sealed record LinkStatus(LinkState State, string Reason, long Since)
{
    public override string ToString() => Reason.Length == 0 ? $"{State}" : $"{State} ({Reason})";
}
