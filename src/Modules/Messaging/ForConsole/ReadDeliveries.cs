using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using WeChatService.Kernel;

namespace WeChatService.Messaging.ForConsole;

/// <summary>The agency's pushes: who was told what, whether it arrived, and when it was read (NTF-16, NTF-18).</summary>
internal static class ReadDeliveries
{
    /// <param name="Total">Counted up to 1,000; null where counting would read everything.</param>
    /// <param name="IsMore">There are more than <paramref name="Total"/>.</param>
    /// <param name="Next">The <c>before</c> of the next page; null: this is the last.</param>
    internal sealed record Result(IReadOnlyList<DeliveryRow> Items, int? Total, bool IsMore, Guid? Next);

    internal sealed record EventName(string Event, string Title);

    public static void Map(RouteGroupBuilder console)
    {
        console.MapGet("/deliveries", Search).For(Role.AgencyAdmin, Role.AgencyManager);
        console.MapGet("/deliveries/events", Events).For(Role.AgencyAdmin, Role.AgencyManager);
    }

    private static async Task<Result> Search([AsParameters] DeliveryWanted wanted, DeliverySearch search, DeliveryLines lines, CancellationToken ct)
    {
        var found = await search.Find(wanted, ct);
        var counted = found.Total is { } total ? Math.Min(total, DeliverySearch.CountsTo) : (int?)null;
        return new Result(await lines.Of(found.Lines, ct), counted, found.Total > DeliverySearch.CountsTo, found.Next);
    }

    /// <summary>What can be pushed, for the filter.</summary>
    private static List<EventName> Events(NoticeTemplates templates) =>
        [.. templates.All.Select(template => new EventName(template.Key, template.Title)).Distinct()];
}
