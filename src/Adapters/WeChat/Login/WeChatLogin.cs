using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using WeChatService.Kernel;
using WeChatService.ServiceAccounts.Contracts;
using WeChatService.ServiceAccounts.Ports;
using WeChatService.WeChat.Http;

namespace WeChatService.WeChat.Login;

/// <summary>
/// Exchanges sign-in codes. A code works once, yet browsers open a callback twice (prefetch, back, two tabs): each code is exchanged
/// once over all processes and its result kept for ten minutes, twice as long as a code lives.
/// </summary>
/// <remarks>
/// developers.weixin.qq.com/doc/service/api/webdev/access/api_snsaccesstoken.html ·
/// developers.weixin.qq.com/miniprogram/dev/server/API/user-login/api_code2session.html
/// </remarks>
internal sealed class WeChatLogin(WeChatApi api, WeChatSettings settings, ILoginCodes codes, Ids ids, TimeProvider clock) : IWeChatLogin
{
    private static readonly TimeSpan Remembered = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan RefusalRemembered = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Lease = WeChatWire.Timeout + TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly Guid holder = ids.Next();

    /// <summary>Within this process callers with one code share one question, instead of each asking the database again and again.</summary>
    private readonly ConcurrentDictionary<string, Lazy<Task<WeChatAnswer>>> running = new(StringComparer.Ordinal);

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
        var key = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{account}:{settings[account].AppId}:{code}")));
        // The exchange belongs to every caller with this code, so one of them leaving does not end it.
        var exchange = running.GetOrAdd(key, _ => new(() => Exchange(account, path, parameter, code, key)));
        try { return Understood(await exchange.Value.WaitAsync(ct), path); }
        catch (NoAnswer e) { throw new WeChatUnavailable($"{path}: {e.Message}", e); }
        finally { running.TryRemove(new(key, exchange)); }
    }

    /// <summary>Asks WeChat, or waits for the process that does, or reads what it kept.</summary>
    private async Task<WeChatAnswer> Exchange(ServiceAccountKind account, string path, string parameter, string code, string key)
    {
        for (var start = clock.GetTimestamp(); ;)
        {
            var turn = await codes.Take(key, holder, Lease, CancellationToken.None);
            if (turn.Answer is { } kept) return WeChatAnswer.Parse(Encoding.UTF8.GetBytes(kept)) ?? throw new NoAnswer(false, "a kept answer that can't be read");
            if (turn.Yours) return await Ask(account, path, parameter, code, key);
            if (clock.GetElapsedTime(start) > Lease) throw new NoAnswer(false, "another process exchanges this code and does not finish");
            await Task.Delay(Pause, clock);
        }
    }

    private async Task<WeChatAnswer> Ask(ServiceAccountKind account, string path, string parameter, string code, string key)
    {
        var settled = false;
        try
        {
            var answer = await api.CallWithSecret(account, path, Repeat.Once, CancellationToken.None, (parameter, code), ("grant_type", "authorization_code"));
            if (answer.Succeeded || CodeIsBad(answer))
            {
                await codes.Keep(key, holder, answer.Body.GetRawText(), answer.Succeeded ? Remembered : RefusalRemembered, CancellationToken.None);
                settled = true;
            }
            return answer;
        }
        finally
        {
            // No answer: the code may still be good, and the next caller may try it at once.
            if (!settled) await codes.Release(key, holder, CancellationToken.None);
        }
    }

    private static WeChatAnswer Understood(WeChatAnswer answer, string path) =>
        CodeIsBad(answer) ? throw new LoginCodeRefused($"{path} answered {answer.Code}") : WeChatApi.Accepted(answer, path);

    /// <summary>Made up, of the other account, spent, missing, too old, void by a changed password, or of a user whom WeChat calls risky.</summary>
    private static bool CodeIsBad(WeChatAnswer answer) => answer.Code is 40029 or 40163 or 41008 or 42003 or 42007 or 40226;

    private static string Required(WeChatAnswer answer, string name) =>
        answer.Text(name) ?? throw new WeChatUnavailable($"the answer has no {name}");
}
