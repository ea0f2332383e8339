using System.Text.Json.Nodes;
using WeChatService.Sandbox.Setting;

namespace WeChatService.Sandbox.WeChat;

/// <summary>A link that opens the mini program.</summary>
public sealed record MiniProgramLink(string Link, string Path, string Query, string EnvVersion, DateTimeOffset CreatedAt, DateTimeOffset? ExpiresAt);

/// <summary>Links made by generate_urllink and generatescheme; the last 20,000.</summary>
public sealed class MiniProgramLinks(SandboxClock clock)
{
    const int Kept = 20_000;

    readonly Lock _lock = new();
    readonly Dictionary<string, MiniProgramLink> _byLink = [];
    readonly Queue<string> _order = [];

    public MiniProgramLink Keep(MiniProgramLink link)
    {
        lock (_lock)
        {
            _byLink[link.Link] = link;
            _order.Enqueue(link.Link);
            if (_order.Count > Kept) _byLink.Remove(_order.Dequeue());
        }
        return link;
    }

    public MiniProgramLink? Find(string? link)
    {
        lock (_lock) return link is null ? null : _byLink.GetValueOrDefault(link);
    }

    public bool Expired(MiniProgramLink link) => link.ExpiresAt <= clock.GetUtcNow();

    public void Reset()
    {
        lock (_lock)
        {
            _byLink.Clear();
            _order.Clear();
        }
    }
}

/// <summary>/wxa/generate_urllink, /wxa/generatescheme and their queries
/// (developers.weixin.qq.com/miniprogram/dev/OpenApiDoc/qrcode-link/url-link/generateUrlLink.html).</summary>
static class MiniProgramLinkEndpoints
{
    const string QueryCharacters = "!#$&'()*+,/:;=?@-._~%";
    const int LongestQuery = 1024, MostDays = 30;

    public static void MapMiniProgramLinks(this IEndpointRouteBuilder app)
    {
        app.VendorPost("/wxa/generate_urllink", call => With("url_link", Make(call, call.Body, call.Body, "https://wxaurl.cn/", expires: true).Link), audience: Audience.MiniPrograms);
        app.VendorPost("/wxa/generatescheme", call =>
        {
            JsonObject target = call.Body["jump_wxa"] as JsonObject ?? [];
            bool expires = WeChatCall.FlagOf(call.Body, "is_expire") ?? true;
            return With("openlink", Make(call, target, call.Body, "weixin://dl/business/?t=", expires).Link);
        }, audience: Audience.MiniPrograms);
        app.VendorPost("/wxa/query_urllink", call => With("url_link_info", Explain(call, call.Text("url_link"))), audience: Audience.MiniPrograms);
        app.VendorPost("/wxa/queryscheme", call => With("scheme_info", Explain(call, call.Text("scheme"))), audience: Audience.MiniPrograms);
    }

    static MiniProgramLink Make(WeChatCall call, JsonObject target, JsonObject body, string before, bool expires)
    {
        string path = WeChatCall.TextOf(target, "path") ?? "", query = WeChatCall.TextOf(target, "query") ?? "", version = WeChatCall.TextOf(target, "env_version") ?? "release";
        if (path.Contains('?') || (path.Length > 0 && call.Account.Pages is { Count: > 0 } pages && !pages.Contains(path.TrimStart('/')))) throw new VendorRefusal(40165);
        if (query.Length > LongestQuery || !query.All(c => char.IsAsciiLetterOrDigit(c) || QueryCharacters.Contains(c))) throw new VendorRefusal(40212);
        if (version is not ("" or "release" or "trial" or "develop")) throw new VendorRefusal(40097);
        DateTimeOffset now = call.Service<SandboxClock>().GetUtcNow();
        DateTimeOffset? until = expires ? Until(body, now) : null;
        return call.Service<MiniProgramLinks>().Keep(new MiniProgramLink(before + AccessTokens.RandomText(11), path, query, version, now, until));
    }

    /// <summary>By instant (type 0, Unix seconds) or by days (type 1), at most 30 days ahead: 85401.</summary>
    static DateTimeOffset Until(JsonObject body, DateTimeOffset now)
    {
        DateTimeOffset until = WeChatCall.NumberOf(body, "expire_type") switch
        {
            1 => now.AddDays(Math.Min(WeChatCall.NumberOf(body, "expire_interval") ?? MostDays, 10 * MostDays)),
            null or 0 => WeChatCall.NumberOf(body, "expire_time") is { } given and > 0 and < 32_503_680_000 ? DateTimeOffset.FromUnixTimeSeconds(given) : now.AddDays(MostDays),
            _ => throw new VendorRefusal(40097),
        };
        return until > now && until <= now.AddDays(MostDays).AddMinutes(1) ? until : throw new VendorRefusal(85401);
    }

    static JsonObject Explain(WeChatCall call, string? link)
    {
        MiniProgramLink found = call.Service<MiniProgramLinks>().Find(link) ?? throw new VendorRefusal(40097);
        return new JsonObject
        {
            ["appid"] = call.Account.AppId,
            ["path"] = found.Path,
            ["query"] = found.Query,
            ["create_time"] = found.CreatedAt.ToUnixTimeSeconds(),
            ["expire_time"] = found.ExpiresAt?.ToUnixTimeSeconds() ?? 0,
            ["env_version"] = found.EnvVersion,
        };
    }

    static JsonObject With(string name, JsonNode? value)
    {
        JsonObject answer = VendorAnswers.Ok();
        answer[name] = value;
        return answer;
    }
}
