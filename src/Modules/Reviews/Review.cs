using WeChatService.Kernel;
using WeChatService.Reviews.Contracts;

namespace WeChatService.Reviews;

/// <summary>One verdict on a field task, kept for ever (REV-11): who, when, passed or returned, with what opinion.</summary>
internal sealed class Review : IAgencyOwned
{
    public Guid Id { get; private set; }
    public Guid TaskId { get; private set; }

    /// <summary>Which submission of the task it was about.</summary>
    public int TaskVersion { get; private set; }

    public Guid ProjectId { get; private set; }
    public Guid AgencyId { get; private set; }
    public ReviewVerdict Verdict { get; private set; }
    public string Opinion { get; private set; } = "";

    /// <summary>Items that the reviewer marked, with what is wrong with each.</summary>
    public List<ItemRemark> Remarks { get; private set; } = [];

    public Guid ByPersonId { get; private set; }
    public string ByName { get; private set; } = "";
    public DateTimeOffset At { get; private set; }

    /// <summary>The face comparison before the verdict, where the profile asks for one (REV-02).</summary>
    public Guid? FaceComparisonId { get; private set; }

    /// <summary>非人脸: who bore witness instead of the comparison (PEO-31).</summary>
    public ReviewWitness? Witness { get; private set; }

    public static Review Of(
        Guid id, Guid taskId, int taskVersion, Guid projectId, Guid agencyId, ReviewVerdict verdict, string opinion,
        IReadOnlyList<ItemRemark> remarks, Guid byPerson, string byName, DateTimeOffset now, Guid? faceComparison, ReviewWitness? witness = null) => new()
        {
            Id = id, TaskId = taskId, TaskVersion = taskVersion, ProjectId = projectId, AgencyId = agencyId, Verdict = verdict, Opinion = opinion,
            Remarks = [.. remarks], ByPersonId = byPerson, ByName = byName, At = now, FaceComparisonId = faceComparison,
            Witness = witness,
        };
}

/// <param name="ProofId">The stored evidence: codes, photo, witness.</param>
internal sealed record ReviewWitness(Guid ProofId, Guid PersonId, string Name);

/// <param name="ItemCode">The item of the task.</param>
/// <param name="Remark">What the operator is to correct.</param>
internal sealed record ItemRemark(string ItemCode, string Remark);
