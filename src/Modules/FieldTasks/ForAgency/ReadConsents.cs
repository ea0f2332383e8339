using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using WeChatService.FieldTasks.Contracts;
using WeChatService.Kernel;
using WeChatService.Projects.Contracts;

namespace WeChatService.FieldTasks.ForAgency;

/// <summary>
/// 处理申请 and, on the console, 查看提交申请处理: what operators ask the lead of a project, and what was decided (APR-01, 02, 08, 10). The
/// lead's are of the projects that he leads; administrators and managers read those of the agency (§18.5).
/// </summary>
internal static class ReadConsents
{
    public static void Map(RouteGroupBuilder door)
    {
        door.MapGet("/consents", List).For(Role.ProjectLead, Role.AgencyAdmin, Role.AgencyManager);
        door.MapGet("/consents/{id:guid}", Show).For(Role.ProjectLead, Role.AgencyAdmin, Role.AgencyManager);
    }

    private static async Task<Page<ConsentRow>> List(
        ConsentState? state, ConsentKind? kind, bool? handled, Guid? projectId, Guid? taskId, [AsParameters] PageRequest page, ConsentBook book,
        IProjects projects, CancellationToken ct) =>
        await book.List(new ConsentQuery(state, kind, handled, projectId, taskId), await projects.Led(ct), page, ct);

    private static async Task<ConsentDetail> Show(Guid id, ConsentBook book, IProjects projects, CancellationToken ct) =>
        await book.Show(id, await projects.Led(ct), ct);
}
