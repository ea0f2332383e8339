using System.Diagnostics;
using WeChatService.Messaging.Ports;

namespace WeChatService.PushProcess;

/// <summary>The real sender, except for one receiver whose message takes the process with it: no clean-up, no answer.</summary>
internal sealed class PoisonedSender(INoticeSender real, string openId) : INoticeSender
{
    public Task<SendOutcome> Send(NoticeToSend notice, CancellationToken ct)
    {
        if (notice.OpenId == openId)
        {
            Process.GetCurrentProcess().Kill();
        }

        return real.Send(notice, ct);
    }
}
