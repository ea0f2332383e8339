using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using WeChatService.Agencies.Contracts;
using WeChatService.Kernel;
using WeChatService.Owners.Contracts;
using WeChatService.Projects.Contracts;
using WeChatService.Regions.Contracts;
using WeChatService.Visits.Ports;

namespace WeChatService.Visits.ForAgency;

/// <summary>未评价情况说明 as a file (EVL-10): when the client was asked and reminded, and what the agency says of the silence.</summary>
internal sealed class PrintSilence(
    AppDb db, IProjects projects, IOwners owners, IAgencies agencies, IPeople people, IRegionPolicies policies, Photos photos, ISilencePrinter printer, TimeProvider time)
{
    public static void Map(RouteGroupBuilder door) =>
        door.MapGet("/feedback-forms/{formId:guid}/silence.pdf", async (Guid formId, PrintSilence slice, CancellationToken ct) => await slice.Handle(formId, ct));

    private async Task<FileContentHttpResult> Handle(Guid formId, CancellationToken ct)
    {
        var form = await db.Set<FeedbackForm>().AsNoTracking().FirstOrDefaultAsync(f => f.Id == formId, ct);
        // The authority's walls are its jurisdiction; at the agency's door the project must be one of the reader's.
        if (form is null || !(await projects.Reach(ct)).Holds(form.ProjectId))
        {
            throw new RuleBroken(RatingProblems.FormUnknown);
        }

        var proofs = await db.Set<SilenceProof>().AsNoTracking().Where(p => p.FormId == form.Id).OrderBy(p => p.At).ToListAsync(ct);
        if (proofs.Count == 0)
        {
            throw new RuleBroken(RatingProblems.ProofMissing);
        }

        var (policy, project) = (policies.For(form.Region), await projects.Find(form.ProjectId, ct));
        var shown = proofs.SelectMany(p => p.PhotoIds).ToList();
        var kept = await db.Set<StoredObject>().AsNoTracking().Where(o => shown.Contains(o.Id)).ToDictionaryAsync(o => o.Id, ct);
        try
        {
            var file = await printer.Print(
                new SilenceSheet(
                    project?.Name ?? "", (await agencies.Find(form.AgencyId, ct))?.Name ?? "", policy.Wording.Owner, (await owners.Find(form.OwnerId, ct))?.Name ?? "",
                    (await people.Find(form.WriterId, ct))?.Name ?? "", form.Day, form.Content, form.SubmittedAt,
                    [.. policy.Evaluation.RemindAfterDays.Where(d => d <= form.RemindedOnDay).Select(d => ChinaTime.DayOf(form.SubmittedAt).AddDays(d))],
                    form.SilentAt, form.RatedAt, time.GetUtcNow(),
                    [
                        .. proofs.Select(p => new SilenceSheet.Statement(p.Text, p.ByName, p.At,
                            [.. p.PhotoIds.Where(kept.ContainsKey).Select(id => new SilenceSheet.Photo(id, kept[id].Sha256, kept[id].TakenAt ?? kept[id].UploadedAt))])),
                    ], photos.Read),
                ct);
            return TypedResults.File(file, "application/pdf", "silence.pdf");
        }
        catch (SilencePrintFailed)
        {
            throw new RuleBroken(RatingProblems.PrintFailed);
        }
    }
}
