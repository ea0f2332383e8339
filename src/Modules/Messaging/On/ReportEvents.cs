using Microsoft.EntityFrameworkCore;
using WeChatService.Kernel;
using WeChatService.Projects.Contracts;
using WeChatService.Reports.Contracts;

namespace WeChatService.Messaging.On;

/// <summary>
/// NTF-12: the technical lead files what was generated; FIL-11: the lead hears why it was sent back; ORG-41: whoever sent a change form
/// hears what became of it; NTF-07, NTF-10, FIL-15: the owner
/// gets the report; NTF-16: its opening is the reading of the notice. RPT-24: the client gets the 月报.
/// </summary>
internal sealed class ReportEvents(AppDb db, NoticeWriter notices, IProjects projects, TimeProvider time)
    : IHandle<ReportGenerated>, IHandle<FilingDueSoon>, IHandle<ReportReturned>, IHandle<ReportFiled>, IHandle<ReportReadByOwner>, IHandle<ChangeDecided>,
      IHandle<MonthlyReportPushed>
{
    public async Task Handle(ReportGenerated e, CancellationToken ct)
    {
        if (e.TechnicalLeadId is not { } technicalLead)
        {
            return;
        }

        var project = await projects.Told(e.ProjectId, ct);
        await notices.ToPerson(technicalLead, "report_generated", project.About(
            e.ReportId, $"/agency/filings/{e.ReportId}",
            [project.Name, e.Number, Says(e.Month), TimeText.Of(time.GetUtcNow())]), ct);
    }

    public async Task Handle(FilingDueSoon e, CancellationToken ct)
    {
        var project = await projects.Told(e.ProjectId, ct);
        await notices.ToPerson(e.TechnicalLeadId, "filing_reminder", project.About(
            e.ReportId, $"/agency/filings/{e.ReportId}",
            [
                project.Name, e.DaysLeft > 0 ? $"备案还有 {e.DaysLeft} 天" : "今天是备案最后一天", "打开报告，看完备案",
                TimeText.Of(ChinaTime.StartOf(e.DueOn.AddDays(1)).AddMinutes(-1)),
            ]), ct);
    }

    public async Task Handle(ReportReturned e, CancellationToken ct)
    {
        var project = await projects.Told(e.ProjectId, ct);
        await notices.ToPerson(project.LeadId, "report_returned", project.About(
            e.ReportId, $"/agency/reports/{e.ReportId}", [project.Name, e.Number, e.Reason, TimeText.Of(e.At)]), ct);
    }

    public async Task Handle(ReportFiled e, CancellationToken ct)
    {
        var project = await projects.Told(e.ProjectId, ct);
        await notices.ToContacts(project, "report_filed", project.About(
            e.ReportId, $"/owner/reports/{e.ReportId}",
            [project.Name, e.Number, Says(e.Month), TimeText.Of(e.FiledAt)]), ct);
    }

    public async Task Handle(ChangeDecided e, CancellationToken ct)
    {
        var project = await projects.Told(e.ProjectId, ct);
        await notices.ToPerson(e.SentBy, "change_decided", project.About(
            e.ReportId, $"/agency/filings/{e.ReportId}", [project.Name, e.Number, e.Granted ? "同意更正" : "不同意", e.Answer]), ct);
    }

    public async Task Handle(ReportReadByOwner e, CancellationToken ct)
    {
        var told = await db.Set<Notice>().Where(n => n.AboutId == e.ReportId && n.ReceiverId == e.ContactId).ToListAsync(ct);
        told.ForEach(notice => notice.Open(e.At));
    }

    public async Task Handle(MonthlyReportPushed e, CancellationToken ct)
    {
        var project = await projects.Told(e.ProjectId, ct);
        await notices.ToContacts(project, "monthly_report", project.About(
            e.MonthlyReportId, $"/owner/monthly-reports/{e.MonthlyReportId}", [project.Name, Says(e.Month), e.WriterName, TimeText.Of(e.At)]), ct);
    }

    private static string Says(ChinaMonth month) => $"{month.Year}年{month.Month}月";
}
