using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using WeChatService.Faults.Contracts;
using WeChatService.Kernel;
using WeChatService.Owners.Contracts;

namespace WeChatService.Faults.ForOwner;

/// <summary>The owner agrees to a repair for that price, or does not (FLT-04, 05).</summary>
internal static class AnswerProposal
{
    public sealed record Request(bool? Agrees, string? Note);

    public sealed record Response(Guid FaultId, FaultState State, ProposalAnswer Answer, DateTimeOffset At);

    public static void Map(RouteGroupBuilder owner) => owner.MapPost("/faults/{id:guid}/proposals/{proposalId:guid}/answer", Handle);

    private static async Task<Response> Handle(
        Guid id, Guid proposalId, Request request, AppDb db, CurrentActor actor, IOwnerContacts contacts, Ids ids, TimeProvider time, CancellationToken ct)
    {
        var fault = await db.Set<Fault>().Include(f => f.Steps).FirstOrDefaultAsync(f => f.Id == id, ct) ?? throw new RuleBroken(FaultProblems.NotYours);
        if (actor.Required.ContactId is not { } contact || !await contacts.IsBound(contact, fault.ProjectId, ct))
        {
            throw new RuleBroken(FaultProblems.NotYours);
        }

        var agrees = request.Agrees ?? throw new RuleBroken(FaultProblems.AnswerMissing);
        var now = time.GetUtcNow();
        var note = request.Note?.Trim() is { Length: > 0 } said ? said[..Math.Min(said.Length, 500)] : null;
        fault.AnswerProposal(ids.Next(), proposalId, agrees, note, new StepBy(contact, actor.Required.Name), now);
        var fen = fault.Steps.Single(s => s.Id == proposalId).AmountFen ?? 0;
        db.Announce(new ProposalAnswered(
            fault.Id, fault.ProjectId, fault.AgencyId, fault.OwnerId, fault.ItemName, fen, agrees, actor.Required.Name, now));
        db.Audit(
            "repair.proposal_answered", nameof(Fault), fault.Id, $"{actor.Required.Name} {(agrees ? "同意" : "不同意")}维修 {fault.ItemName}，报价 {fen / 100m:0.00} 元",
            after: new { proposalId, agrees, note, amountFen = fen });
        return new Response(fault.Id, fault.State, fault.ProposalAnswer!.Value, now);
    }
}
