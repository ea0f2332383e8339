using WeChatService.Kernel;
using WeChatService.TestKit;

namespace WeChatService.Modules.Tests.Reports.Slices;

/// <summary>The month ends at 23:59:59.999 in Shanghai, and a month has one report, whoever presses when.</summary>
public sealed class MonthEndTests(House house) : Slice(house)
{
    [Theory, Rule("RPT-02"), Rule("RPT-03")]
    [InlineData("shanghai")]
    [InlineData("beijing")]
    [InlineData("shaanxi")]
    [InlineData("xinjiang")]
    public async Task At_the_months_last_millisecond_the_report_can_be_ordered_and_one_later_not(string region)
    {
        var scene = await Given.AMonthlyReport(region);
        var author = await scene.ReportAuthor();
        var order = Given.Order(scene);
        // The scene's month goes with the clock.
        var month = scene.Month;
        var last = month.Ends.AddMilliseconds(-1);

        House.Time.Stand(month.Ends);
        (await author.Post("/reports", order)).ShouldRefuse("report.overdue", "RPT-03", 409);
        House.Time.Stand(last);
        var ordered = (await author.Post("/reports", order)).ShouldBeOk();
        House.Time.Go();

        // Ordered in time is in time, although the document is made in the next month.
        scene.ReportId = ordered.Id;
        House.Time.At(last.AddHours(1));
        var report = await scene.ReportReady();
        Assert.Equal(month.ToString(), report["month"].GetString());
    }

    [Theory, Rule("RPT-02")]
    [InlineData("shanghai")]
    [InlineData("beijing")]
    [InlineData("shaanxi")]
    [InlineData("xinjiang")]
    public async Task Work_submitted_at_the_last_millisecond_is_in_its_month_and_one_later_not(string region)
    {
        var scene = await Given.AMonthlyReport(region);
        var author = await scene.ReportAuthor();
        var ends = scene.Month.Ends;
        await Submitted(scene, ends);
        (await author.Post("/reports", Given.Order(scene))).ShouldRefuse("report.wrong_month", "RPT-02", 409);
        await Submitted(scene, scene.Month.Begins.AddMilliseconds(-1));
        (await author.Post("/reports", Given.Order(scene))).ShouldRefuse("report.wrong_month", "RPT-02", 409);
        await Submitted(scene, ends.AddMilliseconds(-1));
        (await author.Post("/reports", Given.Order(scene))).ShouldBeOk();
    }

    [Fact, Rule("RPT-02"), Rule("RPT-03"), Rule("PLN-25", Regions = ["shanghai"])]
    public async Task Of_a_period_that_was_moved_beyond_its_month_work_and_report_are_in_time_until_its_own_last_day()
    {
        var scene = await Given.AMonthlyReport("shanghai");
        var author = await scene.ReportAuthor();
        var (month, dueBy) = (scene.Month, scene.Month.LastDay.AddDays(3));
        await House.SqlAsAdmin($"update plan set due_by = '{dueBy:yyyy-MM-dd}' where id = (select plan_id from field_task where id = '{scene.TaskId}')");
        var over = month.Ends.AddDays(3);
        await Submitted(scene, over);
        House.Time.At(over.AddHours(-2));
        (await author.Post("/reports", Given.Order(scene))).ShouldRefuse("report.wrong_month", "RPT-02", 409);
        await Submitted(scene, over.AddMilliseconds(-1));

        var offer = (await author.Get($"/reports/due/{scene.ProjectId}")).ShouldBeOk()["due"];
        Assert.Equal((month.ToString(), 0), (offer.GetProperty("month").GetString(), offer.GetProperty("unmet").GetArrayLength()));
        var listed = Assert.Single((await author.Get("/reports/due")).ShouldBeOk()["runningOn"].EnumerateArray());
        Assert.Equal((scene.ProjectId, month.ToString(), 0), (listed.GetProperty("projectId").GetGuid(), listed.GetProperty("month").GetString(), listed.GetProperty("unmet").GetArrayLength()));
        House.Time.Stand(over);
        (await author.Post("/reports", Given.Order(scene))).ShouldRefuse("report.overdue", "RPT-03", 409);
        Assert.Empty((await author.Get("/reports/due")).ShouldBeOk()["runningOn"].EnumerateArray());
        House.Time.Stand(over.AddMilliseconds(-1));
        (await author.Post("/reports", Given.Order(scene))).ShouldBeOk();
        House.Time.Go();
    }

    [Theory, Rule("RPT-25")]
    [InlineData("shanghai")]
    [InlineData("beijing")]
    [InlineData("shaanxi")]
    [InlineData("xinjiang")]
    public async Task Two_who_press_at_once_make_one_report(string region)
    {
        var scene = await Given.AMonthlyReport(region);
        var authors = new[] { await scene.ReportAuthor(), await Another(scene), await scene.ReportAuthor(), await Another(scene) };

        var answers = await Task.WhenAll(authors.Select(author => author.Post("/reports", Given.Order(scene))));

        var made = Assert.Single(answers, a => (int)a.Status < 300);
        Assert.All(answers.Where(a => a != made), a => Assert.Contains(a["code"].GetString(), new[] { "report.exists", "write.lost_race" }));
        Assert.Equal(1, await House.Value<long>("select count(*) from report"));
        Assert.Equal(made.Id, await House.Value<Guid>($"select report_id from field_task where id = '{scene.TaskId}'"));
        (await authors[0].Post("/reports", Given.Order(scene))).ShouldRefuse("report.exists", "RPT-25", 409);
    }

    /// <summary>A second author where the profile has one, else the same person at another device.</summary>
    private async Task<Caller> Another(Scene scene) => scene.Policy("report", "author")[0].GetString() == "AgencyAdmin" && scene.Policy("report", "author").GetArrayLength() > 1
        ? await scene.Lead()
        : scene.Policy("report", "author")[0].GetString() == "AgencyAdmin"
            ? await House.Console($"{Demo.Prefixes[scene.Region]}-admin")
            : await House.Agency(scene.TechnicalLeadKey);

    private Task<int> Submitted(Scene scene, DateTimeOffset at) =>
        House.SqlAsAdmin($"update field_task set submitted_at = '{at.UtcDateTime:O}' where id = '{scene.TaskId}'");
}
