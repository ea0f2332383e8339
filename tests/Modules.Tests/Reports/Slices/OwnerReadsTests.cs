using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using WeChatService.Kernel;
using WeChatService.Modules.Tests.Faults;
using WeChatService.Reports.Contracts;
using WeChatService.TestKit;

namespace WeChatService.Modules.Tests.Reports.Slices;

/// <summary>What a contact reads of reports: issued and not, page by page, by a link, and only what was filed.</summary>
public sealed class OwnerReadsTests(House house) : Slice(house)
{
    public static TheoryData<string> Regions => Ledger.Regions;

    [Theory, MemberData(nameof(Regions)), Rule("OWN-11"), Rule("OWN-14")]
    public async Task Issued_and_not_issued_months_are_listed_with_the_reason_and_found_by_year_and_words(string region)
    {
        using var owner = await House.Owner(Ledger.Contact(region));
        var month = ChinaMonth.Of(House.Time.GetUtcNow());
        var before = (await owner.Get($"/reports/missing?projectId={Ledger.ProjectId(region)}")).ShouldBeOk();
        // Months that were over before the project was entered are nobody's debt.
        Assert.All(before["missing"].EnumerateArray(), r => Assert.Equal(month.ToString(), r.GetProperty("month").GetString()));
        var row = before["missing"].EnumerateArray().First();
        Assert.Equal(month.ToString(), row.GetProperty("month").GetString());
        Assert.NotEqual("", row.GetProperty("reason").GetString());

        var report = await Shelf.Report(House, Ledger.ProjectOf(region));
        var number = await House.Value<string>($"select number from report where id = '{report}'");

        Assert.DoesNotContain(
            (await owner.Get($"/reports/missing?projectId={Ledger.ProjectId(region)}")).ShouldBeOk()["missing"].EnumerateArray(),
            r => r.GetProperty("month").GetString() == month.ToString());
        Assert.Equal(report, (await owner.Get($"/reports?search={number}")).ShouldBeOk()["items"][0].GetProperty("id").GetGuid());
        Assert.Equal(1, (await owner.Get($"/reports?year={month.Year}&projectId={Ledger.ProjectId(region)}")).ShouldBeOk()["total"].GetInt32());
        Assert.Equal(0, (await owner.Get($"/reports?year={month.Year - 3}")).ShouldBeOk()["total"].GetInt32());
        Assert.Equal(0, (await owner.Get("/reports?search=%25%27%3B%00--")).ShouldBeOk()["total"].GetInt32());
        Assert.Equal(0, (await owner.Get("/reports/missing?year=2999")).ShouldBeOk()["missing"].GetArrayLength());
        Assert.Contains((await owner.Get("/reports/missing")).ShouldBeOk()["years"].EnumerateArray(), y => y.GetInt32() == month.Year);

        using var elsewhere = await House.Owner(Ledger.Contact(region == "beijing" ? "shaanxi" : "beijing"));
        Assert.Equal(0, (await elsewhere.Get($"/reports?search={number}")).ShouldBeOk()["total"].GetInt32());
        Assert.Empty((await elsewhere.Get($"/reports/missing?projectId={Ledger.ProjectId(region)}")).ShouldBeOk()["missing"].EnumerateArray());
        foreach (var path in (string[])["", "/pdf", "/pdf-link", "/pages/1"])
        {
            (await elsewhere.Get($"/reports/{report}{path}")).ShouldRefuse("report.not_yours", status: 404);
            (await owner.Get($"/reports/{Guid.NewGuid()}{path}")).ShouldRefuse("report.not_yours", status: 404);
        }
    }

