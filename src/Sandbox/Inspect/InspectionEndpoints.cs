using System.Text.Json;
using WeChatService.Sandbox.Mail;
using WeChatService.Sandbox.ObjectStore;
using WeChatService.Sandbox.Phone;
using WeChatService.Sandbox.Setting;
using WeChatService.Sandbox.TencentCloud;
using WeChatService.Sandbox.WeChat;
using WeChatService.Sandbox.Wire;

namespace WeChatService.Sandbox.Inspect;

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
        sandbox.MapGet("sms", (string? person, SmsInbox inbox) => inbox.Of(person));
        sandbox.MapGet("mails", (string? to, MailBox box) => box.All(to));
        sandbox.MapGet("mails/{number:int}/raw", (int number, MailBox box) =>
            box.Raw(number) is { } raw ? Results.Bytes(raw, "message/rfc822") : throw new DrivingProblem(404, "mail.unknown", "There is no such mail."));
        sandbox.MapGet("mails/{number:int}/attachments/{index:int}", (int number, int index, MailBox box) =>
            box.File(number, index) is { } file ? Results.Bytes(file.Content, file.About.ContentType) : throw new DrivingProblem(404, "mail.unknown", "There is no such attachment."));
        sandbox.MapGet("faults", (FaultBoard board) => board.All);
        sandbox.MapPost("faults", (Fault fault, FaultBoard board) =>
        {
            if (!fault.Known) throw new DrivingProblem(400, "fault.unknown", "See README.md for targets and modes.");
            board.Add(fault);
            return Results.Json(board.All);
        });
        sandbox.MapDelete("faults/{id:int}", (int id, FaultBoard board) =>
            board.Remove(id) ? Results.NoContent() : throw new DrivingProblem(404, "fault.unknown", "There is no such fault in force."));
        sandbox.MapDelete("faults", (FaultBoard board) =>
        {
            board.Clear();
            return Results.NoContent();
        });
        sandbox.MapGet("root.pem", (RootCertificate root) => Results.Text(root.Pem, "application/x-pem-file"));
        sandbox.MapGet("projects", (Projects projects) => projects.All);
        sandbox.MapSettings();
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
