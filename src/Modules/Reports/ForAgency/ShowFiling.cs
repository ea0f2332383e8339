using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using WeChatService.Agencies.Contracts;
using WeChatService.FieldTasks.Contracts;
using WeChatService.Kernel;
using WeChatService.Owners.Contracts;
using WeChatService.Projects.Contracts;
using WeChatService.Regions.Contracts;
using WeChatService.Reports.Contracts;
using WeChatService.Reviews.Contracts;

namespace WeChatService.Reports.ForAgency;

/// <summary>One report as the technical lead weighs it before he files, and as it stands after (FIL-03, 04, 08, 10, 12).</summary>
internal static class ShowFiling
{
    public sealed record Counts(int Conforms, int Fails, int Cannot);

    /// <summary>Why he cannot file it here, now.</summary>
    public sealed record BlockedBy(string Code, string Title, string? Rule);

    public sealed record ObjectionRow(string ByName, string Reason, DateTimeOffset At);
    public sealed record Reader(string Name, DateTimeOffset? ReadAt);

    /// <param name="WitnessName">非人脸: who bore witness.</param>
    public sealed record FilingRow(string Opinion, string ByName, DateTimeOffset At, string Channel, double? Score, double? Threshold, string? WitnessName);

    /// <param name="DayOfTerm">第几天; null where the region sets no term.</param>
    /// <param name="DaysLeft">0 on the last day, negative when overdue.</param>
    /// <param name="Flagged">Records judged 符合 although a value is outside its limit (标红).</param>
    /// <param name="MayFile">He, here and now.</param>
    public sealed record Response(
        Guid Id, string Number, Guid ProjectId, string ProjectName, string PlanName, string AgencyName, ChinaMonth Month, ReportKind Kind, string Form,
        ReportConclusion? Conclusion, ReportState State, int Pages, int RawRecordPages, long Bytes, string? ContentHash, Counts Counts, int Flagged,
        string? ReviewerName, DateTimeOffset? ReviewedAt, DateTimeOffset? GeneratedAt, DateOnly? DueOn, int? DayOfTerm, int? Days, int? DaysLeft,
        string TechnicalLeadName, string? BrigadeName, IReadOnlyList<Reader> Contacts, bool NeedsFace, double Threshold, bool SecondWay, bool MayFile,
        BlockedBy? BlockedBy, bool MayReject, ObjectionRow? Objection, FilingRow? Filing);

    public static void Map(RouteGroupBuilder door) =>
        door.MapGet("/filings/{id:guid}", Handle).For(Role.TechnicalLead, Role.ProjectLead, Role.AgencyAdmin, Role.AgencyManager);

    private static async Task<Response> Handle(
        Guid id, AppDb db, CurrentActor actor, IProjects projects, IPeople people, IAgencies agencies, IAuthorities authorities, IOwnerContacts contacts,
        IReviews reviews, IFieldTasks tasks, IRegionPolicies policies, WorkingDays working, TimeProvider time,
        CancellationToken ct)
    {
        var (me, today) = (actor.Required, time.Today());
        var r = await db.MustBeOf(id, projects, me, ct);
        var region = policies.For(r.Region);
        var (policy, why) = (region.Filing, await WhyNot(r, me, projects, people, region, ct));
        var (flagged, passed) = await Work(r, tasks, reviews, ct);
        var read = await db.Set<ReportReading>().Where(x => x.ReportId == id).ToDictionaryAsync(x => x.ContactId, x => x.FirstReadAt, ct);
        return new Response(
            r.Id, r.Number, r.ProjectId, r.ProjectName, Filings.PlanNameOf(r), (await agencies.Find(r.AgencyId, ct))?.Name ?? "", r.Month, r.Kind,
            r.Kind.Form(), r.Conclusion, r.State, r.Pages, r.RawRecordPages, r.Bytes, r.ContentHash, new Counts(r.Conforms, r.Fails, r.NotApplicable), flagged,
            passed?.ByName, passed?.At, r.GeneratedAt, FilingTerm.DueOn(r.FilingFrom, policy, working), FilingTerm.DayOfTerm(r.FilingFrom, policy, today, working), policy.Days,
            FilingTerm.DaysLeft(r.FilingFrom, policy, today, working), r.TechnicalLeadId is { } t ? (await people.Find(t, ct))?.Name ?? "" : "",
            r.BrigadeId is { } b ? (await authorities.FindBrigade(b, ct))?.Name : null,
            [.. (await contacts.OfProject(r.ProjectId, ct)).Select(c => new Reader(c.Name, read.TryGetValue(c.Id, out var at) ? at : null))],
            policy.Face, (double)region.Face.Threshold, policy.Face && region.Face.SecondWayAfter is not null, why is null,
            why is null ? null : new BlockedBy(why.Code, why.Title, why.Rule), why is null && policy.Reject,
            r.Objection is { } o ? new ObjectionRow(o.ByName, o.Reason, o.At) : null,
            r.Filing is { } f ? new FilingRow(f.Opinion, f.ByName, f.At, FilingRules.Says(f.Channel), f.Score, f.Threshold, f.Witness?.Name) : null);
    }

    /// <summary>The first rule that keeps him from filing; the same rules as in <see cref="FileReport"/>, asked in the same order.</summary>
    private static async Task<Problem?> WhyNot(Report report, Actor me, IProjects projects, IPeople people, RegionPolicy region, CancellationToken ct)
    {
        try
        {
            FilingRules.MustBeTechnicalLead(report, me);
            FilingRules.MustBeReadyToFile(report);
            FilingRules.MustBeFiledHere(report.Kind, me.Door, region.Filing);
            if (await projects.Find(report.ProjectId, ct) is { } project && await people.Find(me.PersonId!.Value, ct) is { } person)
            {
                FilingRules.MustBeFitToAnswer(person, project.LeadId, region.Tech);
            }

            return null;
        }
        catch (RuleBroken broken)
        {
            return broken.Problem;
        }
    }

    private static async Task<(int Flagged, ReviewLine? Passed)> Work(Report report, IFieldTasks tasks, IReviews reviews, CancellationToken ct)
    {
        var flagged = 0;
        ReviewLine? last = null;
        foreach (var id in report.TaskIds)
        {
            flagged += (await tasks.Sheet(id, ct))?.Records.Count(record => record.IsFlagged) ?? 0;
            var passed = (await reviews.LogOf(id, ct)).LastOrDefault(line => line.Verdict == ReviewVerdict.Passed);
            last = last is null || passed?.At > last.At ? passed ?? last : last;
        }

        return (flagged, last);
    }
}
