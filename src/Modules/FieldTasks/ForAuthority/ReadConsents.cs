using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using WeChatService.FieldTasks.Contracts;
using WeChatService.Kernel;
using WeChatService.Projects.Contracts;

namespace WeChatService.FieldTasks.ForAuthority;

/// <summary>The evidence of every consent, for the brigade in whose district the project lies and for its corps (APR-04, APR-12).</summary>
internal static class ReadConsents
{
    private static readonly ProjectReach Jurisdiction = new(null);

    public static void Map(RouteGroupBuilder authority)
    {
        authority.MapGet("/consents", List);
        authority.MapGet("/consents/{id:guid}", (Guid id, ConsentBook book, CancellationToken ct) => book.Show(id, Jurisdiction, ct));
    }

    private static Task<Page<ConsentRow>> List(
        ConsentState? state, ConsentKind? kind, bool? handled, Guid? projectId, Guid? taskId, [AsParameters] PageRequest page, ConsentBook book,
        CancellationToken ct) => book.List(new ConsentQuery(state, kind, handled, projectId, taskId), Jurisdiction, page, ct);
}
