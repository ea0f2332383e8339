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

    /// <summary>说明材料: the uploaded picture of it.</summary>
    public Guid? MaterialId { get; private set; }

    public DateTimeOffset AskedAt { get; private set; }
    public string AskedByName { get; private set; } = "";

    /// <summary>Who hears of the decision (NTF-13); null where the account stands for nobody.</summary>
    public Guid? AskedBy { get; private set; }

    /// <summary>审核时间, or when it was withdrawn.</summary>
    public DateTimeOffset? ClosedAt { get; private set; }

    /// <summary>审核部门 (PRJ-37).</summary>
    public string? Department { get; private set; }

    /// <summary>What the department wrote; a refusal always says why.</summary>
    public string? Note { get; private set; }

    private ProjectSuspension()
    {
    }

    public static ProjectSuspension Of(Guid id, Project project, ChinaMonth month, SuspensionState state, string reason, DateTimeOffset now) => new()
    {
        Id = id, ProjectId = project.Id, AgencyId = project.AgencyId, OwnerId = project.OwnerId, BrigadeId = project.BrigadeId,
        Region = project.Region, Month = month, State = state, Reason = reason, AskedAt = now,
    };

    public static ProjectSuspension Ask(Guid id, Project project, SuspensionAsked asked, Actor by, DateTimeOffset now)
    {
        var request = Of(id, project, asked.Month, SuspensionState.Pending, asked.Reason, now);
        (request.MaterialId, request.AskedByName, request.AskedBy) = (asked.MaterialId, by.Name, by.PersonId);
        return request;
    }

    /// <summary>PRJ-37: the jurisdiction's department says yes or no, once.</summary>
    public void Decide(bool approved, string? note, string department, DateTimeOffset now)
    {
        MustBePending();
        var said = note?.Trim() is { Length: > 0 } given ? given : null;
        if (said is null ? !approved : said.Length is < 2 or > 500)
        {
            throw new RuleBroken(SuspensionProblems.NoteMissing);
        }

        (State, Note, Department, ClosedAt) = (approved ? SuspensionState.Approved : SuspensionState.Refused, said, department, now);
    }

    /// <summary>PRJ-38.</summary>
    public void Withdraw(DateTimeOffset now)
    {
        MustBePending();
        (State, ClosedAt) = (SuspensionState.Withdrawn, now);
    }

    public void MustBePending()
    {
        if (State != SuspensionState.Pending)
        {
            throw new RuleBroken(State == SuspensionState.Withdrawn ? SuspensionProblems.Withdrawn : SuspensionProblems.Decided);
        }
    }
}

/// <summary>What a request says, checked.</summary>
internal sealed record SuspensionAsked(ChinaMonth Month, string Reason, Guid MaterialId);
