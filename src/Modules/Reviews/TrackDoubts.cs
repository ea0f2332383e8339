using WeChatService.FieldTasks.Contracts;
using WeChatService.Kernel;

namespace WeChatService.Reviews;

/// <summary>What speaks against a track and the places of start and consents; it is shown to whoever reviews, and refuses nothing (FLD-32).</summary>
internal static class TrackDoubts
{
    /// <summary>Two clocks are never quite the same.</summary>
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(5);

    public static IReadOnlyList<string> Of(TaskSheet task)
    {
        var track = task.Track;
        var jumps = track.Zip(track.Skip(1)).Where(p => p.First.Place.IsOutOfReachOf(p.Second.Place, p.Second.At - p.First.At)).ToList();
        var ahead = track.Count(p => p.At > p.StoredAt + Skew);
        (string What, SiteEvidence? Site)[] places =
        [
            ("开工", task.Start),
            .. task.Consents.Select(c => (c.Kind == ConsentKind.Start ? "申请开始" : "申请提交", (SiteEvidence?)c.Asked)),
            .. task.Consents.Select(c => (c.Kind == ConsentKind.Start ? "答复开始申请" : "答复提交申请", c.Decided)),
        ];
        return
        [
            .. places.Where(p => p.Site is { IsMock: true }).Select(p => $"{p.What}时手机说这是模拟位置"),
            .. jumps.Count == 0 ? Array.Empty<string>() : [$"轨迹有 {jumps.Count} 处移动快得不可能，第一处在 {ChinaTime.Says(jumps[0].Second.At)}"],
            .. ahead == 0 ? Array.Empty<string>() : [$"{ahead} 个轨迹点的手机时间比收到时还晚，手机时钟不准"],
        ];
    }
}
