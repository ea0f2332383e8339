using Microsoft.Extensions.DependencyInjection;
using WeChatService.Kernel;
using WeChatService.Plans.Reminders;
using WeChatService.TestKit;
using Demo = WeChatService.TestKit.Demo;

namespace WeChatService.Modules.Tests.Plans.Slices;

/// <summary>What leads are told before a month or a year is missed.</summary>
public sealed class ReminderTests(House house) : Slice(house)
{
    [Fact, Rule("PLN-03")]
    public async Task Before_the_month_ends_a_lead_without_plans_is_told_once()
    {
        House.At("2027-03-26T01:00:00Z");
        await Remind("2027-03-26");
        await Remind("2027-03-26");
        foreach (var lead in new[] { "sh-lead", "bj-lead", "sx-lead", "xj-lead" })
        {
            Assert.Equal(1, await Told(lead, "3月还没建计划"));
        }
    }

    [Fact, Rule("PLN-04", Regions = ["beijing"])]
    public async Task At_the_years_end_the_lead_is_warned_and_once_it_is_over_told_of_the_red_mark()
    {
        House.At("2026-12-01T01:00:00Z");
        await Remind("2026-12-01");
        Assert.Equal((1, 0), (await Told("bj-lead", "本年度计划不够"), await Told("sx-lead", "本年度计划不够")));
        House.At("2027-01-01T01:00:00Z");
        await Remind("2027-01-01");
        Assert.Equal(1, await Told("bj-lead", "上一年度计划不够"));
    }

    [Theory, InlineData("shanghai"), InlineData("beijing"), InlineData("shaanxi"), InlineData("xinjiang"), Rule("NTF-17")]
    public async Task Before_the_month_ends_the_lead_of_a_plan_that_is_not_done_is_told_once(string region)
    {
        var scene = await Given.APlan(region);
        var day = scene.Month.LastDay.AddDays(-5).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        await Remind(day);
        await Remind(day);
        Assert.Equal(1, await Told(scene.LeadKey, $"{scene.Month.Month}月计划还没做完"));
        Assert.Equal(0, await Told(scene.OperatorKey, "计划还没做完"));
    }

    [Theory]
    [InlineData("2027-02-23", true)]
    [InlineData("2027-02-28", true)]
    [InlineData("2027-03-01", true)]
    [InlineData("2027-02-24", false)]
    [InlineData("2027-03-02", false)]
    public void Reminders_have_their_days(string day, bool due) =>
        Assert.Equal(due, RemindOfPlans.IsDue(DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture)));

    private async Task Remind(string day)
    {
        await using (var scope = House.Services.CreateAsyncScope())
        {
            scope.ServiceProvider.GetRequiredService<CurrentActor>().Become(Actor.System);
            await scope.ServiceProvider.GetRequiredService<RemindOfPlansRunner>()
                .Run(new RemindOfPlans(DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture)), new JobRun(Guid.NewGuid(), 1), default);
        }

        await House.Settled();
    }

    private Task<long> Told(string lead, string words) => House.Value<long>(
        $"select count(*) from notice where template = 'plan_reminder' and receiver_id = '{Demo.Id("person", lead)}' and fields::text like '%{words}%'");
}
