using System.Text.Json;
using Xunit.Sdk;

namespace WeChatService.TestKit;

// After the work: check-out, form and rating where the profile has them, report, filing.
public sealed partial class Given
{
    /// <summary>Checked out by face, feedback form written, the contact is asked to rate (CHK-07, 11); only where the profile has check-ins.</summary>
    public async Task<Scene> AFeedbackForm(string region = "shanghai") => await AFeedbackForm(await AnApprovedTask(region));

    private static async Task<Scene> AFeedbackForm(Scene scene)
    {
        if (scene.VisitId == Guid.Empty)
        {
            return scene;
        }

        var mobile = await scene.Operator();
        (await mobile.EndVisit(scene.VisitId, scene.ProjectId, scene.OperatorKey, scene.OnSite)).ShouldBeOk();
        scene.FormId = (await mobile.Post("/feedback-forms", new
        {
            projectId = scene.ProjectId, visitId = scene.VisitId, content = "检查消防给水与报警系统", problems = "一处阀门锈蚀", nextStep = "下周更换",
        })).ShouldBeOk().Id;
        return scene;
    }

    /// <summary>The contact has rated the visit with five stars (EVL-02); only where the profile has ratings.</summary>
    public async Task<Scene> ARatedVisit(string region = "shanghai") => await ARatedVisit(await AFeedbackForm(region));

    private static async Task<Scene> ARatedVisit(Scene scene)
    {
        if (scene.FormId != Guid.Empty && scene.Policy("evaluation", "enabled").GetBoolean())
        {
            var contact = await scene.Contact();
            (await contact.Post($"/feedback-forms/{scene.FormId}/rating", Rating(scene))).ShouldBeOk();
        }

        return scene;
    }

    /// <summary>A whole rating that says what is expected of each question.</summary>
    public static object Rating(Scene scene, int stars = 5) => new
    {
        answers = scene.Policy("evaluation", "questions").EnumerateArray().Select(q => new
        {
            key = q.GetProperty("key").GetString(), yes = q.GetProperty("expected").ValueKind != JsonValueKind.False, note = (string?)null,
        }),
        stars, comment = "师傅很负责",
    };

    /// <summary>The month's 月报 is written (RPT-24); only where the profile has it.</summary>
    public async Task<Scene> AMonthlyReport(string region = "shanghai") => await AMonthlyReport(await ARatedVisit(region));

    private static async Task<Scene> AMonthlyReport(Scene scene)
    {
        if (scene.Policy("report", "monthly").GetBoolean())
        {
            var lead = await scene.Lead();
            (await lead.Put($"/monthly-reports/{scene.ProjectId}/{scene.Month}", new { done = "本月按计划完成维护保养。", next = "下月检查消火栓系统。" })).ShouldBeOk();
        }

        return scene;
    }

    /// <summary>已出具: the month's report is generated and waits for the technical lead (RPT-01, 07).</summary>
    public async Task<Scene> AGeneratedReport(string region = "shanghai") => await AGeneratedReport(await AMonthlyReport(region));

    private static async Task<Scene> AGeneratedReport(Scene scene)
    {
        var author = await scene.ReportAuthor();
        scene.ReportId = (await author.Post("/reports", Order(scene))).ShouldBeOk().Id;
        await scene.ReportReady();
        return scene;
    }

    /// <summary>What the author of a report sends.</summary>
    public static object Order(Scene scene)
    {
        var today = WeChatService.Kernel.ChinaTime.DayOf(scene.House.Time.GetUtcNow());
        return new { planId = scene.PlanId, taskIds = new[] { scene.TaskId }, reportDate = today, serviceFrom = today, serviceTo = today, remark = (string?)null };
    }

    /// <summary>已备案: locked, in the brigade's inbox, the owner is told (FIL-01, 05, 07, 15).</summary>
    public async Task<Scene> AFiledReport(string region = "shanghai") => await AFiledReport(await AGeneratedReport(region));

    private static async Task<Scene> AFiledReport(Scene scene)
    {
        var technicalLead = await scene.TechnicalLead();
        Guid? face = scene.Policy("filing", "face").GetBoolean() ? await technicalLead.UploadSelfie(scene.TechnicalLeadKey) : null;
        (await technicalLead.Post($"/reports/{scene.ReportId}/filing", new { opinion = "内容属实，同意备案", photoId = face })).ShouldBeOk();
        return scene;
    }
}
