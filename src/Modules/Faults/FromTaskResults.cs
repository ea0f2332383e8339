using Microsoft.EntityFrameworkCore;
using WeChatService.Faults.Contracts;
using WeChatService.FieldTasks.Contracts;
using WeChatService.Kernel;

namespace WeChatService.Faults;

/// <summary>FLD-30, FLT-12, FLT-13, in the transaction of the submission: a solved fault is closed when the operator reads that it is.</summary>
internal sealed class FromTaskResults(AppDb db, Ids ids) : IHandleAtOnce<FaultTaskSubmitted>
{
    public async Task Handle(FaultTaskSubmitted result, CancellationToken ct)
    {
        var fault = await db.Set<Fault>().FirstOrDefaultAsync(f => f.Id == result.FaultId, ct) ?? throw new RuleBroken(FaultProblems.NotThisTask);
        fault.Conclude(ids.Next(), result);
        db.Announce(new FaultTaskConcluded(
            fault.Id, fault.ProjectId, fault.AgencyId, fault.OwnerId, result.Kind, result.Result, fault.ItemName, result.OperatorName, result.At));
    }
}
