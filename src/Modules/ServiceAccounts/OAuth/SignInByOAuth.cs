using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using WeChatService.Kernel;
using WeChatService.ServiceAccounts.Contracts;
using WeChatService.ServiceAccounts.Ports;

namespace WeChatService.ServiceAccounts.OAuth;

/// <summary>
/// How an H5 page learns who opened it (ACC-18): start sends the browser to WeChat, WeChat sends it back with a code. The state proves
/// that it is the same browser; its cookie keeps the page to return to and lives ten minutes, so that a repeated callback still works.
/// </summary>
internal sealed class SignInByOAuth
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/wechat/{account:regex(^(agency|owner)$)}/oauth/start", Start).AllowAnonymous().ExcludeFromDescription();
        app.MapGet("/wechat/{account:regex(^(agency|owner)$)}/oauth/callback", Callback).AllowAnonymous().ExcludeFromDescription();
    }

    private static IResult Start(HttpContext http, [FromRoute(Name = "account")] RoutedAccount routed, IWeChatLogin login, IConfiguration configuration)
    {
        var account = routed.Kind;
        var back = http.Request.Query["return"].ToString() is { Length: > 0 } given ? given : HomeOf(account);
        if (!IsLocal(back)) return Refuse(http, account, ServiceAccountProblems.ReturnNotLocal);
        var state = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        http.Response.Cookies.Append(CookieOf(account, state), $"{state}.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(back))}", new CookieOptions
        {
            HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = PublicBase(http, configuration).Scheme == Uri.UriSchemeHttps, MaxAge = Lifetime, Path = PathOf(account),
        });
        http.Response.Headers.CacheControl = "no-store";
        try { return Results.Redirect(login.AuthorizePage(account, new Uri(PublicBase(http, configuration), $"{PathOf(account)}/callback"), state).AbsoluteUri); }
        catch (WeChatMisconfigured) { return Refuse(http, account, ServiceAccountProblems.NotSetUp); }
    }

    private static async Task<IResult> Callback(HttpContext http, [FromRoute(Name = "account")] RoutedAccount routed, IWeChatLogin login, ISignInByWeChat signIn,
        AppDb db, CurrentActor actor, ILogger<SignInByOAuth> log, CancellationToken ct)
    {
        var account = routed.Kind;
        http.Response.Headers.CacheControl = "no-store";
        if (ReturnOf(http, account) is not { } back) return Refuse(http, account, ServiceAccountProblems.OAuthStateUnknown);
        if (http.Request.Query["code"].ToString() is not { Length: > 0 } code) return Refuse(http, account, ServiceAccountProblems.OAuthCodeRefused);
        try
        {
            var identity = await login.ByOAuthCode(account, code, ct);
            using var _ = actor.AsSystem();
            var next = await signIn.CompleteAsync(http, account, identity, back, ct);
            await db.SaveChangesAsync(ct);
            return Results.LocalRedirect(next);
        }
        catch (LoginCodeRefused e)
        {
            log.LogInformation("Sign-in by {Account} refused: {Why}", account, e.Message);
            return Refuse(http, account, ServiceAccountProblems.OAuthCodeRefused);
        }
        catch (WeChatUnavailable) { return Refuse(http, account, ServiceAccountProblems.WeChatSilent); }
        catch (WeChatMisconfigured e)
        {
            log.LogError("Sign-in by {Account} impossible: {Why}", account, e.Message);
            return Refuse(http, account, ServiceAccountProblems.WeChatRefuses);
        }
    }

    /// <summary>The page to return to, from the cookie of exactly this state; null when this browser did not start it.</summary>
    private static string? ReturnOf(HttpContext http, ServiceAccountKind account)
    {
        var state = http.Request.Query["state"].ToString();
        if (state.Length != 32 || !state.All(char.IsAsciiHexDigitLower)) return null;
        if (http.Request.Cookies[CookieOf(account, state)]?.Split('.', 2) is not [var kept, var path]) return null;
        if (!CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(kept), Encoding.ASCII.GetBytes(state))) return null;
        try { return Encoding.UTF8.GetString(Base64Url.DecodeFromChars(path)) is var back && IsLocal(back) ? back : null; }
        catch (FormatException) { return null; }
    }

    /// <summary>A path of this site: one leading slash, nothing that a browser could read as another host.</summary>
    internal static bool IsLocal(string path) =>
        path.Length <= 1024 && path.StartsWith('/') && !path.StartsWith("//", StringComparison.Ordinal)
        && !path.Contains('\\') && !path.Any(char.IsControl) && Uri.TryCreate(path, UriKind.Relative, out _);

    /// <summary>A person sees this in WeChat's browser, so it is a page; programs get ProblemDetails as everywhere.</summary>
    private static IResult Refuse(HttpContext http, ServiceAccountKind account, Problem problem)
    {
        if (!http.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.Ordinal)) throw new RuleBroken(problem);
        return Results.Content(
            $"""
            <!doctype html><html lang="zh-CN"><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>没能登录</title>
            <body style="margin:0;padding:48px 24px;font:16px/1.6 sans-serif;color:#1a1a1a"><p>{WebUtility.HtmlEncode(problem.Title)}</p>
            <p><a style="color:#0b57d0" href="{HomeOf(account)}">重新打开</a></p></body></html>
            """, "text/html; charset=utf-8", Encoding.UTF8, problem.Status);
    }

    private static Uri PublicBase(HttpContext http, IConfiguration configuration) =>
        Uri.TryCreate(configuration["Public:Base"], UriKind.Absolute, out var site) ? site : new Uri($"{http.Request.Scheme}://{http.Request.Host}");

    private static string Name(ServiceAccountKind account) => account.ToString().ToLowerInvariant();

    private static string HomeOf(ServiceAccountKind account) => $"/{Name(account)}/";

    private static string PathOf(ServiceAccountKind account) => $"/wechat/{Name(account)}/oauth";

    /// <summary>One cookie a state, so that two pages opened at once do not spoil each other's sign-in.</summary>
    private static string CookieOf(ServiceAccountKind account, string state) => $"wcs_oauth_{Name(account)}_{state[..8]}";
}
