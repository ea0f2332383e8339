using WeChatService.Kernel;
using WeChatService.Reviews.Contracts;

namespace WeChatService.Reviews.Judging;

/// <summary>
/// The lead's judgement of one detection plan: items, sub-items, single items, the whole, then the plan itself (REV-14). Open → passed;
/// returned to 待审核 it is open again and keeps its verdicts as far as their records stay the same (REV-09).
/// </summary>
internal sealed class Judgement : IAgencyOwned
{
    private readonly List<JudgementEntry> _entries = [];

    public Guid PlanId { get; private set; }
    public Guid ProjectId { get; private set; }
    public Guid AgencyId { get; private set; }
    public string EditionCode { get; private set; } = "";
    public string EditionVersion { get; private set; } = "";

    /// <summary>Moves with every verdict, so that two hands at the same instant do not both win.</summary>
    public DateTimeOffset ChangedAt { get; private set; }

    public DateTimeOffset? PassedAt { get; private set; }
    public Guid? PassedBy { get; private set; }
    public string? PassedByName { get; private set; }
    public string? Opinion { get; private set; }
    public IReadOnlyList<JudgementEntry> Entries => _entries;

    private Judgement()
    {
    }

    public static Judgement Begin(Guid planId, Guid projectId, Guid agencyId, string editionCode, string editionVersion, DateTimeOffset now) => new()
    {
        PlanId = planId, ProjectId = projectId, AgencyId = agencyId, EditionCode = editionCode, EditionVersion = editionVersion, ChangedAt = now,
    };

    /// <summary>
    /// Gives a verdict; none means the proposed one. Everything below must be judged (REV-14). Another verdict than the proposed one is a
    /// forced change, kept with reason and name (REV-15).
    /// </summary>
    /// <returns>The entry; forced or not.</returns>
    public JudgementEntry Give(JudgementNode node, DetectionVerdict? verdict, string? why, Guid byPerson, string byName, DateTimeOffset now)
    {
        MustBeOpen();
        if (!node.IsReady)
        {
            throw new RuleBroken(JudgementProblems.NotReady(node));
        }

        var proposed = node.Proposed!.Value;
        var chosen = verdict ?? proposed;
        if (!node.Allows(chosen))
        {
            throw new RuleBroken(JudgementProblems.VerdictUnknown.With("at", node.Code));
        }

        var reason = why?.Trim() ?? "";
        if (chosen != proposed && reason.Length is < 2 or > 200)
        {
            throw new RuleBroken(JudgementProblems.WhyMissing(node, proposed));
        }

        var entry = _entries.Find(e => e.Code == node.Code);
        if (entry is null)
        {
            _entries.Add(entry = new JudgementEntry(PlanId, node.Code, node.Level));
        }

        entry.Say(proposed, chosen, node.Basis, chosen == proposed ? null : reason, byPerson, byName, now);
        ChangedAt = now;
        return entry;
    }

    /// <summary>审核计划: the last step (REV-14).</summary>
    public void Pass(JudgementTree tree, string opinion, Guid byPerson, string byName, DateTimeOffset now)
    {
        MustBeOpen();
        if (!tree.Overall.IsJudged)
        {
            throw new RuleBroken(JudgementProblems.NotJudged(tree));
        }

        (PassedAt, PassedBy, PassedByName, Opinion, ChangedAt) = (now, byPerson, byName, opinion, now);
    }

    /// <summary>退回到待审核 (REV-09); whether a report holds its tasks is their rule (REV-20).</summary>
    public void Reopen(DateTimeOffset now)
    {
        if (PassedAt is null)
        {
            throw new RuleBroken(JudgementProblems.NotPassed);
        }

        (PassedAt, PassedBy, PassedByName, Opinion, ChangedAt) = (null, null, null, null, now);
    }

    public void MustBeOpen()
    {
        if (PassedAt is not null)
        {
            throw new RuleBroken(JudgementProblems.AlreadyPassed);
        }
    }
}

/// <summary>One verdict that the lead gave; what it replaced stands in the audit.</summary>
[Shared("read and written only through its judgement, which is isolated")]
internal sealed class JudgementEntry(Guid planId, string code, JudgementLevel level)
{
    public Guid PlanId { get; private set; } = planId;
    public string Code { get; private set; } = code;
    public JudgementLevel Level { get; private set; } = level;
    public DetectionVerdict Proposed { get; private set; }
    public DetectionVerdict Verdict { get; private set; }

    /// <summary>What it was given on; see <see cref="JudgementNode.Basis"/>.</summary>
    public string Basis { get; private set; } = "";

    /// <summary>Of a forced change.</summary>
    public string? Why { get; private set; }

    public Guid ByPersonId { get; private set; }
    public string ByName { get; private set; } = "";
    public DateTimeOffset At { get; private set; }

    public void Say(DetectionVerdict proposed, DetectionVerdict verdict, string basis, string? why, Guid byPerson, string byName, DateTimeOffset now) =>
        (Proposed, Verdict, Basis, Why, ByPersonId, ByName, At) = (proposed, verdict, basis, why, byPerson, byName, now);

    /// <summary>标红 (REV-15).</summary>
    public ForcedChange? Forced => Verdict == Proposed ? null : new ForcedChange(Proposed, ByName, At, Why ?? "");
}
