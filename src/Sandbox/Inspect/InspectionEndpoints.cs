using System.Text.Json;
using WeChatService.Sandbox.ObjectStore;
using WeChatService.Sandbox.Phone;
using WeChatService.Sandbox.Setting;
using WeChatService.Sandbox.WeChat;

namespace WeChatService.Sandbox.Inspect;

public sealed record LimitRequest(int? Limit);

public sealed record AddressesRequest(string[]? Addresses);

public sealed record TokenRequest(string? Action);

public sealed record ModeRequest(CallbackMode? Mode);

public sealed record PictureRequest(byte[]? PngBase64);

/// <param name="Timestamp">Unix seconds; pages send it as a number or as text.</param>
public sealed record JsSdkRequest(string? AppId, string? Url, JsonElement? Timestamp, string? NonceStr, string? Signature);

public sealed record HostRequest(string? Base);

public sealed record AdvanceRequest(double? Seconds);

public sealed record ResetRequest(string? Scope);

/// <summary>/__sandbox/* beside the people: accounts, codes, callbacks, log, faults, clock.</summary>
public static class InspectionEndpoints
{
    public static void MapInspection(this IEndpointRouteBuilder app)
    {
        RouteGroupBuilder sandbox = app.MapGroup("/__sandbox").AddEndpointFilter(DrivingProblem.Answer);
        sandbox.MapAccounts();
        sandbox.MapCodes();
        sandbox.MapCallbacks();
        sandbox.MapGet("log", (string? target, long? after, RequestLog log) => log.Read(target, after ?? 0));
        sandbox.MapGet("faults", (FaultBoard board) => board.All);
        sandbox.MapPost("faults", (Fault fault, FaultBoard board) =>
        {
            if (!fault.Known) throw new DrivingProblem(400, "fault.unknown", "See README.md for targets and modes.");
            board.Add(fault);
            return Results.Json(board.All);
        });
        sandbox.MapDelete("faults", (FaultBoard board) =>
        {
            board.Clear();
            return Results.NoContent();
        });
        sandbox.MapGet("projects", (Projects projects) => projects.All);
        sandbox.MapGet("clock", (SandboxClock clock) => Now(clock));
        sandbox.MapPost("clock/advance", (AdvanceRequest asked, SandboxClock clock) =>
        {
            if (asked.Seconds is not (> 0 and < 1e9)) throw new DrivingProblem(400, "clock.seconds", "Seconds is above 0.");
            clock.Advance(TimeSpan.FromSeconds(asked.Seconds.Value));
            return Now(clock);
        });
        sandbox.MapGet("objects", (Bucket bucket) => bucket.All.Select(o => new { key = o.Key, bytes = o.Content.Length, contentType = o.ContentType, etag = o.ETag, at = o.At }));
        sandbox.MapPost("reset", (ResetRequest? asked, Resetting resetting) =>
        {
            if (asked?.Scope is not (null or "all" or "phones")) throw new DrivingProblem(400, "reset.scope", "Scope is all or phones.");
            if (asked?.Scope == "phones") resetting.Phones();
            else resetting.Everything();
            return Results.NoContent();
        });
        sandbox.MapFallback("{**rest}", () => Results.Json(new { code = "path.unknown", message = "See README.md." }, statusCode: 404));
    }

    static void MapAccounts(this RouteGroupBuilder sandbox)
    {
        sandbox.MapGet("accounts", (DemoAccounts accounts, Followers followers, Menus menus, TemplateLibrary templates, TemplateSending sending) =>
            accounts.All.Select(a => new
            {
                account = a.PathName,
                name = a.Name,
                appId = a.AppId,
                originalId = a.OriginalId,
                followers = followers.Of(a.Kind),
                menu = menus.Of(a.Kind),
                templates = templates.Of(a.Kind),
                sentToday = sending.Quota(a.Kind).Sent,
                dailyLimit = sending.Quota(a.Kind).Limit,
            }));
        sandbox.MapGet("accounts/{account}/messages", (string account, DemoAccounts accounts, People people, Chats chats) =>
        {
            AccountKind kind = DrivingEndpoints.Account(accounts, account).Kind;
            return chats.SentBy(kind).Select(m => new
            {
                m.Id,
                m.At,
                m.Person,
                openId = people.OpenId(people.Find(m.Person)!, kind),
                m.Title,
                m.TemplateId,
                m.TemplateKey,
                m.Fields,
                m.Url,
                m.MiniProgram,
                m.MsgId,
                m.ClientMsgId,
                m.Status,
                m.Shown,
            });
        });
        sandbox.MapPost("accounts/{account}/daily-limit", (string account, LimitRequest asked, DemoAccounts accounts, TemplateSending sending) =>
        {
            sending.Limit(DrivingEndpoints.Account(accounts, account).Kind, asked.Limit ?? 100_000);
            return Results.NoContent();
        });
        sandbox.MapPost("accounts/{account}/ip-list", (string account, AddressesRequest asked, DemoAccounts accounts, AccessTokens tokens) =>
        {
            tokens.Allow(DrivingEndpoints.Account(accounts, account).Kind, asked.Addresses);
            return Results.NoContent();
        });
        sandbox.MapPost("accounts/{account}/token", (string account, TokenRequest asked, DemoAccounts accounts, AccessTokens tokens) =>
        {
            if (asked.Action is not ("expire" or "invalidate")) throw new DrivingProblem(400, "token.action", "Action is expire or invalidate.");
            tokens.Spoil(DrivingEndpoints.Account(accounts, account).Kind, asked.Action == "expire");
            return Results.NoContent();
        });
        sandbox.MapPost("accounts/{account}/callback-mode", (string account, ModeRequest asked, DemoAccounts accounts, CallbackDriver callbacks) =>
        {
            callbacks.Modes[(int)DrivingEndpoints.Account(accounts, account).Kind] = asked.Mode ?? CallbackMode.Safe;
            return Results.NoContent();
        });
    }

