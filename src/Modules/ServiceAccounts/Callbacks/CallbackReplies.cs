using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using WeChatService.Kernel;
using WeChatService.ServiceAccounts.Contracts;
using WeChatService.ServiceAccounts.Ports;

namespace WeChatService.ServiceAccounts.Callbacks;

/// <summary>
/// Chooses what the sender reads at once. It only reads, and nothing that goes wrong here costs the message: without an answer in time the
/// chat gets none.
/// </summary>
internal sealed partial class CallbackReplies(ReplyBook book, IServiceScopeFactory scopes, ILogger<CallbackReplies> log)
{
    private static readonly Task<string?> Silence = Task.FromResult<string?>(null);

    public Task<string?> To(ServiceAccountKind account, ReadCallback read, TimeSpan patience)
    {
        // WeChat shows a mini program's visitors nothing of what is answered here.
        if (account == ServiceAccountKind.MiniProgram) return Silence;
        if (read.Field("Event") is not { } happened) return Task.FromResult(book.ToMessage(account, read.Field("Content")));
        if (CallbackEffects.SceneOf(read) is { } scene) return ToScan(account, read.FromUserName, scene, happened, patience);
        return Task.FromResult(happened.ToUpperInvariant() switch
        {
            "SUBSCRIBE" => book.Welcome(account),
            "CLICK" => book.ToClick(account, read.Field("EventKey")),
            _ => null,
        });
    }

    private async Task<string?> ToScan(ServiceAccountKind account, string openId, string scene, string happened, TimeSpan patience)
    {
        try
        {
            var text = await Ask(account, openId, scene).WaitAsync(patience, TimeProvider.System);
            return text ?? (happened.Equals("subscribe", StringComparison.OrdinalIgnoreCase) ? book.Welcome(account) : null);
        }
        catch (Exception e)
        {
            NoAnswer(log, account, e.GetType().Name);
            return null;
        }
    }

    /// <summary>The first module that knows the scene answers. Left to itself when it takes too long.</summary>
    private async Task<string?> Ask(ServiceAccountKind account, string openId, string scene)
    {
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentActor>().Become(Actor.System);
        foreach (var replier in scope.ServiceProvider.GetServices<IReplyToScan>())
            if (await replier.ReplyFor(account, openId, scene, CancellationToken.None) is { Length: > 0 } text) return text;
        return null;
    }

    [LoggerMessage(LogLevel.Warning, "No answer to a scan of {Account}: {What}")]
    private static partial void NoAnswer(ILogger log, ServiceAccountKind account, string what);
}