    [Fact, Rule("OWN-11"), Rule("OWN-13"), Rule("NTF-16")]
    public async Task A_report_is_read_page_by_page_and_by_a_link_that_needs_no_sign_in()
    {
        var report = await Shelf.Report(House, Ledger.ProjectOf("shanghai"), pdf: SmallPdf.Of(3), pages: 3);
        using var owner = await House.Owner(Ledger.Contact("shanghai"));
        (await owner.Get($"/reports/{report}")).ShouldBeOk();
        Assert.Equal(1, await House.Value<long>($"select count(*) from report_reading where report_id = '{report}'"));
        for (var page = 1; page <= 3; page++)
        {
            var picture = (await owner.Get($"/reports/{report}/pages/{page}")).ShouldBeOk();
            Assert.Equal(("image/png", 0x89), (picture.MediaType, picture.Bytes[0]));
        }

        (await owner.Get($"/reports/{report}/pages/4")).ShouldRefuse("report.page_unknown", "RPT-26", 404);
        (await owner.Get($"/reports/{report}/pages/0")).ShouldRefuse("report.page_unknown", "RPT-26", 404);

        var link = (await owner.Get($"/reports/{report}/pdf-link")).ShouldBeOk()["link"].GetString()!;
        using var anybody = House.Anonymous();
        Assert.Equal(SmallPdf.Of(3), (await anybody.Get(link["/api/public".Length..])).ShouldBeOk().Bytes);
        House.Time.At(House.Time.GetUtcNow().AddMinutes(21));
        (await anybody.Get(link["/api/public".Length..])).ShouldRefuse("photo.link_expired");
    }

    [Theory, MemberData(nameof(Regions)), Rule("OWN-12"), Rule("OWN-14")]
    public async Task A_project_tells_its_own_client_what_is_looked_after_and_nobody_else(string region)
    {
        await Ledger.Fault(House, Ledger.ProjectOf(region));
        using var owner = await House.Owner(Ledger.Contact(region));
        var project = (await owner.Get($"/projects/{Ledger.ProjectId(region)}")).ShouldBeOk();
        Assert.NotEqual("", project["agencyName"].GetString());
        Assert.NotEqual(0, project["systems"].GetArrayLength());
        Assert.NotEqual("", project["notIssued"].GetString());
        Assert.True(project["openFaults"].GetInt32() > 0);
        Assert.DoesNotMatch("1[0-9]{10}", project.Text);
        Assert.Equal(region == "shanghai", project["visits"].GetBoolean());

        using var elsewhere = await House.Owner(Ledger.Contact(region == "beijing" ? "shaanxi" : "beijing"));
        (await elsewhere.Get($"/projects/{Ledger.ProjectId(region)}")).ShouldRefuse("report.project_not_yours", "OWN-14", 404);
        (await owner.Get($"/projects/{Guid.NewGuid()}")).ShouldRefuse("report.project_not_yours", "OWN-14", 404);
    }

    [Fact, Rule("OWN-11")]
    public async Task A_page_that_cannot_be_drawn_is_refused_in_a_plain_sentence()
    {
        var report = await Shelf.Report(House, Ledger.ProjectOf("shanghai"));
        using var owner = await House.Owner(Ledger.Contact("shanghai"));
        (await owner.Get($"/reports/{report}/pages/1")).ShouldRefuse("report.page_unavailable", "RPT-26", 503);
        (await owner.Get($"/reports/{report}/pdf")).ShouldBeOk();
    }

    [Fact, Rule("FIL-05")]
    public async Task A_file_that_is_not_the_filed_one_is_not_shown()
    {
        var report = await Shelf.Report(House, Ledger.ProjectOf("shanghai"), pdf: SmallPdf.Of(2, 7), pages: 2);
        using var owner = await House.Owner(Ledger.Contact("shanghai"));
        (await owner.Get($"/reports/{report}/pages/1")).ShouldBeOk();
        var key = await House.InDatabase(db => db.Set<StoredObject>().Where(o => o.Kind == ObjectKind.Report).OrderByDescending(o => o.Id).Select(o => o.Key).FirstAsync());
        await House.Services.GetRequiredService<IObjectStore>().Put(key, new MemoryStream(SmallPdf.Of(2, 100)), "application/pdf", default);

        foreach (var path in (string[])["pdf", "pdf-link", "pages/2"])
        {
            (await owner.Get($"/reports/{report}/{path}")).ShouldRefuse("report.file_altered", "FIL-05", 409);
        }
    }
}
