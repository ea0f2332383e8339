using Microsoft.EntityFrameworkCore;
using WeChatService.FieldTasks.Contracts;
using WeChatService.Kernel;

namespace WeChatService.Faults;

/// <summary>
/// FLT-01, in the transaction of the submission itself: a review that starts a moment later must see every fault.
/// A resubmitted task corrects its faults; one that nobody handled and whose item conforms now was never a fault.
/// </summary>
internal sealed class FromFailedItems(AppDb db, Ids ids) : IHandleAtOnce<FieldTaskSubmitted>
{
    public async Task Handle(FieldTaskSubmitted submitted, CancellationToken ct)
    {
        var known = await db.Set<Fault>().Where(f => f.TaskId == submitted.TaskId).ToListAsync(ct);
        foreach (var failed in submitted.Failures)
        {
            if (known.Find(f => f.RecordId == failed.RecordId) is { } fault)
            {
                fault.Correct(failed);
            }
            else
            {
                db.Add(Fault.OfItem(ids.Next(), submitted, failed));
            }
        }

        var stillFailing = submitted.Failures.Select(f => f.RecordId).ToHashSet();
        db.RemoveRange(known.Where(f => !f.IsHandled && !stillFailing.Contains(f.RecordId!.Value)));
    }
}
