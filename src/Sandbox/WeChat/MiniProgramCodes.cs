using System.Text.Json.Nodes;
using WeChatService.Sandbox.Setting;

namespace WeChatService.Sandbox.WeChat;

/// <summary>
/// Mini-program codes: /wxa/getwxacodeunlimit, /wxa/getwxacode, /cgi-bin/wxaapp/createwxaqrcode
/// (developers.weixin.qq.com/miniprogram/dev/server/API/qrcode-link/qr-code). WeChat answers its own round code as a
/// picture; ours is a QR code that the sandbox's scanner understands. A refusal is JSON.
/// </summary>
static class MiniProgramCodeEndpoints
{
    const string SceneCharacters = "!#$&'()*+,/:;=?@-._~";
    const int LongestScene = 32, LongestPath = 1024, LongestQrPath = 128, Narrowest = 280, Widest = 1280;

    public static void MapMiniProgramCodes(this IEndpointRouteBuilder app)
    {
        app.VendorPost("/wxa/getwxacodeunlimit", async call =>
        {
            JsonObject body = Body(call, 40169);
            string scene = WeChatCall.TextOf(body, "scene") ?? "";
            if (scene.Length is 0 or > LongestScene) throw new VendorRefusal(40169);
            if (!scene.All(c => char.IsAsciiLetterOrDigit(c) || SceneCharacters.Contains(c))) throw new VendorRefusal(40129);
            string page = WeChatCall.TextOf(body, "page") ?? "";
            if (page.StartsWith('/') || page.Contains('?')) throw new VendorRefusal(41030);
            CheckLook(body);
            IReadOnlyList<string> pages = call.Account.Pages;
            if (page.Length > 0 && pages.Count > 0 && (WeChatCall.FlagOf(body, "check_path") ?? true) && !pages.Contains(page)) throw new VendorRefusal(41030);
            await Draw(call, page, scene);
            return null;
        }, audience: Audience.MiniPrograms);
        app.MapByPath("/wxa/getwxacode", LongestPath);
        app.MapByPath("/cgi-bin/wxaapp/createwxaqrcode", LongestQrPath);
    }

    /// <summary>The two that carry a whole path; both draw on the same 100,000 codes.</summary>
    static void MapByPath(this IEndpointRouteBuilder app, string endpoint, int longest) =>
        app.VendorPost(endpoint, async call =>
        {
            JsonObject body = Body(call, 40159);
            string path = WeChatCall.TextOf(body, "path") ?? "";
            if (path.Length == 0 || path.Length > longest) throw new VendorRefusal(40159);
            CheckLook(body);
            string[] parts = path.TrimStart('/').Split('?', 2);
            if (call.Account.Pages is { Count: > 0 } pages && !pages.Contains(parts[0])) throw new VendorRefusal(41030);
            await Draw(call, parts[0], parts.Length > 1 ? parts[1] : "");
            return null;
        }, audience: Audience.MiniPrograms);

    /// <summary>These endpoints say their own code where others say 47001.</summary>
    static JsonObject Body(WeChatCall call, int unreadable)
    {
        try
        {
            return call.Body;
        }
        catch (VendorRefusal refusal) when (refusal.ErrCode is 47001)
        {
            throw new VendorRefusal(unreadable);
        }
    }

    static void CheckLook(JsonObject body)
    {
        if (WeChatCall.TextOf(body, "env_version") is not (null or "" or "release" or "trial" or "develop")) throw new VendorRefusal(40097);
        if (WeChatCall.NumberOf(body, "width") is < Narrowest or > Widest) throw new VendorRefusal(40097);
    }

    static Task Draw(WeChatCall call, string page, string scene) => VendorAnswers.WritePicture(call.Context,
        QrCodes.Picture($"https://wxaurl.cn/{call.Account.AppId}?page={Uri.EscapeDataString(page)}&scene={Uri.EscapeDataString(scene)}"));
}
