using WeChatService.Messaging.Ports;

namespace WeChatService.Redis.Guard;

internal static class ErrorReply
{
    /// <summary>True if Redis answered with an error that starts with one of these codes ("NOGROUP").</summary>
    public static bool SaysAny(this PushTransportException failed, params ReadOnlySpan<string> codes)
    {
        if (failed.Failure != PushFailure.Refused)
        {
            return false;
        }

        foreach (var code in codes)
        {
            if (failed.Message.StartsWith(code, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }
}
