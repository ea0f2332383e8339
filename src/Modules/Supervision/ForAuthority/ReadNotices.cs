using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using WeChatService.Agencies.Contracts;
using WeChatService.Kernel;
using WeChatService.Projects.Contracts;

namespace WeChatService.Supervision.ForAuthority;

/// <summary>消息: what the authority was told, newest first (EVL-09, NTF-14).</summary>
internal static class ReadNotices
{
    public sealed record Row(
        Guid Id, AuthorityNoticeKind Kind, string AgencyName, Guid? ProjectId, string? ProjectName, string Text, DateTimeOffset At, DateTimeOffset? ReadAt,
        string? ReadByName);

    public sealed record Notices(int Unread, Page<Row> Page);

    public sealed record Opened(Guid Id, DateTimeOffset ReadAt);

    public static void Map(RouteGroupBuilder authority)
    {
        authority.MapGet("/notices", Handle);
        authority.MapPost("/notices/{id:guid}/read", Read).For(Role.Brigade, Role.Corps).RepeatsWithoutHarm("the first reading counts");
    }

    private static async Task<Notices> Handle(
        bool? unread, [AsParameters] PageRequest page, AppDb db, IAgencies agencies, IProjects projects, CancellationToken ct)
    {
        var all = db.Set<AuthorityNotice>().AsNoTracking();
        var open = await all.CountAsync(n => n.ReadAt == null, ct);
        all = unread == true ? all.Where(n => n.ReadAt == null) : all;
        var total = await all.CountAsync(ct);
        var rows = await all.OrderByDescending(n => n.At).ThenBy(n => n.Id).Skip(page.Skip).Take(page.Take).ToListAsync(ct);
        var houses = (await agencies.Of(rows.Select(n => n.AgencyId).Distinct(), ct)).ToDictionary(a => a.Id, a => a.Name);
        var places = (await projects.Find([.. rows.Select(n => n.ProjectId).OfType<Guid>().Distinct()], ct)).ToDictionary(p => p.Id, p => p.Name);
        return new Notices(open, page.Of<Row>(rows.ConvertAll(n => new Row(
            n.Id, n.Kind, houses.GetValueOrDefault(n.AgencyId, ""), n.ProjectId, n.ProjectId is { } p ? places.GetValueOrDefault(p) : null, n.Text, n.At, n.ReadAt,
            n.ReadByName)), total));
    }

    private static async Task<Opened> Read(Guid id, AppDb db, CurrentActor actor, TimeProvider time, CancellationToken ct)
    {
        var notice = await db.Set<AuthorityNotice>().FirstOrDefaultAsync(n => n.Id == id, ct) ?? throw new RuleBroken(KernelProblems.NotFound);
        notice.Read(actor.Required.Name, time.GetUtcNow());
        return new Opened(notice.Id, notice.ReadAt!.Value);
    }
}
