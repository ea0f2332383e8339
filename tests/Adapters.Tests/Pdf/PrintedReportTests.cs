using System.Security.Cryptography;
using WeChatService.Reports.Ports;
using WeChatService.TestKit;

namespace WeChatService.Adapters.Tests.Pdf;

/// <summary>One rich report, printed once for all the questions asked of it.</summary>
public sealed class PrintedSample : IAsyncLifetime
{
    internal Printing Printing { get; } = new();
    public ReportDocument Document { get; } = SampleReport.Document();
    public RenderedReport Report { get; private set; } = null!;
    public string Text { get; private set; } = "";

    public async Task InitializeAsync()
    {
        Report = await Printing.Print(Document);
        Text = await Printing.Text(Report.Pdf);
    }

    public Task DisposeAsync() => Task.CompletedTask;
}

public sealed class PrintedReportTests(PrintedSample sample) : IClassFixture<PrintedSample>
{
    [Fact, Rule("RPT-07")]
    public void The_six_parts_stand_in_their_order()
    {
        string[] heads = ["建筑消防设施维护保养报告", "维护保养情况表", "维护保养汇总表", "维护保养表", "实测记录", "项目围栏与活动轨迹"];
        var places = new List<int>();
        foreach (var head in heads) places.Add(sample.Text.IndexOf(head, places.LastOrDefault(), StringComparison.Ordinal));
        Assert.DoesNotContain(-1, places);
        Assert.Equal(places.Order(), places);
    }

    [Theory, Rule("RPT-08")]
    [InlineData("项目名称澄湖商务中心A座")]
    [InlineData("项目地址云州市临湖区澄湖路18号")]
    [InlineData("委托单位云州澄湖物业管理中心")]
    [InlineData("安全责任人乔知夏")]
    [InlineData("联系电话0000-86955533-2333")]
    [InlineData("项目负责人顾南舟，一级注册消防工程师")]
    [InlineData("作业人员韩柏川（高级）、陆小满（中级）")]
    [InlineData("地上12层，地下1层，高47.6m")]
    [InlineData("高位消防水箱，18m³，屋顶")]
    [InlineData("探火管灭火装置")]
    [InlineData("共42项：符合39项，不符合2项，不能检查1项。")]
    [InlineData("消防设施可以运行，存在以下问题")]
    [InlineData("项目负责人签字")]
    [InlineData("技术负责人签字")]
    [InlineData("服务机构盖章")]
    [InlineData("已阅，请按期修好2处故障。")]
    public void The_condition_table_is_filled(string words) => Assert.Contains(words, sample.Text);

    [Fact, Rule("RPT-08")]
    public void All_21_systems_have_their_box() =>
        Assert.All(sample.Document.Part<ConditionTable>().Systems, box => Assert.Contains(Printing.Packed(box.Text), sample.Text));

    [Fact, Rule("RPT-09")]
    public void The_remark_is_printed() => Assert.Contains("备注说明5F末端试水实测0.04MPa，低于标准0.05MPa", sample.Text);

    [Fact, Rule("PRJ-13")]
    public void A_part_of_a_building_is_named_in_the_report() => Assert.Contains("本次范围为A座1–8层", sample.Text);

    [Fact, Rule("FLT-15")]
    public void A_fault_is_told_from_month_to_handling() => Assert.Contains(
        "11月，处理中。消火栓系统，消火栓泵，B1泵房：2号泵出口压力0.28MPa，低于0.35MPa。备注：叶轮有异响。判定结果：不符合。" +
        "2026年11月20日13:09，业主同意维修。2026年11月20日13:12，由孟知远维修，11月21日前完成。", sample.Text);

    [Fact, Rule("FIL-16")]
    public void The_legal_basis_is_the_text_of_the_settings() =>
        Assert.Contains("依据：《中华人民共和国消防法》《社会消防技术服务管理规定》（应急管理部令第7号）", sample.Text);

    [Fact, Rule("RPT-27")]
    public void Seals_are_places_to_stamp_and_never_drawn()
    {
        Assert.Contains("执业印章顾南舟一级注册消防工程师YZ1-2021-0467", sample.Text);
        Assert.Contains("委托单位盖章", sample.Text);
    }

    [Fact]
    public void Measured_values_stand_beside_their_limits()
    {
        Assert.Contains("2号泵出口压力0.28MPa≥0.35MPa不符合", sample.Text.Replace('⩾', '≥'));
        Assert.Contains("备电投入时间0.8s没有规定不比较", sample.Text);
        Assert.Contains("不能检查的原因：当天停水", sample.Text);
        Assert.Contains("2026-11-1916:21:07", sample.Text);
    }

    [Fact]
    public void The_visits_are_told_in_words_under_their_sketch()
    {
        Assert.Contains("韩柏川在围栏内，离围栏边21m，定位误差±12m；轨迹46个点，08:18–10:33。", sample.Text);
        Assert.Contains("陆小满在围栏外，离围栏边168m", sample.Text);
        Assert.Contains("超距执业", sample.Text);
    }

    [Fact]
    public async Task Every_page_has_its_number_and_the_report_number()
    {
        for (var page = 1; page <= sample.Report.Pages; page++)
        {
            var text = Printing.Packed(await Printing.Tool("pdftotext", sample.Report.Pdf, "-f", $"{page}", "-l", $"{page}", "{in}", "-"));
            Assert.Contains($"第{page}页共{sample.Report.Pages}页", text);
            Assert.Contains(sample.Document.Cover.Number, text);
        }
    }

    [Fact, Rule("RPT-30")]
    public async Task The_cover_carries_number_content_hash_and_a_code_that_opens_the_verification_page()
    {
        Assert.Contains("报告编号SH-LA-2026-11-0318", sample.Text);
        Assert.Contains(sample.Document.ContentHash, sample.Text);
        var cover = await sample.Printing.Renderer.PageImage(sample.Report.Pdf, 1, CancellationToken.None);
        Assert.Equal(SampleReport.VerificationUrl, (await Printing.Tool("zbarimg", cover, "--quiet", "--raw", "{in}")).Trim());
    }

    [Fact, Rule("RPT-30")]
    public void The_file_hash_is_the_hash_of_the_file() =>
        Assert.Equal(Convert.ToHexString(SHA256.HashData(sample.Report.Pdf)), sample.Report.Sha256);

    [Fact]
    public async Task The_same_document_gives_the_same_file() =>
        Assert.Equal(sample.Report.Sha256, (await new Printing().Print(SampleReport.Document())).Sha256);

    [Fact]
    public async Task All_letters_are_in_embedded_subsets_of_the_print_fonts()
    {
        var fonts = (await Printing.Tool("pdffonts", sample.Report.Pdf, "{in}")).Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(2).ToList();
        Assert.All(fonts, font => Assert.Matches(@"^[A-Z]{6}\+(Print|Screen|Digits)(-Bold)? .*yes yes yes", font));
        Assert.Equal(5, fonts.Count);
    }

    [Fact]
    public void Progress_rises_to_100()
    {
        Assert.Equal(sample.Printing.Progress.Order(), sample.Printing.Progress);
        Assert.Equal(100, sample.Printing.Progress[^1]);
    }

    [Fact]
    public async Task A_page_becomes_a_picture_for_phones()
    {
        var image = await sample.Printing.Renderer.PageImage(sample.Report.Pdf, sample.Report.Pages, CancellationToken.None);
        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], image[..4]);
        Assert.Equal(910, (image[18] << 8) + image[19]);
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => sample.Printing.Renderer.PageImage(sample.Report.Pdf, sample.Report.Pages + 1, CancellationToken.None));
    }
}
