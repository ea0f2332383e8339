using System.Text.Json.Nodes;
using QRCoder;
using WeChatService.Sandbox.Setting;

namespace WeChatService.Sandbox.WeChat;

/// <summary>A scene code of a service account. <see cref="Scene"/> is the number or the string as text.</summary>
public sealed record SceneCode(
    AccountKind Account, string Ticket, string Content, string Scene, string Action, DateTimeOffset CreatedAt, DateTimeOffset? ExpiresAt);

/// <summary>Scene codes issued by <c>qrcode/create</c>.</summary>
public sealed class QrCodes
{
    const int LongestTemporary = 2_592_000;
    const int DefaultSeconds = 60;
    const int MostPermanent = 100_000, Held = 50_000;

    readonly Lock _lock = new();
    readonly SandboxClock _clock;
    readonly StateFile _state;
    readonly List<SceneCode> _codes;
    readonly Dictionary<string, SceneCode> _byTicket, _byContent;

    public QrCodes(SandboxClock clock, StateFile state)
    {
        (_clock, _state) = (clock, state);
        _codes = state.Section<List<SceneCode>>("sceneCodes", () => All) ?? [];
        _byTicket = _codes.ToDictionary(c => c.Ticket);
        _byContent = _codes.ToDictionary(c => c.Content);
    }

    public SceneCode Create(DemoAccount account, JsonObject body)
    {
        string? action = WeChatCall.TextOf(body, "action_name");
        JsonObject scene = body["action_info"]?["scene"] as JsonObject ?? throw new VendorRefusal(47001, "data format error: action_info.scene");
        string text = action switch
        {
            "QR_SCENE" => SceneNumber(scene, uint.MaxValue),
            "QR_LIMIT_SCENE" => SceneNumber(scene, 100_000),
            "QR_STR_SCENE" or "QR_LIMIT_STR_SCENE" => SceneText(scene),
            _ => throw new VendorRefusal(40053),
        };
        bool temporary = action is "QR_SCENE" or "QR_STR_SCENE";
        long seconds = WeChatCall.NumberOf(body, "expire_seconds") ?? DefaultSeconds;
        if (temporary && seconds is <= 0 or > LongestTemporary) throw new VendorRefusal(40052, "invalid action name or expire_seconds");
        DateTimeOffset now = _clock.GetUtcNow();
        SceneCode code = new(account.Kind, "gQ" + AccessTokens.RandomText(94).Replace('_', 'x') + "==", "http://weixin.qq.com/q/02" + AccessTokens.RandomText(20),
            text, action!, now, temporary ? now.AddSeconds(seconds) : null);
        lock (_lock)
        {
            Forget(now);
            if (!temporary && _codes.Count(c => c.ExpiresAt is null && c.Account == account.Kind) >= MostPermanent) throw new VendorRefusal(45029);
            _codes.Add(code);
            _byTicket[code.Ticket] = _byContent[code.Content] = code;
        }
        _state.Touch();
        return code;
    }

    public IReadOnlyList<SceneCode> All
    {
        get { lock (_lock) return [.. _codes]; }
    }

    public bool Expired(SceneCode code) => code.ExpiresAt <= _clock.GetUtcNow();

    public SceneCode? ByTicket(string? ticket)
    {
        lock (_lock) return ticket is null ? null : _byTicket.GetValueOrDefault(ticket);
    }

    public SceneCode? ByContent(string content)
    {
        lock (_lock) return _byContent.GetValueOrDefault(content);
    }

    public void Reset()
    {
        lock (_lock)
        {
            _codes.Clear();
            _byTicket.Clear();
            _byContent.Clear();
        }
        _state.Touch();
    }

    /// <summary>A PNG that carries <paramref name="content"/>, with the four modules of quiet zone a decoder needs.</summary>
    public static byte[] Picture(string content, int pixelsPerModule = 8)
    {
        using QRCodeData data = QRCodeGenerator.GenerateQrCode(content, QRCodeGenerator.ECCLevel.M);
        using PngByteQRCode png = new(data);
        return png.GetGraphic(pixelsPerModule);
    }

    /// <summary>Codes that ended more than a day ago are forgotten once there are many.</summary>
    void Forget(DateTimeOffset now)
    {
        if (_codes.Count < Held) return;
        foreach (SceneCode old in _codes.Where(c => c.ExpiresAt < now.AddDays(-1)).ToArray())
        {
            _codes.Remove(old);
            _byTicket.Remove(old.Ticket);
            _byContent.Remove(old.Content);
        }
    }

    static string SceneNumber(JsonObject scene, uint highest)
    {
        long? n = WeChatCall.NumberOf(scene, "scene_id");
        return n is > 0 && n <= highest ? n.Value.ToString() : throw new VendorRefusal(40053, "invalid scene_id");
    }

    static string SceneText(JsonObject scene) => WeChatCall.TextOf(scene, "scene_str") is { Length: >= 1 and <= 64 } text
        ? text
        : throw new VendorRefusal(40053, "invalid scene_str");
}

/// <summary>qrcode/create, showqrcode and shorturl (developers.weixin.qq.com/doc/service/api/qrcode).</summary>
static class QrCodeEndpoints
{
    public static void MapQrCodes(this IEndpointRouteBuilder app)
    {
        app.VendorPost("/cgi-bin/qrcode/create", call =>
        {
            SceneCode code = call.Service<QrCodes>().Create(call.Account, call.Body);
            JsonObject answer = new() { ["ticket"] = code.Ticket };
            if (code.ExpiresAt is { } until) answer["expire_seconds"] = (long)(until - code.CreatedAt).TotalSeconds;
            answer["url"] = code.Content;
            return answer;
        }, audience: Audience.ServiceAccounts);
        // No token here: whoever has the ticket may show the picture.
        app.MapGet("/cgi-bin/showqrcode", (string? ticket, QrCodes codes) =>
            codes.ByTicket(ticket) is { } code ? Results.Bytes(QrCodes.Picture(code.Content), "image/png") : Results.NotFound());
        app.VendorPost("/cgi-bin/shorturl", call =>
        {
            if (call.Text("action") != "long2short") throw new VendorRefusal(40052);
            if (!Uri.TryCreate(call.Text("long_url"), UriKind.Absolute, out Uri? address) || address.Scheme is not ("http" or "https" or "weixin")) throw new VendorRefusal(40066);
            JsonObject answer = VendorAnswers.Ok();
            answer["short_url"] = "https://w.url.cn/s/" + AccessTokens.RandomText(7);
            return answer;
        }, audience: Audience.ServiceAccounts);
    }
}
