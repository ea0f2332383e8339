using Microsoft.Extensions.Logging;
using Polly;
using Polly.Retry;
using WeChatService.Kernel;
using WeChatService.ServiceAccounts.Contracts;
using WeChatService.ServiceAccounts.Ports;

namespace WeChatService.WeChat.Http;

/// <summary>May a call be made again when no answer came? Once: it might act twice. Freely: repeating it changes nothing.</summary>
internal enum Repeat { Once, Freely }

/// <summary>
/// Calls api.weixin.qq.com in an account's name: the shared token, one retry with another token, retries where they are safe, an alarm
/// when only an operator can help.
/// </summary>
/// <remarks>developers.weixin.qq.com/doc/service/api/base/api_getstableaccesstoken.html</remarks>
internal sealed class WeChatApi
{
    private static readonly TimeSpan EarlyBy = TimeSpan.FromSeconds(280);

    // A call that must not be repeated ends within this, below the six seconds after which the push pipeline gives a send up as
    // unknown: who waited too long for a token says so, having sent nothing, instead of leaving a doubt.
    private static readonly TimeSpan WholeCall = TimeSpan.FromSeconds(5.5);
    private static readonly TimeSpan ShortestAttempt = TimeSpan.FromSeconds(2);

    // WeChat allows twenty forced renewals a day.
    private static readonly TimeSpan BetweenForced = TimeSpan.FromMinutes(10);

    private readonly WeChatWire wire;
    private readonly WeChatSettings settings;
    private readonly SharedTokens tokens;
    private readonly ITokenStore store;
    private readonly IAlarmBell alarms;
    private readonly Ids ids;
    private readonly TimeProvider clock;
    private readonly ILogger<WeChatApi> log;
    private readonly ResiliencePipeline<WeChatAnswer> freely;

    public WeChatApi(WeChatWire wire, WeChatSettings settings, SharedTokens tokens, ITokenStore store, IAlarmBell alarms, Ids ids, TimeProvider clock, ILogger<WeChatApi> log)
    {
        (this.wire, this.settings, this.tokens, this.store, this.alarms, this.ids, this.clock, this.log) = (wire, settings, tokens, store, alarms, ids, clock, log);
        freely = new ResiliencePipelineBuilder<WeChatAnswer> { TimeProvider = clock }
            .AddRetry(new RetryStrategyOptions<WeChatAnswer>
            {
                MaxRetryAttempts = 2, Delay = TimeSpan.FromMilliseconds(200), BackoffType = DelayBackoffType.Exponential, UseJitter = true,
                ShouldHandle = new PredicateBuilder<WeChatAnswer>().Handle<NoAnswer>().HandleResult(a => a.Busy),
            }).Build();
    }

    /// <summary>A call with the account's access token. Answers with an errcode are returned, not thrown.</summary>
    /// <exception cref="NoAnswer">WeChat did not answer the call itself.</exception>
    /// <exception cref="WeChatUnavailable">No token could be had for now.</exception>
    /// <exception cref="WeChatMisconfigured">WeChat refuses to give us a token.</exception>
    public Task<WeChatAnswer> Call(ServiceAccountKind account, string path, object? body, Repeat repeat, CancellationToken ct,
        params (string Name, string Value)[] query) => Call(account, path, body, repeat, picture: false, ct, query);

    /// <summary>A call that authenticates with the account's secret instead of a token (sign-in).</summary>
    public async Task<WeChatAnswer> CallWithSecret(ServiceAccountKind account, string path, Repeat repeat, CancellationToken ct,
        params (string Name, string Value)[] query)
    {
        var who = settings[account];
        return await Noticed(account, path, await Send(c => wire.Call(settings.ApiBase, path, [("appid", who.AppId), ("secret", who.Secret), .. query], null, c), repeat, ct));
    }

    /// <summary>The same as <see cref="Call(ServiceAccountKind, string, object?, Repeat, CancellationToken, ValueTuple{string, string}[])"/> for callers that only care for success; busy and silent become <see cref="WeChatUnavailable"/>.</summary>
    public async Task<WeChatAnswer> Ask(ServiceAccountKind account, string path, object? body, CancellationToken ct, params (string Name, string Value)[] query)
    {
        try { return Accepted(await Call(account, path, body, Repeat.Freely, ct, query), path); }
        catch (NoAnswer e) { throw new WeChatUnavailable($"{path}: {e.Message}", e); }
    }

    /// <summary>A call that answers with a picture; what it refuses comes as JSON.</summary>
    public async Task<byte[]> AskForPicture(ServiceAccountKind account, string path, object body, CancellationToken ct)
    {
        try
        {
            return Accepted(await Call(account, path, body, Repeat.Freely, picture: true, ct), path).Picture
                ?? throw new WeChatUnavailable($"{path} answered without a picture");
        }
        catch (NoAnswer e) { throw new WeChatUnavailable($"{path}: {e.Message}", e); }
    }

    /// <summary>A JS-SDK ticket, kept beside the access tokens under the same lease (JS-SDK 说明文档, 附录1).</summary>
    public Task<string> Ticket(ServiceAccountKind account, CancellationToken ct) => tokens.Get($"{account}:{settings[account].AppId}:jsapi", async (_, c) =>
    {
        var answer = await Ask(account, "/cgi-bin/ticket/getticket", null, c, ("type", "jsapi"));
        return Held(answer, "ticket");
    }, ct);

