using WeChatService.Kernel;
using WeChatService.Regions.Contracts;
using WeChatService.Reports.Contracts;

namespace WeChatService.Reports;

/// <summary>
/// The end of a report's way: 已出具 → 已备案 for ever, or back to 已保存 where the region's technical review may say no (FIL-11).
/// </summary>
internal sealed partial class Report
{
    /// <summary>FIL-04: when the days for filing began to run; null while the document has not been made yet.</summary>
    public DateTimeOffset? FilingFrom { get; private set; }

    public Filing? Filing { get; private set; }

    /// <summary>The same instant as in <see cref="Filing"/>, in a column of its own to sort by.</summary>
    public DateTimeOffset? FiledAt { get; private set; }

    /// <summary>驳回: the last one, kept when the report is handed in again.</summary>
    public Objection? Objection { get; private set; }

    /// <summary>Making the document again starts no new clock.</summary>
    public void StartFilingClock(DateTimeOffset from)
    {
        ReportRules.MustBeOpen(this);
        FilingFrom ??= from;
    }

    /// <summary>同意备案: the last change of its life.</summary>
    public void File(Filing filing)
    {
        FilingRules.MustBeReadyToFile(this);
        (State, Filing, FiledAt) = (ReportState.Filed, filing, filing.At);
    }

    /// <summary>驳回: 已提交 → 已保存; the author mends it and hands it in again.</summary>
    public void Return(Objection objection)
    {
        FilingRules.MustBeReadyToFile(this);
        (State, Objection) = (ReportState.Saved, objection);
    }

    /// <summary>已保存 → 已提交: it waits for the technical lead.</summary>
    public void Submit()
    {
        ReportRules.MustBeOpen(this);
        State = State == ReportState.Saved ? ReportState.Ready : throw new RuleBroken(ReportProblems.NotSaved);
    }
}

/// <summary>Who filed, when, where, with what opinion, and what proves that it was he (FIL-02, 03, 08, 12).</summary>
/// <param name="Witness">非人脸: who bore witness instead of the face comparison.</param>
internal sealed record Filing(
    Guid ByPersonId, string ByName, string Opinion, DateTimeOffset At, Guid? FaceComparisonId, double? Score, double? Threshold,
    FilingWitness? Witness = null, Client Channel = Client.WeChat);

/// <param name="ProofId">The stored evidence: codes, photo, witness.</param>
internal sealed record FilingWitness(Guid ProofId, Guid PersonId, string Name);

/// <summary>Why the technical review said no, and who said it (FIL-11).</summary>
internal sealed record Objection(Guid ByPersonId, string ByName, string Reason, DateTimeOffset At);
