using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using WeChatService.Kernel;
using WeChatService.Projects.Contracts;
using WeChatService.Regions.Contracts;

namespace WeChatService.Visits.ForAgency;

/// <summary>EVL-10: beside a 未评价 the agency may show how it asked; client and supervisors see it.</summary>
internal static class ProveSilence
{
    /// <param name="Text">2 to 500 characters.</param>
    public sealed record Request(string? Text, IReadOnlyList<Guid>? PhotoIds);

    public sealed record Response(Guid Id, Guid FormId, DateTimeOffset At);

    public static void Map(RouteGroupBuilder door) =>
        door.MapPost("/feedback-forms/{formId:guid}/proofs", Handle).For(Role.ProjectLead, Role.AgencyAdmin);

    private static async Task<Created<Response>> Handle(
        Guid formId, Request request, AppDb db, CurrentActor actor, IProjects projects, IRegionPolicies policies, Photos photos, Ids ids, TimeProvider time,
        CancellationToken ct)
    {
        var form = await db.Set<FeedbackForm>().AsNoTracking().FirstOrDefaultAsync(f => f.Id == formId, ct);
        if (form is null || !(await projects.Led(ct)).Holds(form.ProjectId))
        {
            throw new RuleBroken(RatingProblems.FormUnknown);
        }

        IReadOnlyList<Guid> shown = [.. (request.PhotoIds ?? []).Distinct()];
        var proof = SilenceProof.Of(
            ids.Next(), form, request.Text, shown, policies.For(form.Region).Limits.PhotosPerItem, actor.Required, time.GetUtcNow());
        await photos.Find(shown, ct);
        db.Add(proof);
        db.Audit("form.silence_proven", nameof(FeedbackForm), form.Id, $"{proof.ByName} 说明怎么请过评价：{proof.Text}", after: request);
        return TypedResults.Created($"/api/agency/ratings?projectId={form.ProjectId}", new Response(proof.Id, form.Id, proof.At));
    }
}
