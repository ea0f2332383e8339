using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using WeChatService.Kernel;

namespace WeChatService.Visits.ForAuthority;

/// <summary>What clients of the jurisdiction said of visits; <c>flagged=true</c>: where something does not agree (EVL-05, 09; SUP-09).</summary>
internal static class ReadRatings
{
    public static void Map(RouteGroupBuilder authority) => authority.MapGet("/ratings", Handle);

    private static Task<RatingBook.Ratings> Handle(
        RatingState? state, bool? flagged, Guid? projectId, Guid? agencyId, ChinaMonth? month, [AsParameters] PageRequest page, AppDb db, RatingBook book,
        CancellationToken ct)
    {
        var forms = db.Set<FeedbackForm>().AsNoTracking().Of(projectId, month);
        return book.Read(agencyId is { } agency ? forms.Where(f => f.AgencyId == agency) : forms, state, flagged, page, ct);
    }
}
