using Microsoft.EntityFrameworkCore;
using WeChatService.Agencies.Contracts;
using WeChatService.Catalogue.Contracts;
using WeChatService.Kernel;
using WeChatService.Owners.Contracts;
using WeChatService.Plans.Ports;
using WeChatService.Projects.Contracts;
using WeChatService.Regions.Contracts;

namespace WeChatService.Plans.Term;

/// <summary>Print one revision of a term plan (PLN-26).</summary>
internal sealed record PrintTermPlan(Guid TermPlanId, int Revision);

/// <summary>Composes, prints, stores. A revision that is not current any more is not printed.</summary>
internal sealed class PrintTermPlanRunner(
    AppDb db, ITermPlanPrinter printer, IProjects projects, IAgencies agencies, IOwners owners, IPeople people, ICatalogue catalogue,
    IRegionPolicies policies, Photos photos) : IRun<PrintTermPlan>
{
    public async Task Run(PrintTermPlan job, JobRun run, CancellationToken ct)
    {
        if (await Current(job, ct) is not { PrintId: null } term)
        {
            return;
        }

        var pdf = await printer.Print(await Compose(term, ct), ct);
        var stored = await photos.AddDocument(pdf, ObjectKind.Other, "application/pdf", ct);
        (await Current(job, ct))?.Printed(job.Revision, stored.Id, null);
        await db.SaveChangesAsync(ct);
    }

    public async Task GaveUp(PrintTermPlan job, Exception why, CancellationToken ct) => (await Current(job, ct))?.Printed(job.Revision, null, why.Message);

    private async Task<TermPlan?> Current(PrintTermPlan job, CancellationToken ct) =>
        await db.Set<TermPlan>().FirstOrDefaultAsync(t => t.Id == job.TermPlanId && t.Revision == job.Revision, ct);

    private async Task<TermPlanDocument> Compose(TermPlan term, CancellationToken ct)
    {
        var sheet = await projects.Sheet(term.ProjectId, ct) ?? throw new TermPlanPrintFailed("the project is gone");
        var project = sheet.Project;
        var edition = catalogue.Find(term.EditionCode, term.EditionVersion) ?? catalogue.EditionFor(project);
        return new TermPlanDocument(
            project.Name, project.Address, (await agencies.Find(term.AgencyId, ct))?.Name ?? "", policies.For(project.Region).Wording.Owner,
            (await owners.Find(term.OwnerId, ct))?.Name ?? "", (await people.Find(project.LeadId, ct))?.Name ?? "", sheet.ContractNumber, term.TermStarts,
            term.TermEnds, ChinaTime.DayOf(term.GeneratedAt ?? default), [.. term.Periods.Select(p => Period(p, edition))]);
    }

    private static PrintedPeriod Period(TermPeriod period, CatalogueEdition edition)
    {
        var wanted = period.ItemCodes.ToHashSet(StringComparer.Ordinal);
        return new PrintedPeriod(
            period.Number, period.Starts, period.Ends, PlanRules.Says(period.Kind),
            [
                .. edition.Systems.Select(s => new PrintedSystem(
                    s.Name, [.. s.Classes.Select(c => new PrintedClass(c.Name, [.. c.Items.Where(i => wanted.Contains(i.Code)).Select(i => i.Name)])).Where(c => c.Items.Count > 0)]))
                    .Where(s => s.Classes.Count > 0),
            ]);
    }
}
