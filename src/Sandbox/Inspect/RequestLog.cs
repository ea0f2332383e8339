using System.Diagnostics;
using System.Text.RegularExpressions;
using WeChatService.Sandbox.Setting;

namespace WeChatService.Sandbox.Inspect;

/// <summary>One request the sandbox served (or, target <c>callback</c>, one it sent).</summary>
public sealed record LoggedRequest(
    long N, DateTimeOffset At, string Target, string Method, string Path, int Status, string? Code, long Milliseconds, string? Person);

/// <summary>The last 5000 requests in order, secrets redacted.</summary>
public sealed partial class RequestLog
{
    const int Kept = 5000;
    readonly Lock _lock = new();
    readonly Queue<LoggedRequest> _entries = [];
    long _n;

    public void Add(string target, string method, string path, int status, string? code, long milliseconds, string? person = null)
    {
        lock (_lock)
        {
            _entries.Enqueue(new LoggedRequest(++_n, TimeProvider.System.GetUtcNow(), target, method, Redact(path), status, code, milliseconds, person));
            while (_entries.Count > Kept) _entries.Dequeue();
        }
    }

    public IReadOnlyList<LoggedRequest> Read(string? target, long after)
    {
        lock (_lock) return [.. _entries.Where(e => e.N > after && (target is null || e.Target == target))];
    }

    public void Clear()
    {
        lock (_lock) _entries.Clear();
    }

    /// <summary>Tokens, secrets, codes and signatures never stand in the log in full.</summary>
    static string Redact(string path) => Secrets().Replace(path, "$1$2=…");

    [GeneratedRegex(@"([?&])(access_token|refresh_token|secret|appsecret|code|js_code|signature|X-Amz-Signature|X-Amz-Credential|msg_signature)=[^&]*", RegexOptions.IgnoreCase)]
    private static partial Regex Secrets();
}

/// <summary>Which outside platform a request is meant for, read from its path and headers.</summary>
public static class Targets
{
    public const string WeChat = "wechat", Face = "face", Store = "store", Callback = "callback", Drive = "drive", Page = "page", Mail = "mail";

    static readonly string[] s_weChatPaths = ["/cgi-bin", "/sns", "/wxa", "/wxaapi", "/connect", "/cityservice", "/datacube", "/customservice"];

    public static string Of(HttpRequest request)
    {
        PathString path = request.Path;
        if (path.StartsWithSegments("/__sandbox")) return Drive;
        if (path.StartsWithSegments("/__s3")) return Store;
        if (s_weChatPaths.Any(p => path.StartsWithSegments(p))) return WeChat;
        if (path == "/" && !HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method)) return Face;
        return Page;
    }
}

/// <summary>Writes every vendor request and every driving change into the log. Reading the inspection API is not logged.</summary>
public sealed class RequestLogging(RequestDelegate next, RequestLog log)
{
    static readonly object s_code = new(), s_person = new();

    /// <summary>Notes the vendor's own error code of this answer for the log.</summary>
    public static void Note(HttpContext context, string code) => context.Items[s_code] = code;

    /// <summary>Notes which demonstration person acted.</summary>
    public static void NotePerson(HttpContext context, Person person) => context.Items[s_person] = person.Key;

    public async Task InvokeAsync(HttpContext context)
    {
        string target = Targets.Of(context.Request);
        string path = context.Request.Path + context.Request.QueryString;
        long started = Stopwatch.GetTimestamp();
        bool dropped = false, written = false;
        // Before the first byte of the answer leaves: who was answered finds the request in the log.
        context.Response.OnStarting(() =>
        {
            Write();
            return Task.CompletedTask;
        });
        try
        {
            await next(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            dropped = true;
        }
        finally
        {
            Write();
        }

        void Write()
        {
            if (written) return;
            written = true;
            bool reading = target is Targets.Page || (target is Targets.Drive && HttpMethods.IsGet(context.Request.Method));
            if (!reading)
                log.Add(target, context.Request.Method, path, dropped ? 0 : context.Response.StatusCode, context.Items[s_code] as string,
                    (long)Stopwatch.GetElapsedTime(started).TotalMilliseconds, context.Items[s_person] as string);
        }
    }
}
