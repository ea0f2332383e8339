using WeChatService.Agencies.Contracts;
using WeChatService.Kernel;
using WeChatService.Owners.Contracts;
using WeChatService.Projects.Contracts;
using WeChatService.Regions.Contracts;
using WeChatService.Reports.Ports;
using WeChatService.Visits.Contracts;

namespace WeChatService.Reports.Composing;

/// <summary>月报 on paper (RPT-24). It is not filed, so nothing verifies it but its content hash.</summary>
internal sealed class MonthlyDocument(IProjects projects, IOwners owners, IAgencies agencies, IPeople people, IVisits visits, IRegionPolicies policies)
{
    public async Task<ReportDocument> Compose(MonthlyReport report, CancellationToken ct)
    {
        var sheet = await projects.Sheet(report.ProjectId, ct) ?? throw new InvalidOperationException("the monthly report's project is gone");
        var policy = policies.For(report.Region);
        var owner = (await owners.Find(report.OwnerId, ct))!;
        var agency = (await agencies.Find(report.AgencyId, ct))!;
        var stays = await visits.OfProject(report.ProjectId, report.Month, ct);
        var forms = await visits.FormsOf(report.ProjectId, report.Month, ct);
        var staff = (await people.Of([sheet.Project.LeadId, sheet.Project.TechnicalLeadId ?? sheet.Project.LeadId, .. stays.Select(v => v.PersonId)], ct))
            .DistinctBy(p => p.Id).ToDictionary(p => p.Id);
        var lead = staff.GetValueOrDefault(sheet.Project.LeadId);
        var days = stays.Select(v => ChinaTime.DayOf(v.StartedAt)).DefaultIfEmpty(ChinaTime.DayOf(report.SavedAt)).ToList();
        return new ReportDocument
        {
            Cover = new()
            {
                Number = $"{policy.Report.NumberPrefix}-{report.Month.Year}{report.Month.Month:D2}-月报", Heading = $"{policy.Name}消防技术服务", Title = "建筑消防设施\n维护保养月报",
                Period = report.Month.Says(), ProjectName = report.ProjectName, Address = sheet.Project.Address, OwnerLabel = policy.Wording.Owner, OwnerName = owner.Name,
                AgencyName = agency.Name, AgencyRegistration = $"统一社会信用代码 {agency.CreditCode}", ServiceFrom = days.Min(), ServiceTo = days.Max(),
                ReportDate = ChinaTime.DayOf(report.PushedAt ?? report.SavedAt), LegalBasis = string.Join("、", policy.Report.Basis), GenerationForm = $"{report.WriterName}编制",
                VerificationUrl = null, Hotline = agency.Phone, FilingNote = "月报随当月报告存档",
                RetentionNote = $"项目档案保存至少 {policy.Retention.Years} 年",
            },
            Parts =
            [
                new MonthlySheet
                {
                    Fields =
                    [
                        new("项目名称", report.ProjectName, Wide: true), new(policy.Wording.Owner, owner.Name), new("维保期", report.Month.Says()),
                        new("项目负责人", lead?.Name ?? ""), new("编制人", report.WriterName),
                    ],
                    Texts =
                    [
                        new("本期完成的\n工作", report.Texts.Done), new("发现的问题", OrNone(report.Texts.Problems)), new("整改建议", OrNone(report.Texts.Advice)),
                        new("下期安排", OrNone(report.Texts.Next)),
                    ],
                    Visits = [.. stays.Select(v => new MonthlyVisit(staff.GetValueOrDefault(v.PersonId)?.Name ?? "", v.StartedAt, v.EndedAt, v.Minutes, Site.Says(v.Mark)))],
                    Ratings = [.. forms.OrderBy(f => f.Day).Select(f => new MonthlyRating(f.Day, f.Rated ? f.Stars : null, null))],
                    LeadSignature = Signing.Box("项目负责人", lead),
                },
            ],
            ReadPhoto = (_, _) => throw new InvalidOperationException("a monthly report has no photos"),
        };
    }

    private static string OrNone(string text) => text.Length > 0 ? text : "无";
}
