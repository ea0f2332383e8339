using System.Text.Json;
using WeChatService.TestKit;
using Demo = WeChatService.TestKit.Demo;

namespace WeChatService.Modules.Tests.Reports.Slices;

/// <summary>Every list of the agency's phone is cut into pages and says how many there are in all, also when there are none (SCR-10).</summary>
public sealed class ListsTests(House house) : IClassFixture<House>
{
    [Theory, Rule("SCR-10")]
    [InlineData("bj-lead", "/projects")]
    [InlineData("bj-lead", "/plans")]
    [InlineData("bj-lead", "/plans/uncreated")]
    [InlineData("bj-lead", "/consents")]
    [InlineData("bj-lead", "/consents?handled=true")]
    [InlineData("bj-lead", "/reviews?state=Pending")]
    [InlineData("bj-lead", "/reviews?state=Done")]
    [InlineData("bj-lead", "/faults?state=Pending")]
    [InlineData("bj-lead", "/reports")]
    [InlineData("bj-technical", "/filings")]
    [InlineData("bj-lead", "/visits/on-site")]
    [InlineData("bj-lead", "/messages")]
    public async Task It_tells_page_size_and_total(string who, string path)
    {
        using var client = await house.Agency(who);
        var whole = await Page(client, path, 1, 100);
        var total = whole.GetProperty("total").GetInt32();
        Assert.True(whole.GetProperty("items").GetArrayLength() == Math.Min(total, 100), path);

        var one = await Page(client, path, 1, 1);
        Assert.Equal((total, 1, 1), (one.GetProperty("total").GetInt32(), one.GetProperty("number").GetInt32(), one.GetProperty("size").GetInt32()));
        Assert.Equal(Math.Min(total, 1), one.GetProperty("items").GetArrayLength());

        var beyond = await Page(client, path, total + 1, 1);
        Assert.Equal((total, 0), (beyond.GetProperty("total").GetInt32(), beyond.GetProperty("items").GetArrayLength()));
    }

    [Fact, Rule("SCR-12")]
    public async Task One_account_has_maintenance_and_detection_in_one_list()
    {
        using var lead = await house.Agency("bj-lead");
        var all = await Page(lead, "/projects", 1, 100);
        var types = all.GetProperty("items").EnumerateArray().Select(p => p.GetProperty("serviceType").GetString()).Distinct().Order();
        Assert.Equal(["AnnualDetection", "Maintenance"], types);
        var detection = await Page(lead, "/projects?type=AnnualDetection", 1, 100);
        Assert.Equal(Demo.Id("project", "beijing-annex"), Assert.Single(detection.GetProperty("items").EnumerateArray()).GetProperty("id").GetGuid());
        Assert.Equal(0, (await Page(lead, "/projects?type=Assessment", 1, 100)).GetProperty("total").GetInt32());
    }

    [Theory]
    [InlineData("page=-3&size=0")]
    [InlineData("page=99999999&size=500")]
    public async Task Pages_that_do_not_exist_are_empty_or_the_nearest(string query)
    {
        using var lead = await house.Agency("bj-lead");
        var page = (await lead.Get($"/consents?{query}")).ShouldBeOk().Json;
        Assert.InRange(page.GetProperty("size").GetInt32(), 1, 100);
        Assert.True(page.GetProperty("number").GetInt32() >= 1);
    }

    private static async Task<JsonElement> Page(Caller caller, string path, int page, int size)
    {
        var found = (await caller.Get($"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}page={page}&size={size}")).ShouldBeOk().Json;
        return found.TryGetProperty("faults", out var faults) ? faults : found;
    }
}