    /// <summary>Asks for a token whatever is held already, and tells nobody: the doctor's question whether id, secret and address are accepted.</summary>
    public async Task<WeChatAnswer> AskForToken(ServiceAccountKind account, CancellationToken ct) =>
        await Send(c => wire.Call(settings.ApiBase, Refusals.TokenPath, [], TokenRequest(account, force: false), c), Repeat.Freely, ct);

    internal static WeChatAnswer Accepted(WeChatAnswer answer, string path)
    {
        if (answer.Succeeded) return answer;
        var what = $"{path} answered {answer.Code} ({answer.RequestId ?? "no rid"})";
        if (answer.Busy || answer.Code is 45011) throw new WeChatUnavailable(what);
        throw new WeChatMisconfigured(what);
    }

    private async Task<WeChatAnswer> Call(ServiceAccountKind account, string path, object? body, Repeat repeat, bool picture, CancellationToken ct,
        params (string Name, string Value)[] query)
    {
        var began = clock.GetTimestamp();
        var token = await InTime(tokens.Get(TokenName(account), (refused, c) => FetchToken(account, refused, c), ct));
        var answer = await Attempt(token);
        if (answer.TokenRefused)
        {
            log.LogInformation("WeChat refused the access token of {Account}; taking another one", account);
            token = await InTime(tokens.InsteadOf(TokenName(account), token, (refused, c) => FetchToken(account, refused, c), ct));
            answer = await Attempt(token);
            // One token more only if another caller has it already: where tokens die fast the call must not, yet nobody fetches twice for it.
            if (answer.TokenRefused && await tokens.NewerThan(TokenName(account), token, ct) is { } newer) answer = await Attempt(newer);
        }
        return await Noticed(account, path, answer);

        Task<WeChatAnswer> Attempt(string accessToken)
        {
            TimeSpan? left = repeat == Repeat.Once ? WholeCall - clock.GetElapsedTime(began) : null;
            if (left < ShortestAttempt) throw new WeChatUnavailable($"{path}: no time is left after waiting for an access token");
            return Send(c => wire.Call(settings.ApiBase, path, [("access_token", accessToken), .. query], body, c, picture, left), repeat, ct);
        }

        async Task<string> InTime(Task<string> wanted)
        {
            if (repeat != Repeat.Once || wanted.IsCompleted) return await wanted;
            var patience = WholeCall - ShortestAttempt - clock.GetElapsedTime(began);
            try { return await wanted.WaitAsync(patience > TimeSpan.Zero ? patience : TimeSpan.Zero, clock, ct); }
            catch (TimeoutException e) { throw new WeChatUnavailable($"{path}: no access token within {(int)clock.GetElapsedTime(began).TotalMilliseconds} ms", e); }
        }
    }

    /// <summary>
    /// The stable token: asking again gives the same one, so several processes cannot take it from each other. Only when WeChat keeps
    /// handing out the very value it refuses is a new one forced, once in ten minutes over all processes.
    /// </summary>
    private async Task<HeldToken> FetchToken(ServiceAccountKind account, string? refused, CancellationToken ct)
    {
        var held = Held(await Issue(account, force: false, ct), "access_token");
        if (held.Value != refused || !await store.TryLease(TokenName(account) + ":forced", ids.Next(), BetweenForced, ct)) return held;
        try { return Held(await Issue(account, force: true, ct), "access_token"); }
        catch (WeChatMisconfigured e)
        {
            log.LogWarning("No forced renewal for {Account}: {What}", account, e.Message);
            return held;
        }
    }

    private async Task<WeChatAnswer> Issue(ServiceAccountKind account, bool force, CancellationToken ct)
    {
        const string path = Refusals.TokenPath;
        try
        {
            var answer = await Noticed(account, path, await Send(c => wire.Call(settings.ApiBase, path, [], TokenRequest(account, force), c), Repeat.Freely, ct));
            return Accepted(answer, path);
        }
        catch (NoAnswer e) { throw new WeChatUnavailable($"{path}: {e.Message}", e); }
    }

    private object TokenRequest(ServiceAccountKind account, bool force)
    {
        var who = settings[account];
        return new { grant_type = "client_credential", appid = who.AppId, secret = who.Secret, force_refresh = force };
    }

    private async Task<WeChatAnswer> Noticed(ServiceAccountKind account, string path, WeChatAnswer answer)
    {
        if (answer.Succeeded) await alarms.Works(account, path);
        else if (Refusals.Remedy(account, path, answer) is { } remedy) await alarms.Ring(account, answer.Code, path, remedy);
        return answer;
    }

    private HeldToken Held(WeChatAnswer answer, string field)
    {
        var now = clock.GetUtcNow();
        var expires = now + TimeSpan.FromSeconds(Math.Max(1, answer.Number("expires_in") ?? 7200));
        // WeChat hands out the next token in the last five minutes of the old one; asking earlier gives the old one again.
        var renew = expires - EarlyBy + TimeSpan.FromSeconds(Random.Shared.Next(0, 40));
        var soonest = now + TimeSpan.FromSeconds(30);
        return new HeldToken(answer.Text(field) ?? throw new WeChatUnavailable($"the answer has no {field}"),
            renew > soonest ? renew : soonest < expires ? soonest : expires, expires);
    }

    private async Task<WeChatAnswer> Send(Func<CancellationToken, Task<WeChatAnswer>> call, Repeat repeat, CancellationToken ct) =>
        repeat == Repeat.Once ? await call(ct) : await freely.ExecuteAsync(async c => await call(c), ct);

    private string TokenName(ServiceAccountKind account) => $"{account}:{settings[account].AppId}:access";
}
