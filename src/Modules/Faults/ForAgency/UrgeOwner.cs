using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using WeChatService.Faults.Contracts;
using WeChatService.Kernel;
using WeChatService.Projects.Contracts;
using WeChatService.Regions.Contracts;

namespace WeChatService.Faults.ForAgency;

/// <summary>提醒业主: an old fault is brought before the owner again (FLT-24).</summary>
internal static class UrgeOwner
{
    public sealed record Response(Guid FaultId, DateTimeOffset RemindedAt, int Days);

    public static void Map(RouteGroupBuilder door) => door.MapPost("/faults/{id:guid}/reminders", Handle).For(Role.ProjectLead);

    private static async Task<Response> Handle(
        Guid id, AppDb db, CurrentActor actor, IProjects projects, IRegionPolicies policies, Ids ids, TimeProvider time, CancellationToken ct)
    {
        var fault = await db.Set<Fault>().FirstOrDefaultAsync(f => f.Id == id, ct) ?? throw new RuleBroken(FaultProblems.NotYours);
        var project = await projects.OfLead(fault.ProjectId, actor.Required, ct);
        var now = time.GetUtcNow();
        fault.Urge(ids.Next(), new StepBy(project.LeadId, actor.Required.Name), policies.For(project.Region).Fault.RemindAfter(fault.IsUrgent), now);
        var days = FaultRules.DaysOpen(fault, now);
        db.Announce(new FaultOverdue(
            fault.Id, fault.ProjectId, fault.AgencyId, fault.OwnerId, fault.State, fault.ItemName, days, OwnerOnly: true, now));
        db.Audit("fault.owner_urged", nameof(Fault), fault.Id, $"提醒业主：{fault.ItemName}，已 {days} 天");
        return new Response(fault.Id, now, days);
    }
}
