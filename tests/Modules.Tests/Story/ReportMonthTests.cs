using WeChatService.TestKit;

namespace WeChatService.Modules.Tests.Story;

/// <summary>What the story cannot act in one day: records of another month.</summary>
public class ReportMonthTests(House house) : Slice(house)
{
    [Fact]
    [Rule("RPT-02")]
    public async Task Records_that_were_sent_in_after_the_month_do_not_enter_its_report()
    {
        var scene = await Given.AnApprovedTask("shaanxi");
        await House.SqlAsAdmin($"update field_task set submitted_at = submitted_at + interval '1 month' where id = '{scene.TaskId}'");
        var today = DateOnly.FromDateTime(House.Time.GetUtcNow().AddHours(8).Date);

        var refused = await (await scene.ReportAuthor()).Post("/reports", new
        {
            planId = scene.PlanId, taskIds = new[] { scene.TaskId }, reportDate = today, serviceFrom = today, serviceTo = today,
        });

        refused.ShouldRefuse("report.wrong_month", "RPT-02");
    }
}
