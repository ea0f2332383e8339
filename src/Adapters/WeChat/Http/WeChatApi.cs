using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.Retry;
using WeChatService.ServiceAccounts.Contracts;
using WeChatService.ServiceAccounts.Ports;

namespace WeChatService.WeChat.Http;

/// <summary>May a call be made again when no answer came? Once: it might act twice. Freely: repeating it changes nothing.</summary>
internal enum Repeat { Once, Freely }

/// <summary>Calls api.weixin.qq.com in an account's name: the shared token, one retry with another token, retries where they are safe.</summary>
internal sealed class WeChatApi
{
    private static readonly TimeSpan EarlyBy = TimeSpan.FromSeconds(280);
    private static readonly TimeSpan BetweenForced = TimeSpan.FromMinutes(5);
    private readonly WeChatWire wire;
    private readonly WeChatSettings settings;
    private readonly SharedTokens tokens;
    private readonly TimeProvider clock;
    private readonly ILogger<WeChatApi> log;
    private readonly ResiliencePipeline<WeChatAnswer> freely;
    private readonly ConcurrentDictionary<ServiceAccountKind, DateTimeOffset> forced = new();

    public WeChatApi(WeChatWire wire, WeChatSettings settings, SharedTokens tokens, TimeProvider clock, ILogger<WeChatApi> log)
    {
        (this.wire, this.settings, this.tokens, this.clock, this.log) = (wire, settings, tokens, clock, log);
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
    public async Task<WeChatAnswer> Call(ServiceAccountKind account, string path, object? body, Repeat repeat, CancellationToken ct,
        params (string Name, string Value)[] query)
    {
        var token = await AccessToken(account, ct);
        var answer = await Attempt(token);
        if (!answer.TokenRefused) return answer;
        log.LogInformation("WeChat refused the access token of {Account}; taking another one", account);
        return await Attempt(await tokens.InsteadOf(TokenName(account), token, (refused, c) => FetchToken(account, refused, c), ct));

        Task<WeChatAnswer> Attempt(string accessToken) =>
            Send(c => wire.Call(settings.ApiBase, path, [("access_token", accessToken), .. query], body, c), repeat, ct);
    }

    /// <summary>A call that authenticates with the account's secret instead of a token (sign-in).</summary>
    public Task<WeChatAnswer> CallWithSecret(ServiceAccountKind account, string path, Repeat repeat, CancellationToken ct,
        params (string Name, string Value)[] query)
    {
        var who = settings[account];
        return Send(c => wire.Call(settings.ApiBase, path, [("appid", who.AppId), ("secret", who.Secret), .. query], null, c), repeat, ct);
    }

    /// <summary>The same as <see cref="Call"/> for callers that only care for success; busy and silent become <see cref="WeChatUnavailable"/>.</summary>
    public async Task<WeChatAnswer> Ask(ServiceAccountKind account, string path, object? body, CancellationToken ct, params (string Name, string Value)[] query)
    {
        try { return Accepted(await Call(account, path, body, Repeat.Freely, ct, query), path); }
        catch (NoAnswer e) { throw new WeChatUnavailable($"{path}: {e.Message}", e); }
    }

    /// <summary>A ticket kept beside the access tokens, under the same lease.</summary>
    public Task<string> Ticket(ServiceAccountKind account, CancellationToken ct) => tokens.Get($"{account}:{settings[account].AppId}:jsapi", async (_, c) =>
    {
        var answer = await Ask(account, "/cgi-bin/ticket/getticket", null, c, ("type", "jsapi"));
        return Held(answer, "ticket");
    }, ct);

    internal static WeChatAnswer Accepted(WeChatAnswer answer, string path)
    {
        if (answer.Succeeded) return answer;
        var what = $"{path} answered {answer.Code} ({answer.RequestId ?? "no rid"})";
        if (answer.Busy || answer.Code is 45011) throw new WeChatUnavailable(what);
        throw new WeChatMisconfigured(what);
    }

    private Task<string> AccessToken(ServiceAccountKind account, CancellationToken ct) =>
        tokens.Get(TokenName(account), (refused, c) => FetchToken(account, refused, c), ct);

    /// <summary>
    /// The stable token: asking again gives the same one, so several processes cannot take it from each other. Only when WeChat keeps
    /// handing out the very value it refuses is a new one forced: it allows that twenty times a day, so every five minutes at most.
    /// </summary>
    private async Task<HeldToken> FetchToken(ServiceAccountKind account, string? refused, CancellationToken ct)
    {
        const string path = "/cgi-bin/stable_token";
        var who = settings[account];
        var held = await Fetch(force: false);
        if (held.Value != refused || (forced.TryGetValue(account, out var last) && clock.GetUtcNow() - last < BetweenForced)) return held;
        forced[account] = clock.GetUtcNow();
        return await Fetch(force: true);

        async Task<HeldToken> Fetch(bool force)
        {
            var body = new { grant_type = "client_credential", appid = who.AppId, secret = who.Secret, force_refresh = force };
            try
            {
                var answer = await Send(c => wire.Call(settings.ApiBase, path, [], body, c), Repeat.Freely, ct);
                if (!answer.Succeeded && !answer.Busy)
                    log.LogError("WeChat gives {Account} no access token: {Code} ({RequestId})", account, answer.Code, answer.RequestId);
                return Held(Accepted(answer, path), "access_token");
            }
            catch (NoAnswer e) { throw new WeChatUnavailable($"{path}: {e.Message}", e); }
        }
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
