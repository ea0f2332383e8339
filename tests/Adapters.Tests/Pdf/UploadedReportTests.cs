using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using WeChatService.Pdf;
using WeChatService.Reports.Ports;
using WeChatService.TestKit;

namespace WeChatService.Adapters.Tests.Pdf;

/// <summary>Files that people made elsewhere: refused in words, or merged page by page (RPT-10, RPT-11).</summary>
public sealed class UploadedReportTests
{
    static readonly IPdfFiles Files = new ServiceCollection().AddLogging().AddReportRendering(new ConfigurationBuilder().Build()).BuildServiceProvider().GetRequiredService<IPdfFiles>();

    static async Task<PdfRefused> Refused(byte[] file) => await Assert.ThrowsAsync<PdfRefused>(() => Files.Check(file, CancellationToken.None));

    static async Task<byte[]> Made(byte[] pdf, params string[] arguments)
    {
        var made = Path.GetTempFileName();
        try
        {
            await Printing.Tool("qpdf", pdf, [.. arguments.Select(a => a.Replace("{out}", made))]);
            return await File.ReadAllBytesAsync(made);
        }
        finally { File.Delete(made); }
    }

    [Fact, Rule("RPT-11")]
    public async Task A_sound_file_is_counted() => Assert.Equal(3, (await Files.Check(SmallPdf.Of(3), CancellationToken.None)).Pages);

    [Theory, Rule("RPT-11")]
    [InlineData("PK\u0003\u0004 word/document.xml")]
    [InlineData("")]
    [InlineData("<html>%PD</html>")]
    public async Task A_file_of_another_kind_is_refused_in_words(string content)
    {
        var refused = await Refused(Encoding.Latin1.GetBytes(content));
        Assert.Equal(PdfRefusal.NotPdf, refused.Reason);
        Assert.Contains("另存为 PDF", refused.Message);
    }

    [Fact, Rule("RPT-11")]
    public async Task A_torn_file_is_refused()
    {
        var whole = SmallPdf.Of(3);
        Assert.Equal(PdfRefusal.Broken, (await Refused("%PDF-1.7\nnothing of a document"u8.ToArray())).Reason);
        Assert.Contains((await Refused(whole[..(whole.Length / 8)])).Reason, new[] { PdfRefusal.Broken, PdfRefusal.NoPages });
    }

    [Fact, Rule("RPT-11")]
    public async Task A_file_with_a_password_is_refused_and_one_that_opens_without_is_taken()
    {
        Assert.Equal(PdfRefusal.Locked, (await Refused(await Made(SmallPdf.Of(2), "--encrypt", "user", "owner", "256", "--", "{in}", "{out}"))).Reason);
        var printable = await Made(SmallPdf.Of(2), "--encrypt", "", "owner", "256", "--", "{in}", "{out}");
        Assert.Equal(2, (await Files.Check(printable, CancellationToken.None)).Pages);
        var report = await new Printing().Print(SampleDetection.Uploaded(printable, 2));
        Assert.Contains("upload2", await Printing.Text(report.Pdf));
    }

    [Fact, Rule("RPT-11")]
    public async Task Scripts_and_attachments_are_refused()
    {
        Assert.Equal(PdfRefusal.Active, (await Refused(SmallPdf.Of(1, "/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>"))).Reason);
        var attached = await Made(SmallPdf.Of(1), "{in}", "--add-attachment", "/etc/hostname", "--", "{out}");
        var refused = await Refused(attached);
        Assert.Equal(PdfRefusal.Active, refused.Reason);
        Assert.Contains("打印为 PDF", refused.Message);
    }

    [Fact, Rule("RPT-11")]
    public async Task A_file_without_pages_or_with_too_many_is_refused()
    {
        Assert.Contains((await Refused(SmallPdf.Of(0))).Reason, new[] { PdfRefusal.NoPages, PdfRefusal.Broken });
        Assert.Equal(PdfRefusal.TooManyPages, (await Refused(SmallPdf.Of(PdfRefused.MostPages + 1))).Reason);
    }

    [Fact, Rule("RPT-10"), Rule("RPT-30")]
    public async Task The_upload_stands_between_the_cover_and_the_site_records_and_every_page_counts()
    {
        var document = SampleDetection.Uploaded(SmallPdf.Of(3, lastLies: true), 3);
        var printing = new Printing();
        var report = await printing.Print(document);
        var pages = new List<string>();
        for (var page = 1; page <= report.Pages; page++)
            pages.Add(Printing.Packed(await Printing.Tool("pdftotext", report.Pdf, "-f", $"{page}", "-l", $"{page}", "{in}", "-")));
        Assert.Contains(document.ContentHash, pages[0]);
        Assert.Contains("上传文件", pages[1]);
        Assert.Contains("检测报告.pdf，3页", pages[1]);
        Assert.Equal([2, 3, 4], Enumerable.Range(1, 3).Select(n => pages.FindIndex(p => p.Contains($"upload{n}"))));
        Assert.Contains("检测现场记录", pages[5]);
        Assert.Contains("项目围栏与活动轨迹", pages[^1] + pages[^2] + pages[^3]);
        for (var page = 1; page <= pages.Count; page++)
        {
            Assert.Contains($"第{page}页共{pages.Count}页", pages[page - 1]);
            Assert.Contains(document.Cover.Number, pages[page - 1]);
        }

        var sizes = await Printing.Tool("pdfinfo", report.Pdf, "-f", "3", "-l", "5", "{in}");
        Assert.Matches(@"Page +5 size: +1190\.\d+ x 841\.\d+ pts", sizes);
        var cover = await printing.Renderer.PageImage(report.Pdf, 1, CancellationToken.None);
        Assert.Equal(document.Cover.VerificationUrl, (await Printing.Tool("zbarimg", cover, "--quiet", "--raw", "{in}")).Trim());
    }

    [Fact]
    public async Task An_upload_that_is_not_the_stored_one_stops_the_report()
    {
        var document = SampleDetection.Uploaded(SmallPdf.Of(1), 1) with { ReadUpload = (_, _) => Task.FromResult(SmallPdf.Of(2)) };
        Assert.Contains("is not the one that was stored", (await Assert.ThrowsAsync<ReportRenderingFailed>(() => new Printing().Print(document))).Message);
    }

    [Fact]
    public async Task A_broken_upload_stops_the_report_with_the_same_words_as_when_it_is_chosen()
    {
        var failed = await Assert.ThrowsAsync<ReportRenderingFailed>(() => new Printing().Print(SampleDetection.Uploaded("%PDF-1.7 no"u8.ToArray(), 1)));
        Assert.Contains("请重新导出一份", failed.Message);
    }
}
