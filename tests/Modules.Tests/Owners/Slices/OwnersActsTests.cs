using System.Net;
using WeChatService.Modules.Tests.Faults;
using WeChatService.TestKit;

namespace WeChatService.Modules.Tests.Owners.Slices;

/// <summary>What is the owner's to do, and what he hears of it.</summary>
public sealed class OwnersActsTests(House house) : Slice(house)
{
    public static TheoryData<string> Regions => Ledger.Regions;

    [Theory, MemberData(nameof(Regions)), Rule("OWN-15"), Rule("OWN-20")]
    public async Task He_reports_what_is_broken_the_agency_answers_and_he_reads_the_answer(string region)
    {
        using var owner = await House.Owner(Ledger.Contact(region));
        var photo = await owner.UploadScene(Ledger.Contact(region));
        var fault = (await owner.Post("/repair-requests", new
        {
            projectId = Ledger.ProjectId(region), classCode = "unsure", place = "一楼大厅", text = "红灯一直闪", photoIds = new[] { photo }, handling = "Agency",
        })).ShouldBeOk().Id;
        Assert.DoesNotContain("明天上午来看", (await owner.Get($"/faults/{fault}")).ShouldBeOk().Text, StringComparison.Ordinal);

        using var lead = await House.Agency(Ledger.Person(region, "lead"));
        (await lead.Post($"/faults/{fault}/handlings", new { kind = "InDiscussionWithOwner", note = "明天上午来看" })).ShouldBeOk();

        Assert.Contains("明天上午来看", (await owner.Get($"/faults/{fault}")).ShouldBeOk().Text, StringComparison.Ordinal);
        using var stranger = await House.Owner(Ledger.Contact(region == "beijing" ? "shaanxi" : "beijing"));
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.Get($"/faults/{fault}")).Status);
    }

    [Theory, MemberData(nameof(Regions)), Rule("OWN-20")]
    public async Task Nobody_of_the_agency_reports_or_rates_in_his_place(string region)
    {
        using var lead = await House.Agency(Ledger.Person(region, "lead"));
        foreach (var path in new[] { "/repair-requests", $"/feedback-forms/{Guid.NewGuid()}/rating" })
        {
            Assert.Contains((await lead.Post(path, new { projectId = Ledger.ProjectId(region) })).Status, new[] { HttpStatusCode.NotFound, HttpStatusCode.MethodNotAllowed });
        }

        Assert.Equal(0, await House.Value<long>("select count(*) from fault where source = 'OwnerRequest'"));
    }
}
