using WeChatService.Kernel;
using WeChatService.ServiceAccounts.Contracts;

namespace WeChatService.Messaging.On;

/// <summary>NTF-15: somebody follows at last, and where the profile allows it gets what he missed.</summary>
internal sealed class FollowerEvents(ResendDesk desk) : IHandle<FollowerChanged>
{
    public Task Handle(FollowerChanged e, CancellationToken ct)
    {
        return e is { Subscribed: true, SubjectId: { } subject, Account: not ServiceAccountKind.MiniProgram }
            ? desk.SendMissed(subject, e.Account, e.OpenId, ct)
            : Task.CompletedTask;
    }
}
