using WeChatService.Faces.Contracts;
using WeChatService.FieldTasks.Contracts;
using WeChatService.Kernel;

namespace WeChatService.FieldTasks;

/// <summary>Somebody was there, identity and place measured (APR-03, APR-12).</summary>
/// <param name="Who">The stored face comparison, or the second way where that failed (非人脸).</param>
/// <param name="Sent">When and how the proof came to us; null: at once.</param>
internal sealed record ProvenPresence(SiteEvidence Site, Identified Who, Delay? Sent = null);

/// <summary>离线: a proof waited in the phone for a network; it is of the phone's time, this is ours (APR-13).</summary>
internal sealed record Delay(DateTimeOffset ReceivedAt);

/// <summary>The operator's request to begin or to submit, and the lead's answer, each with its evidence (APR-12).</summary>
internal sealed class Consent : IAgencyOwned, IBrigadeOwned, IRegionOwned
{
    public Guid Id { get; private set; }
    public Guid TaskId { get; private set; }

    /// <summary>Which submission of the task it is about.</summary>
    public int TaskVersion { get; private set; }

    public Guid ProjectId { get; private set; }
    public Guid AgencyId { get; private set; }
    public Guid? BrigadeId { get; private set; }
    public string Region { get; private set; } = "";
    public ConsentKind Kind { get; private set; }
    public ConsentState State { get; private set; }
    public Guid AskedBy { get; private set; }

    /// <summary>When the operator asked: the phone's time where the request waited for a network (APR-13).</summary>
    public DateTimeOffset AskedAt { get; private set; }

    /// <summary>When it reached us.</summary>
    public DateTimeOffset ReceivedAt { get; private set; }

    /// <summary>离线 (APR-13).</summary>
    public bool IsOffline { get; private set; }

    public SiteEvidence Asked { get; private set; } = null!;
    public Guid? AskedComparisonId { get; private set; }

    /// <summary>非人脸: the operator came by the second way.</summary>
    public Guid? AskedProofId { get; private set; }

    public Guid? DecidedBy { get; private set; }
    public DateTimeOffset? DecidedAt { get; private set; }
    public SiteEvidence? Decided { get; private set; }
    public Guid? DecidedComparisonId { get; private set; }

    /// <summary>非人脸: the lead came by the second way.</summary>
    public Guid? DecidedProofId { get; private set; }

    public string? Reason { get; private set; }

    private Consent()
    {
    }

    public static Consent Ask(Guid id, FieldTask task, ConsentKind kind, ProvenPresence presence) => new()
    {
        Id = id, TaskId = task.Id, TaskVersion = task.Version, ProjectId = task.ProjectId, AgencyId = task.AgencyId, BrigadeId = task.BrigadeId,
        Region = task.Region, Kind = kind, AskedBy = task.OperatorId, AskedAt = presence.Site.At,
        ReceivedAt = presence.Sent?.ReceivedAt ?? presence.Site.At, IsOffline = presence.Sent is not null, Asked = presence.Site,
        AskedComparisonId = presence.Who.Face?.ComparisonId, AskedProofId = presence.Who.Witnessed?.ProofId,
    };

    public void Grant(Guid leadId, ProvenPresence presence)
    {
        MustBePending();
        (State, DecidedBy, DecidedAt) = (ConsentState.Granted, leadId, presence.Site.At);
        (Decided, DecidedComparisonId, DecidedProofId) = (presence.Site, presence.Who.Face?.ComparisonId, presence.Who.Witnessed?.ProofId);
    }

    /// <summary>APR-09.</summary>
    public void Refuse(Guid leadId, string? reason, DateTimeOffset now)
    {
        MustBePending();
        if (string.IsNullOrWhiteSpace(reason))
        {
            throw new RuleBroken(ConsentProblems.ReasonMissing);
        }

        (State, DecidedBy, DecidedAt, Reason) = (ConsentState.Refused, leadId, now, reason.Trim());
    }

    public void MustBePending()
    {
        if (State != ConsentState.Pending)
        {
            throw new RuleBroken(ConsentProblems.AlreadyDecided);
        }
    }

    public ConsentSheet Sheet() => new(Id, Kind, State, AskedBy, Asked, DecidedBy, Decided, Reason, IsOffline ? ReceivedAt : null);
}
