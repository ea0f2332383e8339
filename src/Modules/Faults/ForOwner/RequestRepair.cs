using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using WeChatService.Accounts.Contracts;
using WeChatService.Catalogue.Contracts;
using WeChatService.Faults.Contracts;
using WeChatService.Kernel;
using WeChatService.Owners.Contracts;
using WeChatService.Projects.Contracts;
using WeChatService.Regions.Contracts;

namespace WeChatService.Faults.ForOwner;

/// <summary>一键报修 (FLT-17, 18), and the outcome of what the owner mends himself (FLT-19).</summary>
internal static class RequestRepair
{
    /// <summary>Of one contact: more than anybody has to report, less than a machine sends.</summary>
    private static readonly SmsLimit Most = new(TimeSpan.Zero, 30, 100);

    /// <summary>单位内部处理 or 服务机构处理.</summary>
    public enum Who { Internal, Agency }

    /// <param name="ClassCode">A facility of the project, or <c>unsure</c>.</param>
    public sealed record Request(Guid ProjectId, string? ClassCode, string? Place, string? Text, IReadOnlyList<Guid>? PhotoIds, Who? Handling);

    public sealed record Closing(string? Text, IReadOnlyList<Guid>? PhotoIds);
    public sealed record Response(Guid Id, FaultState State, string FacilityName, DateTimeOffset At);

    public static void Map(RouteGroupBuilder owner)
    {
        owner.MapPost("/repair-requests", Ask);
        owner.MapPost("/repair-requests/{id:guid}/closing", Close);
    }

    private static async Task<Created<Response>> Ask(
        Request request, AppDb db, CurrentActor actor, IProjects projects, IOwnerContacts contacts, ICatalogue catalogue, IRegionPolicies policies,
        Photos photos, ISmsMeters meters, Ids ids, TimeProvider time, CancellationToken ct)
    {
        var contact = actor.Required.ContactId ?? throw new RuleBroken(FaultProblems.NotBound);
        var project = await contacts.IsBound(contact, request.ProjectId, ct) ? await projects.Find(request.ProjectId, ct) : null;
        if (project is null)
        {
            throw new RuleBroken(FaultProblems.NotBound);
        }

        var policy = policies.For(project.Region);
        IReadOnlyList<Guid> shown = [.. (request.PhotoIds ?? []).Distinct()];
        var asked = RepairRequest.Of(
            project, catalogue.For(project.Region), policy.Fault.UrgentSystems, request.ClassCode, request.Place, request.Text, shown,
            request.Handling is { } who ? who == Who.Internal : null, policy.Limits.PhotosPerItem, contact);
        await photos.Find(shown, ct);
        var now = time.GetUtcNow();
        if (await meters.Take([($"repair:{contact}", Most)], now, ct) is not null)
        {
            throw new RuleBroken(FaultProblems.TooManyRequests);
        }

        var fault = Fault.OfRequest(ids.Next(), asked, now);
        db.Open(fault, policy.Fault);
        if (!asked.Internal)
        {
            db.Announce(new RepairRequested(
                fault.Id, project.Id, fault.AgencyId, fault.OwnerId, fault.ItemName, fault.Text, actor.Required.Name, now));
        }

        db.Audit(
            "repair.requested", nameof(Fault), fault.Id, $"{actor.Required.Name} 报修 {fault.ItemName}（{(asked.Internal ? "单位内部处理" : "服务机构处理")}）",
            after: request);
        return TypedResults.Created($"/api/owner/faults/{fault.Id}", new Response(fault.Id, fault.State, fault.ItemName, now));
    }

    private static async Task<Response> Close(
        Guid id, Closing request, AppDb db, CurrentActor actor, IOwnerContacts contacts, Photos photos, Ids ids, TimeProvider time, CancellationToken ct)
    {
        var fault = await db.Set<Fault>().FirstOrDefaultAsync(f => f.Id == id, ct) ?? throw new RuleBroken(FaultProblems.NotYours);
        if (actor.Required.ContactId is not { } contact || !await contacts.IsBound(contact, fault.ProjectId, ct))
        {
            throw new RuleBroken(FaultProblems.NotBound);
        }

        IReadOnlyList<Guid> shown = [.. (request.PhotoIds ?? []).Distinct()];
        await photos.Find(shown, ct);
        var now = time.GetUtcNow();
        fault.CloseByOwner(ids.Next(), new StepBy(contact, actor.Required.Name), request.Text, shown, now);
        db.Audit("repair.closed_by_owner", nameof(Fault), fault.Id, $"{actor.Required.Name} 记录内部处理结果：{fault.ItemName}", after: request);
        return new Response(fault.Id, fault.State, fault.ItemName, now);
    }
}
