using System.Globalization;
using WeChatService.Catalogue.Contracts;
using WeChatService.FieldTasks.Contracts;
using WeChatService.Kernel;

namespace WeChatService.FieldTasks;

/// <summary>A record as the phone sent it.</summary>
/// <param name="ClientId">The phone's own id, the same whenever it is sent again.</param>
/// <param name="OwnItem">Only where the norm does not fit (FLD-10).</param>
/// <param name="ClientTime">The phone's clock; unknown counts as ours.</param>
/// <param name="Result">Of a detection item, instead of the choice, the reason and the verdict (FLD-16).</param>
/// <param name="Positions">How many positions were looked at (FLD-18).</param>
/// <param name="Device">The phone's model (FLD-40).</param>
/// <param name="Over">
/// The phone's times of all that it has sent or read of this record: what it builds on. Left out: it does not ask (FLD-39).
/// </param>
internal sealed record ReportedItem(
    string? ClientId, string? ItemCode, bool? CanInspect, CannotReason? CannotReason, IReadOnlyList<ReportedAnswer>? Answers, ItemVerdict? Verdict,
    string? Text, OwnItem? OwnItem, IReadOnlyList<Guid>? PhotoIds, ReportedPosition? Position, DateTimeOffset? ClientTime,
    DetectionResult? Result = null, int? Positions = null, string? Device = null, IReadOnlyList<DateTimeOffset>? Over = null,
    IReadOnlyList<Guid>? VideoIds = null);

/// <param name="Key">The question's key: q1, q2, … in the item's order.</param>
internal sealed record ReportedAnswer(string? Key, string? Value);

/// <summary>How many photos an item of this project has, at least and at most; and which of the photos sent must have a place and have none (FLD-40).</summary>
/// <param name="Videos">So many short films at most.</param>
/// <param name="TooLarge">Which of the films sent are larger than the profile allows.</param>
internal sealed record PhotoCount(int AtLeast, int AtMost, IReadOnlySet<Guid>? Unplaced = null, int Videos = 0, IReadOnlySet<Guid>? TooLarge = null);

/// <summary>What makes a record savable (FLD-08 … 14, 17, 19).</summary>
internal static class FindingRules
{
    private const int LongestText = 1000;
    public const int LongestDevice = 60;

    /// <exception cref="RuleBroken">The first rule that the record breaks, naming its item.</exception>
    public static ItemFinding Judge(ReportedItem reported, FacilityClass facility, TestItem item, PhotoCount photos, DateTimeOffset now)
    {
        var text = reported.Text?.Trim() ?? "";
        var photoIds = reported.PhotoIds?.Distinct().ToList() ?? [];
        if (text.Length > LongestText)
        {
            throw Broken(RecordProblems.TextTooLong, item);
        }

        // FLD-08: neither is no answer.
        var can = reported.CanInspect ?? throw Broken(RecordProblems.NeedsChoice, item);
        CannotReason? reason = can ? null : reported.CannotReason ?? throw Broken(RecordProblems.NeedsReason, item);
        var own = reason == CannotReason.NormMismatch ? OwnItemOf(reported, item) : null;
        NotTestableMustBeProven(reason, text, photoIds, item);
        PhotosMustSuffice(reason, photoIds.Count, photos, item);
        var videoIds = reported.VideoIds?.Distinct().ToList() ?? [];
        VideosMustFit(videoIds, photos, item);
        return new ItemFinding(
            facility.Code, item.Code, own?.Name ?? item.Name, can, reason, VerdictOf(reported, reason, item),
            own is null ? text : string.Join('。', new[] { own.Says, text }.Where(t => t.Length > 0)),
            own, can ? Answers(reported.Answers ?? [], item) : [], photoIds, RecordPlace.Of(reported.Position), Whole(reported.ClientTime ?? now),
            reported.Positions is null ? null : DetectionRules.PositionsOf(reported.Positions),
            DeviceOf(reported.Device), photoIds.Count(id => photos.Unplaced?.Contains(id) == true), videoIds);
    }

    private static string? DeviceOf(string? model) =>
        string.IsNullOrWhiteSpace(model) ? null : model.Trim() is { Length: > LongestDevice } longer ? longer[..LongestDevice] : model.Trim();

    /// <summary>FLD-12: what cannot be tested is 不适用, whatever was sent. FLD-10, FLD-13: else the person says 符合 or 不符合.</summary>
    private static ItemVerdict VerdictOf(ReportedItem reported, CannotReason? reason, TestItem item) =>
        reason is CannotReason.NotTestable or CannotReason.OutOfContract or CannotReason.NoSuchDevice ? ItemVerdict.NotApplicable
        : reported.Verdict is ItemVerdict.Conforms or ItemVerdict.Fails ? reported.Verdict.Value
        : throw Broken(RecordProblems.NeedsVerdict, item);

    /// <summary>FLD-10.</summary>
    private static OwnItem OwnItemOf(ReportedItem reported, TestItem item) =>
        reported.OwnItem is { IsWhole: true } own ? own : throw Broken(RecordProblems.OwnItemIncomplete, item);

