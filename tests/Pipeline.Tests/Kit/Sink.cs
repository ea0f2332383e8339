using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace WeChatService.Pipeline.Tests.Kit;

/// <summary>
/// A far side over real HTTP that counts effects: as WeChat does, it drops the repeat of a client_msg_id, and unlike
/// WeChat and the sandbox it can lose its answer, hang, or fail as told.
/// </summary>
internal sealed class Sink : IAsyncDisposable
{
    /// <summary>Well behind the deadline of <see cref="PushRig.Impatient"/>.</summary>
    private static readonly TimeSpan Late = TimeSpan.FromSeconds(2.5);

    private readonly WebApplication app;
    private readonly ConcurrentDictionary<string, long> effects = new();
    private long lastMsgId;
    private int requests;

    private Sink(WebApplication app) => this.app = app;

    /// <summary>Decides the fate of a request; the default takes it.</summary>
    public Func<SinkRequest, SinkAnswer> Answers { get; set; } = _ => SinkAnswer.Ok;

    public int Requests => Volatile.Read(ref requests);

    /// <summary>Messages that a person would have seen: distinct ids taken.</summary>
    public IReadOnlyCollection<string> Effects => [.. effects.Keys];

    public ConcurrentQueue<SinkRequest> Seen { get; } = new();

    public Uri Address => new(app.Urls.First());

    public static async Task<Sink> Start()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var sink = new Sink(builder.Build());
        sink.app.MapPost("/send", sink.Take);
        await sink.app.StartAsync();
        return sink;
    }

    private async Task Take(HttpContext http, SinkRequest request)
    {
        Interlocked.Increment(ref requests);
        Seen.Enqueue(request);
        var answer = Answers(request);
        if (answer is SinkAnswer.Ok or SinkAnswer.TakenButSilent or SinkAnswer.TakenAndSaidLate)
        {
            effects.GetOrAdd(request.ClientMsgId, _ => Interlocked.Increment(ref lastMsgId));
        }

        if (answer == SinkAnswer.TakenButSilent)
        {
            await Task.Delay(Timeout.Infinite, http.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return;
        }

        if (answer == SinkAnswer.TakenAndSaidLate)
        {
            await Task.Delay(Late);
            answer = SinkAnswer.Ok;
        }

        await http.Response.WriteAsJsonAsync(new SinkReply((int)answer, effects.GetValueOrDefault(request.ClientMsgId)));
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();
}

internal sealed record SinkRequest(string Account, string OpenId, string ClientMsgId, string Template, string Worker);

internal sealed record SinkReply(int ErrCode, long MsgId);

/// <summary>The errcode of the answer, or no answer.</summary>
internal enum SinkAnswer
{
    Ok = 0,
    Busy = -1,
    NotFollowing = 43004,
    BadOpenId = 40003,
    QuotaReached = 45009,
    TooFast = 45011,
    WrongAddress = 40164,
    TakenButSilent = 1_000_000,
    TakenAndSaidLate,
}