    static void MapCodes(this RouteGroupBuilder sandbox)
    {
        sandbox.MapGet("qr-codes", (QrCodes codes, DemoAccounts accounts) => codes.All.Select(c => new
        {
            account = accounts[c.Account].PathName,
            ticket = c.Ticket,
            content = c.Content,
            scene = c.Scene,
            action = c.Action,
            createdAt = c.CreatedAt,
            expiresAt = c.ExpiresAt,
            expired = codes.Expired(c),
            imageUrl = "/cgi-bin/showqrcode?ticket=" + Uri.EscapeDataString(c.Ticket),
        }));
        sandbox.MapGet("qr", (string? content) => content is { Length: > 0 and <= 1000 }
            ? Results.Bytes(QrCodes.Picture(content), "image/png")
            : throw new DrivingProblem(400, "qr.missing", "Give content of 1 to 1000 characters."));
        sandbox.MapPost("qr/decode", async (PictureRequest asked, HttpContext context) => new
        {
            content = await Scanner.Decode(asked.PngBase64 ?? [], context.RequestAborted) ?? throw new DrivingProblem(422, "qr.not_found", "No QR code in this picture."),
        });
        sandbox.MapPost("js-sdk/check", (JsSdkRequest asked, DemoAccounts accounts, JsTickets tickets) =>
        {
            if (accounts.ByAppId(asked.AppId) is not { Kind: not AccountKind.MiniProgram } account) return Results.Json(new { valid = false, reason = "invalid appId" });
            bool valid = tickets.Valid(account.Kind, asked.Url ?? "", asked.Timestamp?.ToString() ?? "", asked.NonceStr ?? "", asked.Signature ?? "");
            return Results.Json(new { valid, reason = valid ? null : "invalid signature" });
        });
    }

    static void MapCallbacks(this RouteGroupBuilder sandbox)
    {
        sandbox.MapGet("callbacks", (string? account, CallbackLog deliveries) => deliveries.Of(account));
        sandbox.MapPost("callbacks/{id:long}/repeat", async (long id, CallbackLog deliveries, DemoAccounts accounts, CallbackDriver callbacks) =>
            deliveries.Find(id) is { } found
                ? await callbacks.Send(accounts.ByPathName(found.Delivery.Account)!, found.Message)
                : throw new DrivingProblem(404, "callback.unknown", "There is no such delivery."));
        sandbox.MapPost("callbacks/echo", async (AccountRequest asked, DemoAccounts accounts, CallbackDriver callbacks) =>
        {
            DemoAccount account = DrivingEndpoints.Account(accounts, asked.Account);
            if (callbacks.HostBase is null) throw new DrivingProblem(409, "host.unknown", "Set Sandbox__HostBase or POST host.");
            (bool ok, int status, string body) = await callbacks.Echo(account);
            return new { ok, status, body };
        });
        sandbox.MapGet("host", (CallbackDriver callbacks) => new { @base = callbacks.HostBase });
        sandbox.MapPost("host", (HostRequest asked, CallbackDriver callbacks) =>
        {
            if (asked.Base is not null && !Uri.TryCreate(asked.Base, UriKind.Absolute, out _)) throw new DrivingProblem(400, "host.base", "Give an absolute address.");
            callbacks.HostBase = asked.Base?.TrimEnd('/');
            return Results.NoContent();
        });
    }

    static object Now(SandboxClock clock) => new { now = clock.GetUtcNow(), advancedSeconds = clock.Offset.TotalSeconds };
}

/// <summary>Forgets everything the sandbox learnt since it started.</summary>
public sealed class Resetting(
    Followers followers, Chats chats, CallbackLog deliveries, CallbackDriver callbacks, RequestLog log, FaultBoard faults, SandboxClock clock,
    AccessTokens tokens, TemplateLibrary templates, TemplateSending sending, SubscribeSending subscribing, QrCodes codes, Menus menus,
    JsTickets tickets, OAuthCodes oauth, MiniProgramSessions sessions, Bucket bucket)
{
    /// <summary>What people did: follows, chats, places, faults, log. The accounts keep their menus, codes, tokens and objects,
    /// so that a running product goes on undisturbed.</summary>
    public void Phones()
    {
        followers.Reset();
        chats.Reset();
        deliveries.Clear();
        log.Clear();
        faults.Clear();
    }

    public void Everything()
    {
        Phones();
        clock.Reset();
        tokens.Reset();
        templates.Reload();
        sending.Reset();
        subscribing.Reset();
        codes.Reset();
        menus.Reset();
        tickets.Reset();
        oauth.Reset();
        sessions.Reset();
        bucket.Reset();
        Array.Fill(callbacks.Modes, CallbackMode.Safe);
    }
}
