using WeChatService.Kernel;
using WeChatService.Modules.Tests.Agencies;
using WeChatService.Reports;
using WeChatService.Reports.Contracts;
using WeChatService.TestKit;

namespace WeChatService.Modules.Tests.Reports.Rules;

/// <summary>未出具, and why, in the client's words.</summary>
public sealed class NotIssuedTests
{
    private static readonly ChinaMonth November = new(2026, 11);
    private static readonly DateTimeOffset Within = new(2026, 11, 20, 2, 0, 0, TimeSpan.Zero), After = November.Ends;

    public static TheoryData<string> Regions => Policies.Regions;

    [Theory, MemberData(nameof(Regions)), Rule("OWN-11")]
    public void The_first_thing_in_the_way_is_told(string region)
    {
        Assert.Equal("这个月还没安排检查", Why(region, new()));
        Assert.Equal("现场检查还没做完", Why(region, new() { PlanId = Guid.NewGuid() }));
        Assert.Equal("现场检查还没做完", Why(region, new() { PlanId = Guid.NewGuid(), Tasks = 2, Working = 1, Submitted = 1 }));
        Assert.Equal("检查做完了，记录还在审核", Why(region, new() { PlanId = Guid.NewGuid(), Tasks = 2, Submitted = 1 }));
        Assert.Equal("维保公司正在做报告", Why(region, new() { PlanId = Guid.NewGuid(), Tasks = 2, ReportState = ReportState.Failed }));
        Assert.Equal("报告做好了，等技术负责人备案", Why(region, new() { PlanId = Guid.NewGuid(), Tasks = 2, ReportState = ReportState.Ready }));
        Assert.Equal("过了当月，没出报告", Why(region, new() { PlanId = Guid.NewGuid(), Tasks = 2 }, After));
        Assert.Equal("这个月没有安排检查，没出报告", Why(region, new(), After));
    }

    [Theory, Rule("OWN-11"), Rule("EVL-06", Regions = ["shanghai"])]
    [InlineData("shanghai", "等您给上门打分", true)]
    [InlineData("beijing", "检查做完了，等维保公司出报告", false)]
    [InlineData("shaanxi", "检查做完了，等维保公司出报告", false)]
    [InlineData("xinjiang", "检查做完了，等维保公司出报告", false)]
    public void Where_clients_rate_the_missing_rating_is_told(string region, string says, bool rate)
    {
        var due = new ReportDue { PlanId = Guid.NewGuid(), Tasks = 1, Forms = 1 };
        Assert.Equal(new NotIssued(says, rate), NotIssued.Of(due, November, Policies.For(region), Within));
    }

    private static string Why(string region, ReportDue due, DateTimeOffset? at = null) => NotIssued.Of(due, November, Policies.For(region), at ?? Within).Says;
}
