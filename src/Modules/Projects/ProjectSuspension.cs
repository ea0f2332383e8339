using WeChatService.Kernel;

namespace WeChatService.Projects;

/// <summary>待审核, 通过, 驳回, 已撤销 (rules §19.9).</summary>
internal enum SuspensionState { Pending, Approved, Refused, Withdrawn }

/// <summary>暂停: one month in which a project is not served (PRJ-35). Only an approved one changes what is expected of the month (PRJ-36).</summary>
internal sealed class ProjectSuspension : IAgencyOwned, IOwnerOwned, IBrigadeOwned, IRegionOwned
{
    public Guid Id { get; private set; }
    public Guid ProjectId { get; private set; }
    public Guid AgencyId { get; private set; }
    public Guid OwnerId { get; private set; }
    public Guid? BrigadeId { get; private set; }
    public string Region { get; private set; } = "";
    public ChinaMonth Month { get; private set; }
    public SuspensionState State { get; private set; }
    public string Reason { get; private set; } = "";
    public DateTimeOffset AskedAt { get; private set; }

    private ProjectSuspension()
    {
    }

    public static ProjectSuspension Of(Guid id, Project project, ChinaMonth month, SuspensionState state, string reason, DateTimeOffset now) => new()
    {
        Id = id, ProjectId = project.Id, AgencyId = project.AgencyId, OwnerId = project.OwnerId, BrigadeId = project.BrigadeId,
        Region = project.Region, Month = month, State = state, Reason = reason, AskedAt = now,
    };
}
