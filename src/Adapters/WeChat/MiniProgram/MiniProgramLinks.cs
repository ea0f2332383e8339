using WeChatService.ServiceAccounts.Contracts;
using WeChatService.ServiceAccounts.Ports;
using WeChatService.WeChat.Http;

namespace WeChatService.WeChat.MiniProgram;

/// <remarks>
/// developers.weixin.qq.com/miniprogram/dev/server/API/qrcode-link/qr-code/api_getunlimitedqrcode.html ·
/// developers.weixin.qq.com/miniprogram/dev/server/API/qrcode-link/url-link/api_generateurllink.html ·
/// developers.weixin.qq.com/miniprogram/dev/server/API/qrcode-link/url-scheme/api_generatescheme.html
/// </remarks>
internal sealed class MiniProgramLinks(WeChatApi api) : IMiniProgramLinks
{
    private const ServiceAccountKind Account = ServiceAccountKind.MiniProgram;
    private const int LongestScene = 32, LongestQuery = 1024, MostDays = 30;

    public Task<byte[]> Code(string scene, string? page, MiniProgramVersion version, CancellationToken ct)
    {
        if (scene.Length is 0 or > LongestScene || !scene.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))
            throw new ArgumentOutOfRangeException(nameof(scene), "1 to 32 letters, digits, - and _");
        Check(page);
        // Pages of an unreleased version exist only there.
        var body = new { scene, page, check_path = version == MiniProgramVersion.Release, env_version = Name(version), width = 430 };
        return api.AskForPicture(Account, "/wxa/getwxacodeunlimit", body, ct);
    }

    public async Task<Uri> Link(string? page, string? query, TimeSpan lifetime, CancellationToken ct)
    {
        Check(page);
        var body = new { path = page, query = Checked(query), expire_type = 1, expire_interval = Days(lifetime), env_version = "release" };
        var answer = await api.Ask(Account, "/wxa/generate_urllink", body, ct);
        return Uri.TryCreate(answer.Text("url_link"), UriKind.Absolute, out var link) ? link : throw new WeChatUnavailable("the answer has no url_link");
    }

    public async Task<string> Scheme(string? page, string? query, TimeSpan lifetime, CancellationToken ct)
    {
        Check(page);
        var body = new { jump_wxa = new { path = page, query = Checked(query), env_version = "release" }, is_expire = true, expire_type = 1, expire_interval = Days(lifetime) };
        var answer = await api.Ask(Account, "/wxa/generatescheme", body, ct);
        return answer.Text("openlink") ?? throw new WeChatUnavailable("the answer has no openlink");
    }

    private static void Check(string? page)
    {
        if (page is not null && (page.Length == 0 || page[0] == '/' || page.Contains('?') || page.Length > 128))
            throw new ArgumentOutOfRangeException(nameof(page), "a page is written as pages/home/home, without leading slash and query");
    }

    private static string? Checked(string? query) =>
        query is null || (query.Length <= LongestQuery && query.All(c => char.IsAsciiLetterOrDigit(c) || "!#$&'()*+,/:;=?@-._~%".Contains(c)))
            ? query
            : throw new ArgumentOutOfRangeException(nameof(query), "at most 1,024 characters, percent-encoded");

    private static int Days(TimeSpan lifetime) => Math.Clamp((int)Math.Ceiling(lifetime.TotalDays), 1, MostDays);

    private static string Name(MiniProgramVersion version) => version switch
    {
        MiniProgramVersion.Trial => "trial",
        MiniProgramVersion.Develop => "develop",
        _ => "release",
    };
}
