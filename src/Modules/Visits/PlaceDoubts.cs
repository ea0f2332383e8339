using Microsoft.EntityFrameworkCore;
using WeChatService.Faces.Contracts;
using WeChatService.Kernel;

namespace WeChatService.Visits;

/// <summary>What speaks against a reported place, or against the photo that was sent with it.</summary>
internal enum Doubt
{
    /// <summary>The phone itself says that the place is made up.</summary>
    Mocked,

    /// <summary>Exact to the metre is no satellite.</summary>
    TooExact,

    /// <summary>The very same figures again and again: a real fix never repeats itself.</summary>
    Repeated,

    /// <summary>Nobody travels so fast from where he was last.</summary>
    TooFast,

    /// <summary>The photo looks like an earlier one, saved anew or cut.</summary>
    PhotoLooksUsed,

    /// <summary>The photo did not come from a camera as it is.</summary>
    PhotoNotFromCamera,
}

/// <summary>
/// A place that is hard to believe is never refused: phones err, and people are not accused by a machine. It is marked on the visit, and the
/// agency and the authority look at it (CHK-01).
/// </summary>
internal static class PlaceDoubts
{
    private const int FixesLookedAt = 10;
    private const int SameFixes = 2;

    /// <param name="past">The person's earlier check-ins, latest first.</param>
    public static IReadOnlyList<Doubt> Of(ReportedPosition reported, Position place, bool isMock, IReadOnlyList<CheckIn> past, DateTimeOffset now)
    {
        var doubts = new List<Doubt>();
        if (isMock)
        {
            doubts.Add(Doubt.Mocked);
        }

        if (reported.AccuracyMetres is 0)
        {
            doubts.Add(Doubt.TooExact);
        }

        if (past.Take(FixesLookedAt).Count(c => c.Place == place) >= SameFixes)
        {
            doubts.Add(Doubt.Repeated);
        }

        if (past is [var last, ..] && last.Place.IsOutOfReachOf(place, now - last.At))
        {
            doubts.Add(Doubt.TooFast);
        }

        return doubts;
    }

    public static IEnumerable<Doubt> OfPhoto(FaceOutcome? face) => face?.Doubt switch
    {
        PhotoDoubt.LooksUsed => [Doubt.PhotoLooksUsed],
        PhotoDoubt.NotFromCamera => [Doubt.PhotoNotFromCamera],
        _ => [],
    };

    public static string Says(this Doubt doubt) => doubt switch
    {
        Doubt.Mocked => "手机说这是模拟位置",
        Doubt.TooExact => "定位精度为 0，不像卫星定位",
        Doubt.Repeated => "和前几次打卡的定位一模一样",
        Doubt.PhotoLooksUsed => "照片和之前打卡的几乎一样，可能是翻拍或另存的",
        Doubt.PhotoNotFromCamera => "照片不是相机直接拍的格式",
        _ => "和上次打卡相隔太远，来不及赶到",
    };

    /// <summary>Where the person checked in before, latest first.</summary>
    public static async Task<IReadOnlyList<CheckIn>> FixesOf(this AppDb db, Guid personId, CancellationToken ct)
    {
        var visits = await db.Set<Visit>().AsNoTracking().Where(v => v.PersonId == personId).OrderByDescending(v => v.StartedAt).Take(FixesLookedAt).ToListAsync(ct);
        return [.. visits.SelectMany(v => new[] { v.End, v.Start }).OfType<CheckIn>().OrderByDescending(c => c.At)];
    }
}
