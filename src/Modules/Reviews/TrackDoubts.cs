using WeChatService.FieldTasks.Contracts;
using WeChatService.Kernel;

namespace WeChatService.Reviews;

/// <summary>What speaks against a track; it is shown to whoever reviews, and refuses nothing (FLD-32).</summary>
internal static class TrackDoubts
{
    /// <summary>Two clocks are never quite the same.</summary>
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(5);

    /// <param name="track">By the phone's clock.</param>
    public static IReadOnlyList<string> Of(IReadOnlyList<TrackSheet> track)
    {
        var jumps = track.Zip(track.Skip(1)).Where(p => p.First.Place.IsOutOfReachOf(p.Second.Place, p.Second.At - p.First.At)).ToList();
        var ahead = track.Count(p => p.At > p.StoredAt + Skew);
        return
        [
            .. jumps.Count == 0 ? Array.Empty<string>() : [$"轨迹有 {jumps.Count} 处移动快得不可能，第一处在 {ChinaTime.Says(jumps[0].Second.At)}"],
            .. ahead == 0 ? Array.Empty<string>() : [$"{ahead} 个轨迹点的手机时间比收到时还晚，手机时钟不准"],
        ];
    }
}
