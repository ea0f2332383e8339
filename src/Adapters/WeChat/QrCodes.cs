using WeChatService.ServiceAccounts.Contracts;
using WeChatService.ServiceAccounts.Ports;
using WeChatService.WeChat.Http;

namespace WeChatService.WeChat;

/// <summary>Codes with a text scene, permanent or temporary. Asking twice gives two codes for the same scene, which harms nothing.</summary>
/// <remarks>developers.weixin.qq.com/doc/service/api/qrcode/qrcodes/api_createqrcode.html</remarks>
internal sealed class QrCodes(WeChatApi api, WeChatSettings settings, TimeProvider clock) : IQrCodeIssuer
{
    /// <summary>has no permanent qrcode left.</summary>
    private const int NoneLeft = 45029;
    private const int LongestSeconds = 30 * 24 * 3600;

    public async Task<IssuedQrCode> Issue(ServiceAccountKind account, string scene, TimeSpan? lifetime, CancellationToken ct)
    {
        if (scene.Length is < 1 or > 64) throw new ArgumentOutOfRangeException(nameof(scene), "a scene has 1 to 64 characters");
        var seconds = lifetime is { } wanted ? Math.Clamp((int)Math.Min(wanted.TotalSeconds, LongestSeconds), 60, LongestSeconds) : (int?)null;
        var about = new { scene = new { scene_str = scene } };
        object body = seconds is null
            ? new { action_name = "QR_LIMIT_STR_SCENE", action_info = about }
            : new { expire_seconds = seconds, action_name = "QR_STR_SCENE", action_info = about };
        var answer = await Create(account, body, ct);
        var ticket = answer.Text("ticket") ?? throw new WeChatUnavailable("the answer has no ticket");
        if (!Uri.TryCreate(answer.Text("url"), UriKind.Absolute, out var content)) throw new WeChatUnavailable("the answer has no url");
        return new IssuedQrCode(ticket, content, new Uri(settings.MpBase, "cgi-bin/showqrcode?ticket=" + Uri.EscapeDataString(ticket)),
            seconds is null ? null : clock.GetUtcNow() + TimeSpan.FromSeconds(answer.Number("expire_seconds") ?? seconds.Value));
    }

    private async Task<WeChatAnswer> Create(ServiceAccountKind account, object body, CancellationToken ct)
    {
        const string Path = "/cgi-bin/qrcode/create";
        try
        {
            var answer = await api.Call(account, Path, body, Repeat.Freely, ct);
            return answer.Code == NoneLeft ? throw new NoPermanentCodeLeft($"{Path} answered {NoneLeft}") : WeChatApi.Accepted(answer, Path);
        }
        catch (NoAnswer e)
        {
            throw new WeChatUnavailable($"{Path}: {e.Message}", e);
        }
    }
}