    /// <summary>FLD-11: explained, and signed by the owner on a photo.</summary>
    private static void NotTestableMustBeProven(CannotReason? reason, string text, List<Guid> photoIds, TestItem item)
    {
        if (reason == CannotReason.NotTestable && (text.Length == 0 || photoIds.Count == 0))
        {
            throw Broken(RecordProblems.NeedsOwnerProof, item);
        }
    }

    /// <summary>FLD-17: at least so many, except where there is no device.</summary>
    private static void PhotosMustSuffice(CannotReason? reason, int count, PhotoCount photos, TestItem item)
    {
        if (count < photos.AtLeast && reason != CannotReason.NoSuchDevice)
        {
            throw new RuleBroken(RecordProblems.PhotosMissing.Says($"「{item.Name}」至少 {photos.AtLeast} 张现场照片，已拍 {count} 张。").With("itemCode", item.Code));
        }

        if (count > photos.AtMost)
        {
            throw new RuleBroken(RecordProblems.TooManyPhotos.Says($"「{item.Name}」最多 {photos.AtMost} 张照片，请删掉 {count - photos.AtMost} 张。").With("itemCode", item.Code));
        }
    }

    /// <summary>FLD-14.</summary>
    private static void VideosMustFit(List<Guid> videoIds, PhotoCount photos, TestItem item)
    {
        if (videoIds.Count > photos.Videos)
        {
            throw new RuleBroken(RecordProblems.TooManyVideos.Says($"「{item.Name}」最多 {photos.Videos} 段视频，请删掉 {videoIds.Count - photos.Videos} 段。").With("itemCode", item.Code));
        }

        if (videoIds.Exists(id => photos.TooLarge?.Contains(id) == true))
        {
            throw Broken(RecordProblems.VideoTooLarge, item);
        }
    }

    /// <summary>FLD-13: answers to the item's own questions, kept beside their limits.</summary>
    private static List<AnswerSheet> Answers(IReadOnlyList<ReportedAnswer> reported, TestItem item) =>
    [
        .. reported.Where(a => !string.IsNullOrWhiteSpace(a.Value)).Select(a =>
        {
            var question = QuestionOf(item, a.Key) ?? throw Broken(RecordProblems.AnswerUnknown, item);
            var value = a.Value!.Trim();
            return question.Kind == AnswerKind.Choice ? Chosen(a.Key!, question, value, item) : Measured(a.Key!, question, value, item);
        }),
    ];

    /// <summary>q1, q2, … in the item's order.</summary>
    public static string KeyOf(int index) => string.Create(CultureInfo.InvariantCulture, $"q{index + 1}");

    private static ItemQuestion? QuestionOf(TestItem item, string? key) =>
        item.Questions.Where((_, index) => KeyOf(index) == key).FirstOrDefault();

    private static AnswerSheet Chosen(string key, ItemQuestion question, string value, TestItem item) =>
        question.Options.Contains(value) ? new(key, question.Text, value, null, null, null) : throw Broken(RecordProblems.AnswerUnknown, item);

    /// <summary>FLD-19: a measured value is compared with the standard; no limit that surely applies, no judgement.</summary>
    private static AnswerSheet Measured(string key, ItemQuestion question, string value, TestItem item)
    {
        if (!decimal.TryParse(value, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
        {
            throw new RuleBroken(RecordProblems.AnswerNotANumber.Says($"「{item.Name}」的{question.Text}要填数字。").With("itemCode", item.Code));
        }

        var limits = LimitsOf(item, question);
        return new(key, question.Text, value, question.Unit, SaysOf(limits), Within(limits, number));
    }

    /// <summary>The limits that speak of this quantity: the same unit, and the same name if they name one.</summary>
    public static IReadOnlyList<Limit> LimitsOf(TestItem item, ItemQuestion question) => question.Kind == AnswerKind.Choice ? [] :
        [.. item.Limits.Where(l => l.Unit == question.Unit && (l.Of is null || l.Of == question.Text))];

    public static string? SaysOf(IReadOnlyList<Limit> limits) =>
        limits.Count == 0 ? null : string.Join("；", limits.Select(l => l.When is null ? l.Says : $"{l.When} {l.Says}"));

    /// <summary>Conditional limits are alternatives of which the building chooses: only where they agree is there an answer.</summary>
    private static bool? Within(IReadOnlyList<Limit> limits, decimal measured)
    {
        var always = limits.Where(l => l.When is null).ToList();
        if (always.Count > 0 && !always.TrueForAll(l => l.Holds(measured)))
        {
            return false;
        }

        var alternatives = limits.Where(l => l.When is not null).Select(l => l.Holds(measured)).Distinct().ToList();
        return alternatives.Count switch
        {
            0 => always.Count > 0 ? true : null,
            1 => alternatives[0],
            _ => null,
        };
    }

    /// <summary>The database keeps microseconds; what comes back must equal what was sent.</summary>
    public static DateTimeOffset Whole(DateTimeOffset time) => new(time.UtcTicks - time.UtcTicks % 10, TimeSpan.Zero);

    private static RuleBroken Broken(Problem problem, TestItem item) =>
        new(problem.Says($"「{item.Name}」{problem.Title}").With("itemCode", item.Code));
}
