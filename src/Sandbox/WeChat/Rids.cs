using System.Text.Json.Nodes;
using WeChatService.Sandbox.Setting;

namespace WeChatService.Sandbox.WeChat;

/// <summary>The last 2000 refusals by their request id, for <c>openapi/rid/get</c>
/// (developers.weixin.qq.com/doc/service/api/apimanage/api_getridinfo.html).</summary>
public sealed class Rids(SandboxClock clock)
{
    const int Kept = 2000;
    static readonly TimeSpan s_life = TimeSpan.FromDays(7);

    readonly Lock _lock = new();
    readonly Dictionary<string, Refused> _byRid = [];
    readonly Queue<string> _order = [];

    sealed record Refused(AccountKind? Account, DateTimeOffset At, string Path, string Answer, string? Address);

    public void Remember(string rid, AccountKind? account, HttpContext context, string answer)
    {
        lock (_lock)
        {
            _byRid[rid] = new Refused(account, clock.GetUtcNow(), context.Request.Path, answer, context.Connection.RemoteIpAddress?.ToString());
            _order.Enqueue(rid);
            if (_order.Count > Kept) _byRid.Remove(_order.Dequeue());
        }
    }

    /// <summary>What happened. 76001 unknown or older than seven days, 76022 another account's or of the sns family.</summary>
    public JsonObject Explain(string? rid, AccountKind asker)
    {
        lock (_lock)
        {
            if (rid is null || !_byRid.TryGetValue(rid, out Refused? found) || clock.GetUtcNow() - found.At > s_life) throw new VendorRefusal(76001);
            if (found.Account != asker || found.Path.StartsWith("/sns", StringComparison.Ordinal)) throw new VendorRefusal(76022);
            return new JsonObject
            {
                ["invoke_time"] = found.At.ToUnixTimeSeconds(),
                ["cost_in_ms"] = 3,
                ["request_url"] = "access_token=…",
                ["request_body"] = "",
                ["response_body"] = found.Answer,
                ["client_ip"] = found.Address,
            };
        }
    }

    public void Reset()
    {
        lock (_lock)
        {
            _byRid.Clear();
            _order.Clear();
        }
    }
}
