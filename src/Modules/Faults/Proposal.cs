using WeChatService.Faults.Contracts;
using WeChatService.Kernel;

namespace WeChatService.Faults;

/// <summary>
/// What the agency offers to mend it for. The owner answers on his phone, which is the evidence behind 业主同意维修 and 业主不同意维修
/// (FLT-04, 05). A newer proposal takes the place of the older; all of them stand in the history.
/// </summary>
internal static class ProposalRules
{
    /// <summary>One hundred million yuan.</summary>
    public const long MostFen = 10_000_000_000;

    /// <summary>Something is still to be mended, by the agency, and the owner has not agreed already.</summary>
    public static bool MayPropose(Fault fault) => WhyNot(fault) is null;

    private static Problem? WhyNot(Fault fault) => fault.State switch
    {
        FaultState.OwnerHandling or FaultState.OwnerResolved => FaultProblems.OwnersOwn,
        _ when !fault.IsOpen => FaultProblems.Closed,
        _ when fault.ProposalAnswer == ProposalAnswer.Agreed => FaultProblems.AlreadyAgreed,
        _ => null,
    };

    /// <exception cref="RuleBroken">Not now, or not like this.</exception>
    public static void MustBeSound(Fault fault, long? fen, string? text)
    {
        if (WhyNot(fault) is { } why)
        {
            throw new RuleBroken(why);
        }

        if (fen is not (>= 0 and <= MostFen))
        {
            throw new RuleBroken(FaultProblems.AmountWrong);
        }

        if (text?.Trim() is not { Length: >= 2 and <= 500 })
        {
            throw new RuleBroken(FaultProblems.ProposalTextMissing);
        }
    }

    /// <summary>Once agreed it stays; a refusal may still become an agreement, as 不同意维修 may (FLT-05).</summary>
    public static void MustBeAnswerable(Fault fault, Guid proposalId, bool agrees)
    {
        if (fault.ProposalId != proposalId)
        {
            throw new RuleBroken(fault.Steps.Any(s => s.Id == proposalId && s.What == StepKind.Proposed) ? FaultProblems.ProposalReplaced : FaultProblems.NotYours);
        }

        if (!fault.IsOpen)
        {
            throw new RuleBroken(FaultProblems.Closed);
        }

        if (fault.ProposalAnswer == ProposalAnswer.Agreed || (fault.ProposalAnswer == ProposalAnswer.Declined && !agrees))
        {
            throw new RuleBroken(FaultProblems.ProposalAnswered);
        }
    }

    /// <summary>FLT-04, 05: what the lead records does not contradict what the owner said himself.</summary>
    public static void MustNotContradict(Fault fault, HandlingKind kind)
    {
        if (kind == HandlingKind.OwnerAgreesRepair && fault.ProposalAnswer == ProposalAnswer.Declined)
        {
            throw new RuleBroken(FaultProblems.OwnerSaidNo);
        }

        if (kind == HandlingKind.OwnerDeclinesRepair && fault.ProposalAnswer == ProposalAnswer.Agreed)
        {
            throw new RuleBroken(FaultProblems.OwnerSaidYes);
        }
    }
}

/// <summary>The newest proposal as both sides read it.</summary>
/// <param name="AmountFen">In fen, whole; 0: free of charge.</param>
/// <param name="Answer">Null: the owner has not answered.</param>
internal sealed record ProposalSheet(
    Guid Id, long AmountFen, string Text, string ByName, DateTimeOffset At, ProposalAnswer? Answer, string? AnsweredBy, string? AnswerNote, DateTimeOffset? AnsweredAt)
{
    public static ProposalSheet? Of(Fault fault)
    {
        if (fault.ProposalId is not { } id)
        {
            return null;
        }

        var made = fault.Steps.Single(s => s.Id == id);
        var answer = fault.Steps.Where(s => s.Number > made.Number && s.What is StepKind.OwnerAgreed or StepKind.OwnerDeclined).MaxBy(s => s.Number);
        return new(
            id, made.AmountFen ?? 0, made.Note ?? "", made.ByName, made.At, fault.ProposalAnswer, answer?.ByName, answer?.Note, answer?.At);
    }
}
