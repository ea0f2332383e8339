using WeChatService.Kernel;
using WeChatService.TestKit;
using Demo = WeChatService.TestKit.Demo;

namespace WeChatService.Modules.Tests.Reports.Slices;

/// <summary>The technical lead of a report that waits is reminded on the third day of its term and on the last, once each.</summary>
public sealed class FilingReminderTests(House house) : Slice(house)
{
    [Fact, Rule("FIL-04", Regions = ["beijing"])]
    public async Task Who_has_not_filed_on_day_three_and_on_the_last_day_is_told_once_each()
    {
        var scene = await Given.AGeneratedReport("beijing");
        var began = ChinaTime.DayOf(House.Time.GetUtcNow());

        await Morning(began.AddDays(3), minutes: -30);
        Assert.Equal(0, await Told());
        await Morning(began.AddDays(3));
        Assert.Equal((1, 1), (await Told(), await Told("备案还有 2 天")));
        await Morning(began.AddDays(4));
        Assert.Equal(1, await Told());
        await Morning(began.AddDays(5));
        Assert.Equal((2, 1), (await Told(), await Told("今天是备案最后一天")));
        await Morning(began.AddDays(6));
        Assert.Equal(2, await Told());

        Task<long> Told(string words = "") => House.Value<long>(
            $"select count(*) from notice where template = 'filing_reminder' and about_id = '{scene.ReportId}' and receiver_id = '{Demo.Id("person", scene.TechnicalLeadKey)}' and fields::text like '%{words}%'");
    }

    [Fact, Rule("FIL-04", Regions = ["beijing"])]
    public async Task A_filed_report_is_not_reminded_of()
    {
        await Given.AFiledReport("beijing");
        await Morning(ChinaTime.DayOf(House.Time.GetUtcNow()).AddDays(5));
        Assert.Equal(0, await House.Value<long>("select count(*) from notice where template = 'filing_reminder'"));
    }

    /// <summary>A minute after nine in Shanghai, and all that is due by then done.</summary>
    private async Task Morning(DateOnly day, int minutes = 1)
    {
        House.Time.At(ChinaTime.StartOf(day).AddHours(9).AddMinutes(minutes));
        await House.Settled();
    }
}
