using System.Text.Json.Nodes;
using WeChatService.Catalogue;
using WeChatService.Catalogue.Contracts;

namespace WeChatService.Modules.Tests.Catalogue;

/// <summary>The shipped catalogue, and what happens to one with a fault.</summary>
public sealed class CatalogueFilesTests
{
    [Fact]
    public void Every_region_has_an_edition_and_only_Beijing_a_detection_edition()
    {
        Assert.All(Shipped.Regions, region => Assert.Equal("MNT-CN-GEN", Shipped.Catalogue.For(region).Code));
        Assert.Equal(["beijing"], Shipped.Regions.Where(region => Shipped.Catalogue.DetectionFor(region) is not null));
        Assert.Throws<ArgumentException>(() => Shipped.Catalogue.For("atlantis"));
    }

    [Fact]
    public void The_tick_list_has_three_levels_and_24_systems_158_classes_454_items()
    {
        var edition = Shipped.Catalogue.For("shaanxi");
        Assert.Equal((24, 158, 454), (
            edition.Systems.Count, edition.Systems.Sum(s => s.Classes.Count), edition.Systems.SelectMany(s => s.Classes).Sum(c => c.Items.Count)));
        Assert.Equal("消防供电配电", edition.FindClass("M01-01")!.SystemName);
        Assert.Equal("状态、标志", edition.FindItem("M01-01-a")!.Name);
    }

    [Fact]
    public void There_are_four_reasons_for_not_inspecting() => Assert.Equal(4, Shipped.Catalogue.For("beijing").CannotReasons.Count);

    [Fact]
    public void No_number_stands_without_a_source() =>
        Assert.DoesNotContain(
            Shipped.Catalogue.For("beijing").Systems.SelectMany(s => s.Classes).SelectMany(c => c.Items),
            item => item.Limits.Count > 0 && (item.Confidence == Confidence.K || item.Source.Clause == "待核对"));

    [Fact]
    public void A_K_item_with_a_number_stops_the_start() => Refused(
        "M01-02-a: marked K and carries a number",
        item => item["limits"] = JsonNode.Parse("""[{"op": "<=", "value": 5, "unit": "s"}]"""),
        "M01-02-a", item => item["confidence"] = "K");

    [Fact]
    public void A_code_that_stands_twice_stops_the_start() => Refused(
        "M01-01-a: stands 2 times", item => item["code"] = "M01-01-a", "M01-01-b");

    [Fact]
    public void An_unknown_period_stops_the_start() =>
        Assert.Contains("maintenance.json", Assert.Single(FaultsOf(doc => Item(doc, "M01-01-a")["periods"] = new JsonArray("week"))));

    [Theory]
    [InlineData("""[{"op": "between", "min": 3, "max": 1, "unit": "s"}]""", "a limit is not well formed")]
    [InlineData("""[{"op": "<=", "unit": "s"}]""", "a limit is not well formed")]
    [InlineData("""[{"op": "<=", "value": 3, "unit": "furlong"}]""", "unknown unit \"furlong\"")]
    public void A_malformed_limit_stops_the_start(string limits, string fault) => Refused(
        $"M01-01-a: {fault}", item => item["limits"] = JsonNode.Parse(limits), "M01-01-a");

    [Fact]
    public void A_source_outside_the_list_stops_the_start() => Refused(
        "M01-01-a: \"GB 1\" is not in the list of sources", item => item["source"]!["standard"] = "GB 1", "M01-01-a");

    [Fact]
    public void A_misspelt_key_stops_the_start() =>
        Assert.Contains("perods", Assert.Single(FaultsOf(doc => Item(doc, "M01-01-a")["perods"] = "x")));

    [Fact]
    public void A_region_without_an_edition_stops_the_start() =>
        Assert.Contains("editions.json: hainan: the region has no edition",
            Assert.Throws<CatalogueRefused>(() => CatalogueFiles.Load(Shipped.Folder, [.. Shipped.Regions, "hainan"])).Faults);

    private static void Refused(string fault, Action<JsonObject> change, string code, Action<JsonObject>? also = null) =>
        Assert.Contains($"maintenance.json: {fault}", FaultsOf(doc =>
        {
            var item = Item(doc, code);
            also?.Invoke(item);
            change(item);
        }));

    private static IReadOnlyList<string> FaultsOf(Action<JsonObject> change)
    {
        var folder = Directory.CreateTempSubdirectory("catalogue").FullName;
        try
        {
            foreach (var file in Directory.GetFiles(Shipped.Folder, "*.json"))
            {
                File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
            }

            var target = Path.Combine(folder, "maintenance.json");
            var doc = JsonNode.Parse(File.ReadAllText(target))!.AsObject();
            change(doc);
            File.WriteAllText(target, doc.ToJsonString());
            return Assert.Throws<CatalogueRefused>(() => CatalogueFiles.Load(folder, Shipped.Regions)).Faults;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static JsonObject Item(JsonObject doc, string code) =>
        doc["systems"]!.AsArray().SelectMany(s => s!["classes"]!.AsArray()).SelectMany(c => c!["items"]!.AsArray())
            .Single(i => (string)i!["code"]! == code)!.AsObject();
}
