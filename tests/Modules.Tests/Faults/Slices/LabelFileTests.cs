using System.Globalization;
using WeChatService.TestKit;
using Demo = WeChatService.TestKit.Demo;

namespace WeChatService.Modules.Tests.Faults.Slices;

/// <summary>The file for the label printer, read back as a camera and a reader of PDF files see it; and whoever tries codes by the hundred.</summary>
public sealed class LabelFileTests(House house) : Slice(house)
{
    private static readonly Guid Project = Ledger.ProjectId("shanghai");

    [Theory, Rule("ORG-39")]
    [InlineData("Small", 113.4, 85.0)]
    [InlineData("Large", 170.1, 113.4)]
    public async Task The_code_on_the_printed_label_leads_to_that_device(string size, double width, double height)
    {
        using var lead = await House.Agency("sh-lead");
        string[] places = ["A 座 3 楼，东侧走道", "B 座地下一层，泵房门口"];
        await Issue(lead, places);

        var file = (await lead.Get($"/projects/{Project}/labels.pdf?size={size}")).ShouldBeOk().Bytes;

        var (seen, about) = await PrintedFile.Looked(file);
        Assert.Equal(places.Length, seen.Count);
        using var stranger = House.Anonymous();
        var told = new List<string?>();
        foreach (var address in seen)
        {
            Assert.Matches("^https?://[^/]+/scan/[a-z0-9]{22}$", address);
            told.Add((await stranger.Get($"/labels/{address.Split('/')[^1]}")).ShouldBeOk()["place"].GetString());
        }

        Assert.Equal(places.Order(), told.Order());
        var page = about.Split('\n').Single(l => l.StartsWith("Page size:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(width, double.Parse(page[2], CultureInfo.InvariantCulture), 0.2);
        Assert.Equal(height, double.Parse(page[4], CultureInfo.InvariantCulture), 0.2);
    }

    [Fact, Rule("ORG-39")]
    public async Task Whatever_is_written_as_a_place_is_only_text_in_the_file()
    {
        using var lead = await House.Agency("sh-lead");
        string[] places =
        [
            "<script>alert(1)</script><img src=file:///etc/passwd>", "</style><style>@page{size:A3}</style>", new string('宽', 80), new string('W', 80),
            "\u202eصيدلية الطابق الثالث", "@import url(http://127.0.0.1/x) {{7*7}} &#60;b&#62;",
        ];
        await Issue(lead, places);
        (await lead.Post($"/projects/{Project}/labels", Wanted(["一楼\0"]))).ShouldRefuse("request.malformed", status: 400);
        (await lead.Post($"/projects/{Project}/labels", Wanted([new string('长', 81)]))).ShouldRefuse("label.place_missing", "ORG-39", 422);

        foreach (var (size, width) in new[] { ("Small", "113.3"), ("Large", "170.0") })
        {
            var file = (await lead.Get($"/projects/{Project}/labels.pdf?size={size}")).ShouldBeOk().Bytes;
            var (seen, about) = await PrintedFile.Looked(file);
            Assert.Equal(places.Length, seen.Distinct().Count());
            Assert.Contains($"Pages:           {places.Length}", about, StringComparison.Ordinal);
            Assert.Contains("JavaScript:      no", about, StringComparison.Ordinal);
            Assert.Contains($"Page size:       {width}", about, StringComparison.Ordinal);
            var text = string.Concat((await PrintedFile.Tool("pdftotext", file, "-raw", "{in}", "-")).Where(c => !char.IsWhiteSpace(c)));
            Assert.Contains("<script>alert(1)</script>", text, StringComparison.Ordinal);
            Assert.DoesNotContain("root:", text, StringComparison.Ordinal);
        }
    }

    [Fact, Rule("ORG-39")]
    public async Task Whoever_tries_codes_by_the_hundred_is_slowed_down_and_told_so_in_a_sentence()
    {
        await House.Renew(settings: new Dictionary<string, string?> { ["Limits:ScansPerMinute"] = "3" });
        using var stranger = House.Anonymous();

        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => stranger.Get($"/labels/{new string('a', 22)}")));

        var refused = answers.Where(a => (int)a.Status == 429).ToList();
        Assert.NotEmpty(refused);
        refused[0].ShouldRefuse("request.too_many", status: 429);
        Assert.False(string.IsNullOrWhiteSpace(refused[0]["title"].GetString()));
        Assert.All(answers.Except(refused), a => a.ShouldRefuse("label.unknown", "ORG-39", 404));
        using var lead = await House.Agency("sh-lead");
        (await lead.Get($"/projects/{Project}/labels")).ShouldBeOk();
    }

    private static object Wanted(IEnumerable<string> places) => new { labels = places.Select(place => new { classCode = Facility, place }) };

    private static string Facility => Demo.Project(Ledger.ProjectOf("shanghai")).GetProperty("facilityClassCodes")[0].GetString()!;

    /// <summary>The demonstration's own labels are gone, so that the file holds these alone.</summary>
    private async Task Issue(AgencyClient lead, IEnumerable<string> places)
    {
        foreach (var old in (await lead.Get($"/projects/{Project}/labels?size=100")).ShouldBeOk()["items"].EnumerateArray())
        {
            (await lead.Post($"/labels/{old.GetProperty("id").GetGuid()}/revocation", new { })).ShouldBeOk();
        }

        (await lead.Post($"/projects/{Project}/labels", Wanted(places))).ShouldBeOk();
    }
}
