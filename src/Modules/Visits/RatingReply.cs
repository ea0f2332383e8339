using WeChatService.Kernel;

namespace WeChatService.Visits;

/// <summary>
/// 响应业主反馈 (OWN-15): what the agency answers to a rating, one answer that may be corrected. The rating itself stays as it was given; what
/// stood here before a correction stays in the audit trail.
/// </summary>
internal sealed class RatingReply : IAgencyOwned, IOwnerOwned, IBrigadeOwned, IRegionOwned
{
    private const int Shortest = 2, Longest = 500;

    public Guid Id { get; private set; }
    public Guid FormId { get; private set; }
    public Guid ProjectId { get; private set; }
    public Guid AgencyId { get; private set; }
    public Guid OwnerId { get; private set; }
    public Guid? BrigadeId { get; private set; }
    public string Region { get; private set; } = "";
    public string Text { get; private set; } = "";
    public string ByName { get; private set; } = "";
    public DateTimeOffset At { get; private set; }
    public string? CorrectedByName { get; private set; }
    public DateTimeOffset? CorrectedAt { get; private set; }

    private RatingReply()
    {
    }

    public static RatingReply To(Guid id, FeedbackForm form, string? text, string byName, DateTimeOffset now)
    {
        if (form.State != RatingState.Done)
        {
            throw new RuleBroken(RatingProblems.NothingToAnswer);
        }

        return new RatingReply
        {
            Id = id, FormId = form.Id, ProjectId = form.ProjectId, AgencyId = form.AgencyId, OwnerId = form.OwnerId, BrigadeId = form.BrigadeId,
            Region = form.Region, Text = Said(text), ByName = byName, At = now,
        };
    }

    /// <returns>False: it says that already.</returns>
    public bool Correct(string? text, string byName, DateTimeOffset now)
    {
        var said = Said(text);
        if (said == Text)
        {
            return false;
        }

        (Text, CorrectedByName, CorrectedAt) = (said, byName, now);
        return true;
    }

    private static string Said(string? text) =>
        text?.Trim() is { Length: >= Shortest and <= Longest } said ? said : throw new RuleBroken(RatingProblems.ReplyMissing);
}
