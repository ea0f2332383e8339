using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using WeChatService.Kernel;
using WeChatService.Projects.Contracts;

namespace WeChatService.Visits.ForAgency;

/// <summary>委托单位评价列表: what the clients said, the average, and who said nothing (EVL-05, 07, 10).</summary>
internal static class ReadRatings
{
    public static void Map(RouteGroupBuilder door) => door.MapGet("/ratings", Handle);

    private static async Task<RatingBook.Ratings> Handle(
        RatingState? state, bool? flagged, Guid? projectId, ChinaMonth? month, [AsParameters] PageRequest page, AppDb db, IProjects projects, RatingBook book,
        CancellationToken ct)
    {
        var forms = db.Set<FeedbackForm>().AsNoTracking().Of(projectId, month);
        var reach = await projects.Reach(ct);
        return await book.Read(reach.Ids is { } mine ? forms.Where(f => mine.Contains(f.ProjectId)) : forms, state, flagged, page, ct);
    }
}
