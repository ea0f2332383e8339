using WeChatService.Reports.Ports;

namespace WeChatService.Adapters.Tests.Pdf;

/// <summary>Texts, photos and machines that are not what a report hopes for.</summary>
public sealed class HostileReportTests
{
    const string Evil = """<script>alert(1)</script><img src=file:///etc/passwd><link rel=attachment href="file:///etc/passwd"><style>@import url(http://127.0.0.1:9/x)</style>""";

    [Fact]
    public async Task Typed_markup_is_printed_as_text_and_fetches_nothing()
    {
        var sample = SampleReport.Document();
        var report = await new Printing().Print((sample with { Cover = sample.Cover with { ProjectName = Evil, LegalBasis = "</style>" + Evil, Number = "A\"><b>1" } })
            .Change<ConditionTable>(c => c with { Remark = Evil, Faults = [.. c.Faults.Select(f => f with { Finding = Evil })] })
            .Change<MeasuredRecords>(m => m with
            {
                Records = [.. m.Records.Select(r => r with { Text = Evil, Photos = [.. r.Photos.Select(p => p with { Label = "\"onerror=", Lines = [Evil] })] })],
            }));
        Assert.Contains(Printing.Packed("<img src=file:///etc/passwd>"), await Printing.Text(report.Pdf));
        Assert.DoesNotContain("root:", await Printing.Text(report.Pdf));
        Assert.Equal("0 embedded files", (await Printing.Tool("pdfdetach", report.Pdf, "-list", "{in}")).Trim());
    }

    [Fact]
    public async Task Endless_words_control_characters_and_rare_letters_do_not_stop_a_report()
    {
        var sample = SampleReport.Document();
        var report = await new Printing().Print((sample with { Cover = sample.Cover with { ProjectName = "很长的项目名称" + new string('长', 120), Address = new string('A', 200) } })
            .Change<ConditionTable>(c => c with { Remark = "龘䶮\u0001\u0007\uFFFE\uD800结束", Opinion = string.Concat(Enumerable.Repeat("意见很长，说不完。", 600)) }));
        Assert.Contains("龘䶮", await Printing.Text(report.Pdf));
        Assert.True(report.Pages > 9);
    }

    [Fact]
    public async Task A_changed_photo_stops_the_report()
    {
        var sample = SampleReport.Document();
        var failed = await Assert.ThrowsAsync<ReportRenderingFailed>(() => new Printing().Print(sample with
        {
            ReadPhoto = async (photo, ct) => [.. await sample.ReadPhoto(photo, ct), 0],
        }));
        Assert.Contains("is not the one that was recorded", failed.Message);
    }

    [Fact]
    public async Task A_photo_that_cannot_be_opened_is_printed_as_such()
    {
        var sample = SampleReport.Document();
        var broken = SampleReport.Photo([0xFF, 0xD8, 0xFF, 0xE0, 1, 2, 3], "压力表", "2026-11-19 16:21:07");
        var report = await new Printing().Print(sample.Change<MeasuredRecords>(m => m with { Records = [m.Records[0] with { Photos = [broken, .. m.Records[0].Photos] }] }));
        Assert.Contains("这张照片打不开原件校验码" + broken.Sha256[..8], await Printing.Text(report.Pdf));
    }

    [Theory]
    [InlineData("Python", "/nowhere/python3", "weasyprint")]
    [InlineData("Tools", "/nowhere", "apt-get install")]
    [InlineData("Fonts", "/nowhere", "fonts-noto-cjk")]
    public async Task A_missing_tool_is_named_with_what_to_install(string setting, string value, string words)
    {
        var failed = await Assert.ThrowsAsync<ReportRenderingFailed>(() => new Printing((setting, value)).Print(SampleReport.Document()));
        Assert.Contains(words, failed.Message);
        Assert.Contains("Install it with: apt-get install", failed.Message);
    }

    [Fact]
    public async Task A_report_that_takes_too_long_is_stopped_and_leaves_nothing_behind()
    {
        var failed = await Assert.ThrowsAsync<ReportRenderingFailed>(() => new Printing(("DeadlineSeconds", "0")).Print(SampleReport.Document()));
        Assert.Contains("did not finish", failed.Message);
    }

    [Fact]
    public async Task A_cancelled_report_ends_at_once()
    {
        using var cancel = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new Printing().Renderer.Render(SampleReport.Document(),
            progress => { if (progress >= 45) cancel.Cancel(); return Task.CompletedTask; }, cancel.Token));
    }

    [Fact]
    public async Task A_file_that_is_no_report_gives_no_picture() =>
        await Assert.ThrowsAsync<ReportRenderingFailed>(() => new Printing().Renderer.PageImage([1, 2, 3], 1, CancellationToken.None));
}
