using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using WeChatService.Sandbox.Setting;

namespace WeChatService.Sandbox.WeChat;

/// <summary>jsapi tickets: one per account for 7200 seconds, and the judgement <c>wx.config</c> would give.</summary>
public sealed class JsTickets(SandboxClock clock)
{
    readonly Lock _lock = new();
    readonly Dictionary<AccountKind, (string Ticket, DateTimeOffset Until)> _tickets = [];

    public (string Ticket, int ExpiresIn) Of(AccountKind account)
    {
        DateTimeOffset now = clock.GetUtcNow();
        lock (_lock)
        {
            if (!_tickets.TryGetValue(account, out (string Ticket, DateTimeOffset Until) known) || known.Until <= now)
                _tickets[account] = known = ("sM4AOVdWfPE4DxkXGEs8V" + AccessTokens.RandomText(65), now.AddSeconds(7200));
            return (known.Ticket, (int)(known.Until - now).TotalSeconds);
        }
    }

    /// <summary>True when <paramref name="signature"/> is that of this page (address without fragment) under the valid ticket.</summary>
    public bool Valid(AccountKind account, string url, string timestamp, string nonce, string signature)
    {
        string ticket;
        lock (_lock)
        {
            if (!_tickets.TryGetValue(account, out (string Ticket, DateTimeOffset Until) known) || known.Until <= clock.GetUtcNow()) return false;
            ticket = known.Ticket;
        }
        return Sign(ticket, nonce, timestamp, url) == signature;
    }

    public static string Sign(string ticket, string nonce, string timestamp, string url) => Convert.ToHexStringLower(SHA1.HashData(
        Encoding.UTF8.GetBytes($"jsapi_ticket={ticket}&noncestr={nonce}&timestamp={timestamp}&url={url.Split('#')[0]}")));

    public void Reset()
    {
        lock (_lock) _tickets.Clear();
    }
}

static class JsTicketEndpoints
{
    public static void MapJsTickets(this IEndpointRouteBuilder app) =>
        app.VendorGet("/cgi-bin/ticket/getticket", call =>
        {
            // Card tickets belong to accounts with card coupons; these have none.
            if (call.Query("type") != "jsapi") throw new VendorRefusal(40097);
            (string ticket, int seconds) = call.Service<JsTickets>().Of(call.Account.Kind);
            JsonObject answer = VendorAnswers.Ok();
            answer["ticket"] = ticket;
            answer["expires_in"] = seconds;
            return answer;
        }, audience: Audience.ServiceAccounts);
}
