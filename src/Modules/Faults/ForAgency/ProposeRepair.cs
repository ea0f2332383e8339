using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using WeChatService.Faults.Contracts;
using WeChatService.Kernel;
using WeChatService.Projects.Contracts;

namespace WeChatService.Faults.ForAgency;

/// <summary>维修报价: the lead asks the owner whether he wants it mended for this; the answer is the evidence of FLT-04 and FLT-05.</summary>
internal static class ProposeRepair
{
    /// <param name="AmountFen">In fen; 0: free of charge.</param>
    public sealed record Request(long? AmountFen, string? Text);

    public sealed record Response(Guid FaultId, Guid ProposalId, DateTimeOffset At);

    public static void Map(RouteGroupBuilder door) => door.MapPost("/faults/{id:guid}/proposals", Handle).For(Role.ProjectLead);

    private static async Task<Response> Handle(
        Guid id, Request request, AppDb db, CurrentActor actor, IProjects projects, Ids ids, TimeProvider time, CancellationToken ct)
    {
        var fault = await db.Set<Fault>().FirstOrDefaultAsync(f => f.Id == id, ct) ?? throw new RuleBroken(FaultProblems.NotYours);
        var project = await projects.OfLead(fault.ProjectId, actor.Required, ct);
        var now = time.GetUtcNow();
        var proposal = ids.Next();
        fault.Propose(proposal, new StepBy(project.LeadId, actor.Required.Name), request.AmountFen, request.Text, now);
        db.Announce(new RepairProposed(
            fault.Id, fault.ProjectId, fault.AgencyId, fault.OwnerId, fault.ItemName, request.AmountFen!.Value, request.Text!.Trim(), now));
        db.Audit("repair.proposed", nameof(Fault), fault.Id, $"{fault.ItemName}：报价 {request.AmountFen.Value / 100m:0.00} 元", after: request);
        return new Response(fault.Id, proposal, now);
    }
}
