using System.Globalization;

namespace WeChatService.Kernel;

/// <summary>Days and hours of Asia/Shanghai (UTC+8 all year, no summer time since 1991).</summary>
public static class ChinaTime
{
    public static readonly TimeSpan Offset = TimeSpan.FromHours(8);

    public static DateTimeOffset Local(DateTimeOffset instant) => instant.ToOffset(Offset);

    /// <summary>The calendar day on which something happened (CHK-19).</summary>
    public static DateOnly DayOf(DateTimeOffset instant) => DateOnly.FromDateTime(Local(instant).DateTime);

    /// <summary>The instant at which a day begins, as UTC.</summary>
    public static DateTimeOffset StartOf(DateOnly day) =>
        new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), Offset).ToUniversalTime();

    public static DateOnly Today(this TimeProvider time) => DayOf(time.GetUtcNow());

    /// <summary>11月20日 14:07.</summary>
    public static string Says(DateTimeOffset instant) =>
        Local(instant).ToString("M月d日 HH:mm", CultureInfo.InvariantCulture);

    /// <summary>2026年11月20日.</summary>
    public static string Says(DateOnly day) => day.ToString("yyyy年M月d日", CultureInfo.InvariantCulture);
}
