using Microsoft.EntityFrameworkCore;
using WeChatService.Kernel;
using WeChatService.Reviews.Contracts;

namespace WeChatService.Reviews;

internal sealed class Lookups(AppDb db) : IReviews
{
    public async Task<IReadOnlyList<ReviewLine>> LogOf(Guid taskId, CancellationToken ct) =>
        await db.Set<Review>().AsNoTracking().Where(r => r.TaskId == taskId).OrderBy(r => r.At)
            .Select(r => new ReviewLine(r.Verdict, r.Opinion, r.ByPersonId, r.ByName, r.At)).ToListAsync(ct);
}
