using WeChatService.Reports.Ports;
using WeChatService.TestKit;

namespace WeChatService.Adapters.Tests.Pdf;

/// <summary>Beijing's detection report and raw record, each printed once for all the questions asked of it.</summary>
public sealed class PrintedDetection : IAsyncLifetime
{
    public RenderedReport Report { get; private set; } = null!;
    public string Text { get; private set; } = "";
    public string Raw { get; private set; } = "";

    public async Task InitializeAsync()
    {
        Report = await new Printing().Print(SampleDetection.Report());
        Text = await Printing.Text(Report.Pdf);
        Raw = await Printing.Text((await new Printing().Print(SampleDetection.RawRecord())).Pdf);
    }

    public Task DisposeAsync() => Task.CompletedTask;
}

public sealed class DetectionReportTests(PrintedDetection detection) : IClassFixture<PrintedDetection>
{
    [Theory, Rule("RPT-13", Regions = ["beijing"])]
    [InlineData("项目名称澄湖商务中心A座")]
    [InlineData("委托单位(建设单位)云州澄湖物业管理中心联系人周桂兰电话139****0817")]
    [InlineData("维保单位(施工单位)/联系人/电话/")]
    [InlineData("建筑总面积21,860m²建筑层数地上12层，地下1层")]
    [InlineData("使用功能办公建筑高度47.6m")]
    [InlineData("有关文件验收文件")]
    [InlineData("项目负责人及证书编号顾南舟-YZ1-2021-0467")]
    [InlineData("技术负责人及证书编号沈砚秋-YZ1-2018-0122")]
    [InlineData("年度检测竣工检测其他检测")]
    [InlineData("检测依据《消防设施通用规范》（GB55036-2022）")]
    [InlineData("检测日期2026年11月17日至19日")]
    [InlineData("A（>0）B（>2）C（>4）")]
    [InlineData("A.8消防电梯6001合格")]
    [InlineData("A.11消火栓系统5100不合格改判")]
    [InlineData("A.15消防炮0000")]
    [InlineData("综合评定不合格")]
    public void The_form_is_filled(string words) => Assert.Contains(words, detection.Text);

    [Fact, Rule("RPT-14", Regions = ["beijing"])]
    public void Failed_and_untestable_items_have_a_row_each()
    {
        Assert.Contains("不合格项（2项）", detection.Text);
        Assert.Contains("1A.8消防电梯轿厢内装修C轿厢地毯不是不燃材料。", detection.Text);
        Assert.Contains("2A.11消火栓系统消火栓泵启动A2号泵1.5min后仍未达到额定压力。", detection.Text);
        Assert.Contains("不能测试项（1项）", detection.Text);
        Assert.Contains("屋顶试验消火栓出水B当天停水，不具备测试条件。", detection.Text);
    }

    [Fact, Rule("REV-15", Regions = ["beijing"])]
    public void A_forced_change_is_told_with_its_author() =>
        Assert.Contains("标红：以下结果由人改过，与系统按标准得出的不同。A.11消火栓系统，水泵启动：顾南舟", detection.Text);

    [Fact, Rule("RPT-27", Regions = ["beijing"])]
    public void Both_engineers_and_the_agency_have_their_places_to_sign_and_stamp()
    {
        foreach (var words in new[] { "项目负责人签字", "技术负责人签字", "执业印章顾南舟", "执业印章沈砚秋", "服务机构盖章" }) Assert.Contains(words, detection.Text);
    }

    [Fact, Rule("RPT-12", Regions = ["beijing"])]
    public void The_raw_record_tells_method_standard_and_what_was_seen()
    {
        Assert.Contains("检测原始记录", detection.Raw);
        Assert.Contains("首层到顶层运行时间从首层直达顶层，用秒表计时A≤60s合格运行时间：38s（标准≤60s）", detection.Raw.Replace('⩽', '≤'));
        Assert.Contains("不具备测试条件当天停水", detection.Raw);
        Assert.Contains("顾南舟由合格改为不合格：现场复测压力不足", detection.Raw);
    }

    [Fact]
    public async Task A_detection_without_findings_says_so()
    {
        var clean = await Printing.Text((await new Printing().Print(SampleDetection.Report().Change<DetectionFindings>(_ => new([], [])))).Pdf);
        Assert.Contains("没有不合格项。", clean);
        Assert.Contains("没有不能测试项。", clean);
    }

    [Fact, Rule("RPT-24", Regions = ["shanghai"])]
    public async Task The_monthly_report_can_be_printed()
    {
        var month = await Printing.Text((await new Printing().Print(SampleDetection.Monthly())).Pdf);
        foreach (var words in new[] { "建筑消防设施维护保养月报", "本期完成情况完成月度维保42项。", "韩柏川2026年11月19日08:18–10:42144分钟正常", "超距执业，时长不计", "5星（满5星）", "下期计划12月上旬复测" })
            Assert.Contains(words, month);
    }
}
