using Microsoft.EntityFrameworkCore;
using WeChatService.Kernel;
using WeChatService.Reviews.Contracts;

namespace WeChatService.Reviews;

internal sealed class Lookups(AppDb db) : IReviews
{
    public async Task<IReadOnlyList<ReviewLine>> LogOf(Guid taskId, CancellationToken ct) =>
        // The caller holds the task by right (its own work, or a report that prints the reviewer's name to the owner).
        [.. (await db.Set<Review>().IgnoreQueryFilters().AsNoTracking().Where(r => r.TaskId == taskId).OrderBy(r => r.At).ToListAsync(ct))
            .Select(r => new ReviewLine(r.Verdict, r.Opinion, r.ByPersonId, r.ByName, r.At)
            {
                TaskVersion = r.TaskVersion, FaceProven = r.FaceComparisonId is not null, WitnessName = r.Witness?.Name,
                Remarks = [.. r.Remarks.Select(m => new RemarkLine(m.ItemCode, m.Remark))],
            })];
}
