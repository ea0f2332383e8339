using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using WeChatService.FieldTasks.Contracts;
using WeChatService.Kernel;
using WeChatService.Plans.Contracts;
using WeChatService.Projects.Contracts;
using WeChatService.Reviews.Contracts;
using WeChatService.Reviews.Judging;

namespace WeChatService.Reviews.ForAgency;

/// <summary>消防检测, 待审核 and 已审核: the detection plans that are judged item by item (REV-03, REV-12).</summary>
internal static class ReadJudgements
{
    /// <param name="Percent">计划完成统计: how much of the plan was submitted, in full percent.</param>
    public sealed record Row(
        Guid PlanId, string PlanName, Guid ProjectId, string ProjectName, int Systems, int Submitted, int Percent, bool IsComplete, bool IsOpen,
        bool IsPassed, DetectionVerdict? Overall, int Tasks, DateTimeOffset? FirstSubmittedAt, DateTimeOffset? PassedAt);

    public static void Map(RouteGroupBuilder agency) => agency.MapGet("/judgements", Handle);

    private static async Task<Page<Row>> Handle(
        ReadReviews.Which? state, [AsParameters] PageRequest page, AppDb db, ReviewQueue queue, IPlans plans, IProjects projects, IPlanReviews work,
        CancellationToken ct)
    {
        var found = await queue.Plans(state == ReadReviews.Which.Done, page, ct);
        var ids = found.Items.Select(p => p.PlanId).ToList();
        var cards = (await plans.Find(ids, ct)).ToDictionary(p => p.Id);
        var names = (await projects.Find([.. found.Items.Select(p => p.ProjectId).Distinct()], ct)).ToDictionary(p => p.Id, p => p.Name);
        var switches = await work.Switches(ids, ct);
        var passed = await db.Set<Judgement>().AsNoTracking().Where(j => ids.Contains(j.PlanId) && j.PassedAt != null).ToDictionaryAsync(j => j.PlanId, ct);
        var handedIn = await work.HandedIn(ids, ct);
        return page.Of<Row>([.. found.Items.Where(p => cards.ContainsKey(p.PlanId)).Select(p =>
        {
            var card = cards[p.PlanId];
            var completion = PlanCompletion.Of(card, handedIn);
            var judgement = passed.GetValueOrDefault(p.PlanId);
            return new Row(
                p.PlanId, card.Name, p.ProjectId, names.GetValueOrDefault(p.ProjectId, ""), completion.Facilities, completion.Submitted,
                completion.Percent, completion.IsComplete, switches.GetValueOrDefault(p.PlanId)?.IsOpen ?? false, judgement is not null,
                judgement?.Entries.FirstOrDefault(e => e.Code == JudgementTree.OverallCode)?.Verdict, p.Tasks, p.FirstSubmittedAt, judgement?.PassedAt);
        })], found.Total);
    }
}
