using WeChatService.Kernel;

namespace WeChatService.Reviews;

/// <summary>
/// 现场核查: a supervisor held the submitted records against the real site (REV-21). Kept with the project for ever; the agency reads it
/// and changes nothing.
/// </summary>
internal sealed class SpotCheck : IAgencyOwned, IBrigadeOwned, IRegionOwned
{
    public Guid Id { get; private set; }
    public Guid ProjectId { get; private set; }
    public Guid AgencyId { get; private set; }
    public Guid? BrigadeId { get; private set; }
    public string Region { get; private set; } = "";

    /// <summary>The records that were held against the site; null: the project as a whole.</summary>
    public Guid? TaskId { get; private set; }

    /// <summary>与现场一致.</summary>
    public bool Matches { get; private set; }

    public string Finding { get; private set; } = "";
    public string ByName { get; private set; } = "";
    public DateTimeOffset At { get; private set; }

    public static SpotCheck Of(
        Guid id, Projects.Contracts.ProjectCard project, Guid? taskId, bool matches, string? finding, string byName, DateTimeOffset now) => new()
        {
            Id = id, ProjectId = project.Id, AgencyId = project.AgencyId, BrigadeId = project.BrigadeId, Region = project.Region, TaskId = taskId,
            Matches = matches, ByName = byName, At = now,
            Finding = finding?.Trim() is { Length: >= 2 and <= 500 } said ? said : throw new RuleBroken(ReviewProblems.FindingMissing),
        };
}
