using WeChatService.ServiceAccounts.Contracts;
using WeChatService.ServiceAccounts.Ports;
using WeChatService.WeChat.Http;

namespace WeChatService.WeChat;

/// <summary>Temporary codes with a text scene. Asking twice gives two codes for the same scene, which harms nothing.</summary>
/// <remarks>developers.weixin.qq.com/doc/service/api/qrcode/qrcodes/api_createqrcode.html</remarks>
internal sealed class QrCodes(WeChatApi api, WeChatSettings settings, TimeProvider clock) : IQrCodeIssuer
{
    private const int LongestSeconds = 30 * 24 * 3600;

    public async Task<IssuedQrCode> Issue(ServiceAccountKind account, string scene, TimeSpan lifetime, CancellationToken ct)
    {
        if (scene.Length is < 1 or > 64) throw new ArgumentOutOfRangeException(nameof(scene), "a scene has 1 to 64 characters");
        var seconds = Math.Clamp((int)Math.Min(lifetime.TotalSeconds, LongestSeconds), 60, LongestSeconds);
        var body = new { expire_seconds = seconds, action_name = "QR_STR_SCENE", action_info = new { scene = new { scene_str = scene } } };
        var answer = await api.Ask(account, "/cgi-bin/qrcode/create", body, ct);
        var ticket = answer.Text("ticket") ?? throw new WeChatUnavailable("the answer has no ticket");
        if (!Uri.TryCreate(answer.Text("url"), UriKind.Absolute, out var content)) throw new WeChatUnavailable("the answer has no url");
        return new IssuedQrCode(ticket, content, new Uri(settings.MpBase, "cgi-bin/showqrcode?ticket=" + Uri.EscapeDataString(ticket)),
            clock.GetUtcNow() + TimeSpan.FromSeconds(answer.Number("expire_seconds") ?? seconds));
    }
}
