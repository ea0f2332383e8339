using WeChatService.Kernel;
using WeChatService.Plans.Contracts;

namespace WeChatService.Plans;

/// <summary>The three cases of the manuals, and the one they leave out: something is approved already.</summary>
internal enum DeletionCase { Direct, WithdrawFirst, OperatorFirst, Approved }

/// <summary>What must happen before a plan can be deleted, and by whom (PLN-15…18).</summary>
/// <param name="Holders">How many facilities stand in the way, by person.</param>
internal sealed record PlanDeletion(DeletionCase Case, IReadOnlyDictionary<Guid, int> Holders)
{
    public static PlanDeletion Of(Plan plan)
    {
        PlanDeletion Because(DeletionCase why, PlanItemState state) => new(
            why, plan.Items.Where(i => i.State == state).Select(i => i.Card()).GroupBy(i => i.AssigneeId ?? Guid.Empty).ToDictionary(g => g.Key, g => g.Count()));

        bool Any(PlanItemState state) => plan.Items.Any(i => i.State == state);
        return Any(PlanItemState.Done) ? Because(DeletionCase.Approved, PlanItemState.Done)
            : Any(PlanItemState.Taken) ? Because(DeletionCase.OperatorFirst, PlanItemState.Taken)
            : Any(PlanItemState.Assigned) ? Because(DeletionCase.WithdrawFirst, PlanItemState.Assigned)
            : new PlanDeletion(DeletionCase.Direct, new Dictionary<Guid, int>());
    }

    /// <exception cref="RuleBroken">Something comes first; the sentence names who has what when <paramref name="nameOf"/> knows them.</exception>
    public void MustBePossible(Func<Guid, string>? nameOf = null)
    {
        if (Problem is { } problem)
        {
            throw new RuleBroken(nameOf is null ? problem : problem.Says(Says(nameOf)));
        }
    }

    private Problem? Problem => Case switch
    {
        DeletionCase.Direct => null,
        DeletionCase.WithdrawFirst => PlanProblems.AssignedFirst,
        DeletionCase.OperatorFirst => PlanProblems.BeingExecuted,
        _ => PlanProblems.HasApproved,
    };

    /// <summary>The case in words, with who does what next.</summary>
    public string Says(Func<Guid, string> nameOf)
    {
        var holders = string.Join('、', Holders.Select(h => $"{nameOf(h.Key)} {h.Value} 项"));
        return Case switch
        {
            DeletionCase.Direct => "还没下发，可以直接删除。",
            DeletionCase.WithdrawFirst => $"已下发给{holders}，还没开始做。请先移除已下发的设施，再删除计划。",
            DeletionCase.OperatorFirst =>
                $"{holders}正在做。请先让作业人员在“未提交任务”里删除任务，再移除设施、删除计划。作业人员找不到任务时，请机构管理员在电脑端删除。",
            _ => $"{holders}已经审核通过，计划要留作凭据，不能删除。",
        };
    }
}
