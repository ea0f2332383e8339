using System.Text.Json.Serialization;
using WeChatService.Sandbox.Setting;

namespace WeChatService.Sandbox.Inspect;

/// <summary>A disturbance asked for by <c>POST /__sandbox/faults</c>.</summary>
/// <param name="Target">face, wechat, store or callback.</param>
/// <param name="Mode">down, hang, slow, lost, errcode:N, code:X.</param>
/// <param name="Times">How many requests it hits; null = until deleted.</param>
/// <param name="Until">Instant (machine clock) after which it is over.</param>
/// <param name="Seconds">Delay of <c>slow</c>.</param>
/// <param name="Path">Only requests whose path begins so.</param>
public sealed record Fault(string Target, string Mode, int? Times = null, DateTimeOffset? Until = null, double? Seconds = null, string? Path = null)
{
    [JsonIgnore] public bool Known => Target is Targets.Face or Targets.WeChat or Targets.Store or Targets.Callback
        && (Mode is "down" or "hang" or "slow" or "lost" || (ErrCode is not null && Target == Targets.WeChat) || (Code is not null && Target is Targets.Face or Targets.Store));

    [JsonIgnore] public int? ErrCode => Mode.StartsWith("errcode:", StringComparison.Ordinal) && int.TryParse(Mode.AsSpan(8), out int n) ? n : null;

    [JsonIgnore] public string? Code => Mode.StartsWith("code:", StringComparison.Ordinal) && Mode.Length > 5 ? Mode[5..] : null;

    [JsonIgnore] public TimeSpan Delay => TimeSpan.FromSeconds(Seconds ?? 10);
}

/// <summary>The faults in force.</summary>
public sealed class FaultBoard
{
    readonly Lock _lock = new();
    readonly List<(Fault Fault, int Left)> _faults = [];

    public void Add(Fault fault)
    {
        lock (_lock) _faults.Add((fault, fault.Times ?? int.MaxValue));
    }

    public void Clear()
    {
        lock (_lock) _faults.Clear();
    }

    public IReadOnlyList<Fault> All
    {
        get { lock (_lock) return [.. _faults.Select(f => f.Left == int.MaxValue ? f.Fault : f.Fault with { Times = f.Left })]; }
    }

    /// <summary>Takes one hit of the first fault that fits this request.</summary>
    public Fault? Take(string target, string path)
    {
        lock (_lock)
        {
            _faults.RemoveAll(f => f.Fault.Until <= TimeProvider.System.GetUtcNow());
            int at = _faults.FindIndex(f => f.Fault.Target == target && (f.Fault.Path is null || path.StartsWith(f.Fault.Path, StringComparison.Ordinal)));
            if (at < 0) return null;
            (Fault fault, int left) = _faults[at];
            if (left == int.MaxValue) return fault;
            if (left <= 1) _faults.RemoveAt(at);
            else _faults[at] = (fault, left - 1);
            return fault;
        }
    }
}

/// <summary>Lets the faults happen to vendor requests before (or, for <c>lost</c>, after) they are served.</summary>
public sealed class FaultInjection(RequestDelegate next, FaultBoard board)
{
    public async Task InvokeAsync(HttpContext context)
    {
        string target = VirtualHosts.BucketOf(context.Request) is null ? Targets.Of(context.Request) : Targets.Store;
        Fault? fault = target is Targets.Drive or Targets.Page ? null : board.Take(target, context.Request.Path);
        if (fault is null)
        {
            await next(context);
            return;
        }
        RequestLogging.Note(context, "fault:" + fault.Mode);
        switch (fault.Mode)
        {
            case "down":
                context.Abort();
                return;
            case "hang":
                await Task.Delay(Timeout.InfiniteTimeSpan, context.RequestAborted);
                return;
            case "slow":
                await Task.Delay(fault.Delay, context.RequestAborted);
                await next(context);
                return;
            case "lost":
                // The vendor did the work and the answer never arrived: the case that makes blind retries dangerous.
                context.Response.Body = new MemoryStream();
                await next(context);
                context.Abort();
                return;
            default:
                await (target switch
                {
                    Targets.WeChat => WeChat.VendorAnswers.Refuse(context, new WeChat.VendorRefusal(fault.ErrCode!.Value, "system error")),
                    Targets.Face => TencentCloud.IaiEndpoint.Refuse(context, new TencentCloud.CloudRefusal(fault.Code!, "sandbox fault")),
                    _ => ObjectStore.ObjectStoreEndpoint.Refuse(context, new ObjectStore.StoreRefusal(500, fault.Code!, "sandbox fault")),
                });
                return;
        }
    }
}

/// <summary>An object-store request may name its bucket in the Host header (<c>bucket.s3.oss-…</c>), as the vendor
/// demands; such a request is moved to <c>/__s3/{bucket}/…</c> so that one endpoint serves both.</summary>
public sealed class VirtualHosts(RequestDelegate next, DemoAccounts accounts)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (BucketOf(context.Request) is { } bucket && bucket == accounts.ObjectStore.Bucket)
            context.Request.Path = "/__s3/" + bucket + context.Request.Path;
        return next(context);
    }

    /// <summary>First label of a host name with several labels, if the request is not one of the sandbox's own paths.</summary>
    public static string? BucketOf(HttpRequest request)
    {
        string host = request.Host.Host;
        int dot = host.IndexOf('.');
        bool named = dot > 0 && !char.IsAsciiDigit(host[0]) && !host.StartsWith("iai.", StringComparison.Ordinal)
            && !host.EndsWith(".weixin.qq.com", StringComparison.Ordinal);
        return named && !request.Path.StartsWithSegments("/__sandbox") && !request.Path.StartsWithSegments("/__s3") ? host[..dot] : null;
    }
}
