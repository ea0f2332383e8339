using Microsoft.EntityFrameworkCore;
using WeChatService.Catalogue.Contracts;
using WeChatService.Kernel;
using WeChatService.Plans.Contracts;
using WeChatService.Plans.Term;
using WeChatService.Projects.Contracts;
using WeChatService.Regions.Contracts;

namespace WeChatService.Plans;

/// <summary>Where the contents of a new plan come from: ticked, generated, or written (plan.contentMode; PLN-10, 23).</summary>
internal sealed class PlanContents(AppDb db, ICatalogue catalogue)
{
    /// <param name="ticked">What the planner ticked; null takes all of the project's scope.</param>
    /// <returns>Null where contents are written and nothing is written for that month.</returns>
    /// <exception cref="RuleBroken">The planner ticks where he may not, or something outside the scope, or another kind than is written.</exception>
    public async Task<PlanContent?> For(
        ProjectCard project, PlanKind kind, ChinaMonth month, IReadOnlyList<string>? ticked, PlanPolicy policy, CancellationToken ct)
    {
        if (ticked is not null)
        {
            PlanRules.ContentMustBeTickable(project.ServiceType, policy);
        }

        if (project.ServiceType == ServiceType.Maintenance && policy.ContentMode == PlanContentMode.WrittenByLead)
        {
            return await Written(project, kind, month, ct);
        }

        return Ticked(project, kind, month, ticked ?? catalogue.ScopeOf(project));
    }

    public PlanContent Ticked(ProjectCard project, PlanKind kind, ChinaMonth month, IReadOnlyList<string> classCodes)
    {
        if (classCodes.Except(catalogue.ScopeOf(project)).Any())
        {
            throw new RuleBroken(PlanProblems.FacilityUnknown);
        }

        var started = ChinaMonth.Of(project.TermStarts);
        var monthOfTerm = ((month.Year - started.Year) * 12) + month.Month - started.Month;
        return PlanContent.Of(catalogue.EditionFor(project), classCodes, kind, PlanCalendar.HalfYearDue(monthOfTerm));
    }

    private async Task<PlanContent?> Written(ProjectCard project, PlanKind kind, ChinaMonth month, CancellationToken ct)
    {
        var term = await db.Set<TermPlan>().AsNoTracking().FirstOrDefaultAsync(t => t.ProjectId == project.Id, ct);
        if (term?.PeriodOf(month) is not { } period)
        {
            return null;
        }

        if (period.Kind != kind)
        {
            throw new RuleBroken(PlanProblems.KindAsWritten.Says($"维保计划里第 {period.Number} 期写的是{PlanRules.Says(period.Kind)}计划，请按这一种建。"));
        }

        var edition = catalogue.Find(term.EditionCode, term.EditionVersion) ?? catalogue.EditionFor(project);
        return PlanContent.Written(edition, period.ItemCodes, new PeriodDays(period.Starts, period.Ends));
    }
}
