using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using WeChatService.Agencies.Contracts;
using WeChatService.Kernel;
using WeChatService.Projects.Contracts;

namespace WeChatService.Visits.ForAuthority;

/// <summary>What clients of the jurisdiction said of visits; <c>flagged=true</c>: where something does not agree (EVL-05, 09; SUP-09).</summary>
internal static class ReadRatings
{
    public sealed record Choice(Guid Id, string Name);

    public sealed record Choices(IReadOnlyList<Choice> Agencies, IReadOnlyList<Choice> Projects);

    /// <summary>More nobody chooses from; who looks for another project types some of its name.</summary>
    private const int MostProjects = 50, MostAgencies = 500;

    public static void Map(RouteGroupBuilder authority)
    {
        authority.MapGet("/ratings", Handle);
        authority.MapGet("/ratings/choices", ReadChoices);
    }

    /// <summary>What the list may be narrowed to: agencies that were on site in the jurisdiction, projects there by their name.</summary>
    private static async Task<Choices> ReadChoices(string? search, AppDb db, IProjects projects, IAgencies agencies, CancellationToken ct)
    {
        var houses = await db.Set<FeedbackForm>().Select(f => f.AgencyId).Distinct().OrderBy(id => id).Take(MostAgencies).ToListAsync(ct);
        var found = await projects.List(SearchWords.Of(search), new PageRequest(1, MostProjects), ct);
        return new Choices(
            [.. (await agencies.Of(houses, ct)).OrderBy(a => a.Name, StringComparer.Ordinal).Select(a => new Choice(a.Id, a.Name))],
            [.. found.Items.Select(p => new Choice(p.Id, p.Name))]);
    }

    private static Task<RatingBook.Ratings> Handle(
        RatingState? state, bool? flagged, Guid? projectId, Guid? agencyId, ChinaMonth? month, [AsParameters] PageRequest page, AppDb db, RatingBook book,
        CancellationToken ct)
    {
        var forms = db.Set<FeedbackForm>().AsNoTracking().Of(projectId, month);
        return book.Read(agencyId is { } agency ? forms.Where(f => f.AgencyId == agency) : forms, state, flagged, page, ct);
    }
}
