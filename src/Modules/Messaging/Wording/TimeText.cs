using System.Globalization;
using WeChatService.Kernel;

namespace WeChatService.Messaging;

/// <summary>Times in the form that WeChat's time fields take: 2026年11月20日 14:07, hours of Asia/Shanghai.</summary>
internal static class TimeText
{
    public static string Of(DateTimeOffset at)
    {
        return ChinaTime.Local(at).ToString("yyyy年M月d日 HH:mm", CultureInfo.InvariantCulture);
    }
}
