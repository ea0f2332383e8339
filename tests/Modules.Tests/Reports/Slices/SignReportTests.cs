using Npgsql;
using WeChatService.Modules.Tests.Faults;
using WeChatService.Reports.Contracts;
using WeChatService.TestKit;

namespace WeChatService.Modules.Tests.Reports.Slices;

/// <summary>The client signs under a filed report on his phone.</summary>
public sealed class SignReportTests(House house) : Slice(house)
{
    public static TheoryData<string> Regions => Ledger.Regions;

    [Theory, MemberData(nameof(Regions)), Rule("RPT-08"), Rule("RPT-27")]
    public async Task A_bound_contact_signs_once_and_both_sides_see_it_for_good(string region)
    {
        var report = await Shelf.Report(House, Ledger.ProjectOf(region));
        using var owner = await House.Owner(Ledger.Contact(region));
        var hash = await House.Value<string>($"select file_sha256 from report where id = '{report}'");
        var signature = (await owner.Upload(SmallPng.Of(300, 120, ink: true), "Signature", "image/png")).ShouldBeOk().Id;

        (await owner.Post($"/reports/{report}/opinion", new { signatureId = signature, text = "看过了", position = Place.At(Ledger.ProjectOf(region)) })).ShouldBeOk();

        Assert.Equal(hash, await House.Value<string>($"select file_sha256 from signed_opinion where report_id = '{report}' and place is not null"));
        Assert.Equal("看过了", (await owner.Get($"/reports/{report}")).ShouldBeOk()["opinion"].GetProperty("text").GetString());
        using var lead = await House.Agency(Ledger.Person(region, "lead"));
        var seen = (await lead.Get($"/reports/{report}")).ShouldBeOk()["clientOpinion"];
        Assert.Equal(signature, seen.GetProperty("signature").GetProperty("id").GetGuid());
        Assert.Equal(1, await House.Value<long>($"select count(*) from audit_entry where act = 'report.signed_by_client' and subject_id = '{report}'"));
        Assert.Equal(hash, await House.Value<string>($"select file_sha256 from report where id = '{report}'"));

        var another = (await owner.Upload(SmallPng.Of(300, 120, ink: true), "Signature", "image/png")).ShouldBeOk().Id;
        (await owner.Post($"/reports/{report}/opinion", new { signatureId = another })).ShouldRefuse("opinion.signed", "RPT-08", 409);
        await Assert.ThrowsAsync<PostgresException>(() => House.SqlAsApplication("update signed_opinion set text = 'x'"));
        await Assert.ThrowsAsync<PostgresException>(() => House.SqlAsApplication("delete from signed_opinion"));
    }

    [Fact, Rule("RPT-08")]
    public async Task What_is_no_handwriting_or_no_filed_report_of_his_is_refused()
    {
        var (report, open) = (await Shelf.Report(House, Ledger.ProjectOf("shanghai")), await Shelf.Report(House, "shanghai-care", ReportState.Ready));
        using var owner = await House.Owner(Ledger.Contact("shanghai"));
        (await owner.Upload("<svg onload=alert(1)>"u8.ToArray(), "Signature", "image/png")).ShouldRefuse("photo.not_a_picture");
        (await owner.Upload(SmallPng.Of(300, 120, ink: true)[..60], "Signature", "image/png")).ShouldRefuse("photo.not_a_picture");
        foreach (var wrong in new[]
        {
            (await owner.Upload(SmallPng.Of(300, 120, ink: false), "Signature", "image/png")).ShouldBeOk().Id,
            (await owner.Upload(SmallPng.Of(40, 20, ink: true), "Signature", "image/png")).ShouldBeOk().Id,
            (await owner.Upload(SmallPng.Of(300, 120, ink: true), "Item", "image/png")).ShouldBeOk().Id,
            await owner.UploadScene(Ledger.Contact("shanghai"), kind: "Signature"),
        })
        {
            (await owner.Post($"/reports/{report}/opinion", new { signatureId = wrong })).ShouldRefuse("opinion.no_handwriting", "RPT-08", 422);
        }

        var signature = (await owner.Upload(SmallPng.Of(300, 120, ink: true), "Signature", "image/png")).ShouldBeOk().Id;
        (await owner.Post($"/reports/{report}/opinion", new { signatureId = signature, text = new string('字', 201) })).ShouldRefuse("opinion.too_long", "RPT-08", 422);
        (await owner.Post($"/reports/{Guid.NewGuid()}/opinion", new { signatureId = signature })).ShouldRefuse("report.not_yours", status: 404);
        (await owner.Post($"/reports/{open}/opinion", new { signatureId = signature })).ShouldRefuse("report.not_yours", status: 404);
        using var stranger = await House.Owner(Ledger.Contact("beijing"));
        (await stranger.Post($"/reports/{report}/opinion", new { signatureId = signature })).ShouldRefuse("report.not_yours", status: 404);
        (await owner.Post($"/reports/{report}/opinion", new { signatureId = Guid.NewGuid() })).ShouldRefuse("photo.missing");
        Assert.Equal(0, await House.Value<long>("select count(*) from signed_opinion"));
    }
}
