using WeChatService.Kernel;

namespace WeChatService.Visits;

/// <summary>EVL-10: how the agency asked for a rating that never came. It stands beside the 未评价 and changes nothing of it.</summary>
internal sealed class SilenceProof : IAgencyOwned, IOwnerOwned, IBrigadeOwned, IRegionOwned
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
    public List<Guid> PhotoIds { get; private set; } = [];
    public Guid ById { get; private set; }
    public string ByName { get; private set; } = "";
    public DateTimeOffset At { get; private set; }

    private SilenceProof()
    {
    }

    public static SilenceProof Of(
        Guid id, FeedbackForm form, string? text, IReadOnlyCollection<Guid> photoIds, int mostPhotos, Actor by, DateTimeOffset now)
    {
        if (form.State != RatingState.NotRated)
        {
            throw new RuleBroken(RatingProblems.ProofNotNeeded);
        }

        if (text?.Trim() is not { Length: >= Shortest and <= Longest } said)
        {
            throw new RuleBroken(RatingProblems.ProofIncomplete);
        }

        if (photoIds.Count > mostPhotos)
        {
            throw new RuleBroken(RatingProblems.ProofIncomplete.Says($"最多 {mostPhotos} 张照片，请删掉 {photoIds.Count - mostPhotos} 张。"));
        }

        return new SilenceProof
        {
            Id = id, FormId = form.Id, ProjectId = form.ProjectId, AgencyId = form.AgencyId, OwnerId = form.OwnerId, BrigadeId = form.BrigadeId,
            Region = form.Region, Text = said, PhotoIds = [.. photoIds], ById = by.PersonId ?? by.AccountId, ByName = by.Name, At = now,
        };
    }
}
