using WeChatService.Kernel;
using WeChatService.ServiceAccounts.Contracts;

namespace WeChatService.Messaging.On;

/// <summary>NTF-18: WeChat's last word makes a sent message delivered or blocked.</summary>
internal sealed class SendEvents(AppDb db, Ids ids, TimeProvider time) : IHandle<TemplateJobFinished>
{
    public Task Handle(TemplateJobFinished e, CancellationToken ct)
    {
        db.Add(SendReceipt.Of(ids.Next(), e, time.GetUtcNow()));
        return Task.CompletedTask;
    }
}
