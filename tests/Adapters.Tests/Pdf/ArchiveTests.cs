using System.Text;
using WeChatService.Reports.Ports;

namespace WeChatService.Adapters.Tests.Pdf;

/// <summary>
/// PDF/A-2b as far as structure shows it (no validator is to be had on the build machine): what the standard demands is there, what it
/// forbids is not. Fonts are looked at in <see cref="PrintedReportTests"/>.
/// </summary>
public sealed class ArchiveTests(PrintedSample sample) : IClassFixture<PrintedSample>
{
    async Task<string> Plain() => Encoding.Latin1.GetString(await Unpacked(sample.Report.Pdf));

    static async Task<byte[]> Unpacked(byte[] pdf)
    {
        var path = Path.GetTempFileName();
        try
        {
            await Printing.Tool("qpdf", pdf, "--qdf", "--object-streams=disable", "{in}", path);
            return await File.ReadAllBytesAsync(path);
        }
        finally { File.Delete(path); }
    }

    [Fact]
    public async Task The_file_says_that_it_is_PDF_A_2b_and_brings_its_colours()
    {
        var file = await Plain();
        Assert.Contains("part=\"2\"", file.Replace("<pdfaid:part>2", "part=\"2\""));
        Assert.Contains("conformance=\"B\"", file.Replace("<pdfaid:conformance>B", "conformance=\"B\""));
        Assert.Contains("/OutputIntents", file);
        Assert.Contains("/GTS_PDFA1", file);
        Assert.Contains("/DestOutputProfile", file);
        Assert.Contains("/ID [", file);
    }

    [Theory]
    [InlineData("/Interpolate true")]
    [InlineData("/DeviceCMYK")]
    [InlineData("/JavaScript")]
    [InlineData("/EmbeddedFiles")]
    [InlineData("/Encrypt")]
    [InlineData("/LZWDecode")]
    [InlineData("/Subtype /PS")]
    [InlineData("/TR ")]
    [InlineData("/AA ")]
    [InlineData("/OpenAction")]
    public async Task Nothing_that_archives_forbid_is_in_it(string forbidden) => Assert.DoesNotContain(forbidden, await Plain());

    [Fact]
    public async Task Title_and_author_are_searchable()
    {
        var info = await Printing.Tool("pdfinfo", sample.Report.Pdf, "{in}");
        Assert.Contains(sample.Document.Cover.Number, info);
        Assert.Contains(sample.Document.Cover.AgencyName, info);
        Assert.Contains("A4", info);
    }

    [Fact]
    public async Task The_outline_leads_to_the_parts()
    {
        var outline = await Printing.Tool("qpdf", sample.Report.Pdf, "--json=2", "--json-key=outlines", "{in}");
        Assert.Equal(6, System.Text.Json.JsonDocument.Parse(outline).RootElement.GetProperty("outlines").GetArrayLength());
    }
}
