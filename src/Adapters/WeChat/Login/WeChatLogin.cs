using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using WeChatService.ServiceAccounts.Contracts;
using WeChatService.ServiceAccounts.Ports;
using WeChatService.WeChat.Http;

namespace WeChatService.WeChat.Login;

/// <summary>
/// Exchanges sign-in codes. A code works once, yet browsers open a callback twice (prefetch, back, two tabs): each code is exchanged
/// once and its result kept for ten minutes, twice as long as a code lives.
/// </summary>
internal sealed class WeChatLogin(WeChatApi api, WeChatSettings settings, TimeProvider clock) : IWeChatLogin
{
    private static readonly TimeSpan Remembered = TimeSpan.FromMinutes(10);
    private readonly ConcurrentDictionary<string, Exchange> exchanges = new(StringComparer.Ordinal);

    private sealed record Exchange(DateTimeOffset Until, Lazy<Task<WeChatAnswer>> Answer);

    public Uri AuthorizePage(ServiceAccountKind account, Uri backTo, string state) => new(settings.OpenBase,
        // WeChat wants the parameters in this order, and the fragment.
        $"connect/oauth2/authorize?appid={Uri.EscapeDataString(settings[account].AppId)}&redirect_uri={Uri.EscapeDataString(backTo.AbsoluteUri)}"
        + $"&response_type=code&scope=snsapi_base&state={Uri.EscapeDataString(state)}#wechat_redirect");

    public async Task<WeChatIdentity> ByOAuthCode(ServiceAccountKind account, string code, CancellationToken ct)
    {
        var answer = await Once(account, "/sns/oauth2/access_token", "code", code, ct);
        if (answer.Number("is_snapshotuser") == 1) throw new LoginCodeRefused("a visitor of a preview page has no openid of his own");
        return new WeChatIdentity(Required(answer, "openid"), answer.Text("unionid"));
    }

    public async Task<MiniProgramIdentity> ByMiniProgramCode(string code, CancellationToken ct)
    {
        var answer = await Once(ServiceAccountKind.MiniProgram, "/sns/jscode2session", "js_code", code, ct);
        return new MiniProgramIdentity(Required(answer, "openid"), answer.Text("unionid"), Required(answer, "session_key"));
    }

    private async Task<WeChatAnswer> Once(ServiceAccountKind account, string path, string parameter, string code, CancellationToken ct)
    {
        if (string.IsNullOrWhiteSpace(code) || code.Length > 512) throw new LoginCodeRefused("no code");
        Forget();
        var key = $"{account}:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(code)))}";
        // The exchange belongs to every caller with this code, so one of them leaving does not end it.
        var exchange = exchanges.GetOrAdd(key, _ => new Exchange(clock.GetUtcNow() + Remembered,
            new(() => api.CallWithSecret(account, path, Repeat.Once, CancellationToken.None, (parameter, code), ("grant_type", "authorization_code")))));
        try
        {
            var answer = await exchange.Answer.Value.WaitAsync(ct);
            if (answer.Busy) exchanges.TryRemove(new(key, exchange));
            return Understood(answer, path);
        }
        catch (NoAnswer e)
        {
            // The code may still be good: the next caller may try it.
            exchanges.TryRemove(new(key, exchange));
            throw new WeChatUnavailable($"{path}: {e.Message}", e);
        }
    }

    private static WeChatAnswer Understood(WeChatAnswer answer, string path) => answer.Code switch
    {
        40029 or 40163 or 41008 or 42003 or 42007 or 40226 => throw new LoginCodeRefused($"{path} answered {answer.Code}"),
        _ => WeChatApi.Accepted(answer, path),
    };

    private static string Required(WeChatAnswer answer, string name) =>
        answer.Text(name) ?? throw new WeChatUnavailable($"the answer has no {name}");

    private void Forget()
    {
        if (exchanges.Count < 256) return;
        var now = clock.GetUtcNow();
        foreach (var old in exchanges.Where(e => e.Value.Until < now)) exchanges.TryRemove(old);
    }
}
