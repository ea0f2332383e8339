using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using WeChatService.Kernel;
using WeChatService.ServiceAccounts.Contracts;

namespace WeChatService.WeChat.Messages;

/// <summary>WeChat's 43101 is the last word on how many opt-ins are left: none. Written at once and by itself; a failure costs one more refused message.</summary>
internal sealed class SpentOptIns(IServiceScopeFactory scopes, ILogger<SpentOptIns> log)
{
    public async Task NoneLeft(string openId, string templateKey)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            scope.ServiceProvider.GetRequiredService<CurrentActor>().Become(Actor.System);
            await scope.ServiceProvider.GetRequiredService<ISubscriptions>().Withdrawn(openId, templateKey);
        }
        catch (Exception e)
        {
            log.LogWarning("Could not note that no opt-in of {Template} is left: {What}", templateKey, e.GetType().Name);
        }
    }
}
