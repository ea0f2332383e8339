using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.RegularExpressions;
using WeChatService.Modules.Tests.Faults;
using WeChatService.Reports.Contracts;
using WeChatService.TestKit;

namespace WeChatService.Modules.Tests.Reports.Slices;

/// <summary>A contact has a filed report sent to a mailbox; the mails are those that the sandbox's mail server took.</summary>
public sealed partial class MailReportTests(House house) : Slice(house)
{
    private const string Boss = "boss@lake.example";

    public static TheoryData<string> Regions => Ledger.Regions;

    [Theory, MemberData(nameof(Regions)), Rule("OWN-11")]
    public async Task The_file_arrives_as_it_was_filed_and_the_address_is_kept_no_longer(string region)
    {
        var pdf = SmallPdf.Of(2);
        var report = await Shelf.Report(House, Ledger.ProjectOf(region), pdf: pdf, pages: 2);
        using var owner = await House.Owner(Ledger.Contact(region));

        var asked = (await owner.Post($"/reports/{report}/mails", new { address = $" {Boss} " })).ShouldBeOk();
        Assert.Equal(("bo***@lake.example", "Waiting"), (asked["maskedAddress"].GetString(), asked["state"].GetString()));
        await House.Settled(TimeSpan.FromMinutes(3));

        var mail = Assert.Single(await Mails());
        var file = Assert.Single(mail.GetProperty("attachments").EnumerateArray());
        var number = await House.Value<string>($"select number from report where id = '{report}'");
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(pdf)), file.GetProperty("sha256").GetString());
        Assert.Equal(($"{number}.pdf", "application/pdf"), (file.GetProperty("name").GetString(), file.GetProperty("contentType").GetString()));
        Assert.Contains("报告", mail.GetProperty("subject").GetString()!, StringComparison.Ordinal);
        Assert.Contains(await House.Value<string>($"select project_name from report where id = '{report}'"), mail.GetProperty("subject").GetString()!, StringComparison.Ordinal);
        Assert.Contains($"/verify/{number}", mail.GetProperty("text").GetString()!, StringComparison.Ordinal);
        Assert.Equal("Sent", (await owner.Get($"/reports/{report}/mails/{asked.Id}")).ShouldBeOk()["state"].GetString());
        Assert.Equal(1, await House.Value<long>("select count(*) from report_mail where address is null and state = 'Sent'"));
        foreach (var table in new[] { "job", "report_mail", "audit_entry", "idempotency_record", "outbox_event" })
        {
            Assert.Equal(0, await House.Value<long>($"select count(*) from {table} t where t::text like '%{Boss}%'"));
        }
    }

    [Fact, Rule("OWN-11"), Rule("RPT-27")]
    public async Task The_client_copy_is_sent_once_it_is_made_and_not_before()
    {
        var report = await Shelf.Report(House, Ledger.ProjectOf("shanghai"), pdf: SmallPdf.Of(1), pages: 1);
        using var owner = await House.Owner(Ledger.Contact("shanghai"));
        (await owner.Post($"/reports/{report}/mails", new { address = Boss, copy = true })).ShouldRefuse("opinion.copy_not_ready", "RPT-27", 409);
        var signature = (await owner.Upload(SmallPng.Of(300, 120, ink: true), "Signature", "image/png")).ShouldBeOk().Id;
        (await owner.Post($"/reports/{report}/opinion", new { signatureId = signature })).ShouldBeOk();
        await House.Settled(TimeSpan.FromMinutes(5));

        (await owner.Post($"/reports/{report}/mails", new { address = Boss, copy = true })).ShouldBeOk();
        await House.Settled(TimeSpan.FromMinutes(3));
        var file = Assert.Single(Assert.Single(await Mails()).GetProperty("attachments").EnumerateArray());
        Assert.Equal(await House.Value<string>("select sha256 from client_copy"), file.GetProperty("sha256").GetString());
    }

    [Fact, Rule("OWN-11")]
    public async Task What_is_no_single_plain_address_is_refused_in_words_and_nothing_is_sent()
    {
        var report = await Shelf.Report(House, Ledger.ProjectOf("shanghai"));
        using var owner = await House.Owner(Ledger.Contact("shanghai"));
        foreach (var wrong in new[]
        {
            null, "", "  ", "nobody", "a@b", "a b@lake.example", "a@lake.example, b@lake.example", "王 <a@lake.example>", "a@lake.example\r\nBcc: b@lake.example",
            "a@lake.example\n", "a@-lake.example", "a@lake..example", $"{new string('a', 65)}@lake.example", $"a@{new string('b', 250)}.example", "<a@lake.example>", "a@lake.example>",
        }.Where(w => w?.Trim() != "a@lake.example"))
        {
            (await owner.Post($"/reports/{report}/mails", new { address = wrong })).ShouldRefuse("mail.address_wrong", "OWN-11", 422);
        }

        Assert.Equal(0, await House.Value<long>("select count(*) from report_mail"));
        Assert.Empty(await Mails());
    }

    [Fact, Rule("OWN-11"), Rule("OWN-14")]
    public async Task Only_who_may_read_it_sends_it_and_sees_what_became_of_it()
    {
        var (report, open) = (await Shelf.Report(House, Ledger.ProjectOf("shanghai")), await Shelf.Report(House, "shanghai-care", ReportState.Ready));
        using var owner = await House.Owner(Ledger.Contact("shanghai"));
        using var stranger = await House.Owner(Ledger.Contact("beijing"));
        (await stranger.Post($"/reports/{report}/mails", new { address = Boss })).ShouldRefuse("report.not_yours", status: 404);
        (await owner.Post($"/reports/{open}/mails", new { address = Boss })).ShouldRefuse("report.not_yours", status: 404);
        var mail = (await owner.Post($"/reports/{report}/mails", new { address = Boss })).ShouldBeOk().Id;
        (await stranger.Get($"/reports/{report}/mails/{mail}")).ShouldRefuse("mail.unknown", status: 404);
        (await owner.Get($"/reports/{Guid.NewGuid()}/mails/{mail}")).ShouldRefuse("mail.unknown", status: 404);
    }

    [Fact, Rule("OWN-11")]
    public async Task One_person_sends_five_within_an_hour_and_a_repeated_request_sends_one()
    {
        var report = await Shelf.Report(House, Ledger.ProjectOf("shanghai"));
        using var owner = await House.Owner(Ledger.Contact("shanghai"));
        var first = (await owner.Post($"/reports/{report}/mails", new { address = Boss }, key: "once")).ShouldBeOk();
        Assert.Equal(first.Id, (await owner.Post($"/reports/{report}/mails", new { address = Boss }, key: "once")).ShouldBeOk().Id);
        for (var i = 1; i < 5; i++)
        {
            (await owner.Post($"/reports/{report}/mails", new { address = Boss })).ShouldBeOk();
        }

        (await owner.Post($"/reports/{report}/mails", new { address = Boss })).ShouldRefuse("mail.too_many", "OWN-11", 429);
        House.At(House.Time.GetUtcNow().AddMinutes(61).ToString("O"));
        (await owner.Post($"/reports/{report}/mails", new { address = Boss })).ShouldBeOk();
    }

    [Fact, Rule("OWN-11")]
    public async Task What_the_server_does_not_take_now_is_tried_again_and_what_it_refuses_for_good_is_said()
    {
        var report = await Shelf.Report(House, Ledger.ProjectOf("shanghai"));
        using var owner = await House.Owner(Ledger.Contact("shanghai"));
        await House.Sandbox.Fault("mail", "code:421", times: 1);
        await House.Sandbox.Fault("mail", "down", times: 1);
        var late = (await owner.Post($"/reports/{report}/mails", new { address = Boss })).ShouldBeOk().Id;
        await House.Settled(TimeSpan.FromMinutes(3));
        Assert.Equal("Sent", (await owner.Get($"/reports/{report}/mails/{late}")).ShouldBeOk()["state"].GetString());
        Assert.Single(await Mails());

        var refused = (await owner.Post($"/reports/{report}/mails", new { address = "who@nobody.example" })).ShouldBeOk().Id;
        await House.Settled(TimeSpan.FromMinutes(3));
        var row = (await owner.Get($"/reports/{report}/mails/{refused}")).ShouldBeOk();
        Assert.Equal(("Failed", "对方的邮件服务器拒收了，请检查地址。"), (row["state"].GetString(), row["reason"].GetString()));
        Assert.Equal(0, await House.Value<long>("select count(*) from report_mail where address is not null"));
        Assert.Equal(0, await House.Value<long>("select count(*) from job where last_error like '%nobody.example%'"));
    }

    [Fact, Rule("OWN-11")]
    public async Task A_server_that_stays_away_ends_in_a_sentence_and_without_the_address()
    {
        var report = await Shelf.Report(House, Ledger.ProjectOf("shanghai"));
        using var owner = await House.Owner(Ledger.Contact("shanghai"));
        await House.Sandbox.Fault("mail", "down");
        var mail = (await owner.Post($"/reports/{report}/mails", new { address = Boss })).ShouldBeOk().Id;
        var until = DateTimeOffset.UtcNow.AddMinutes(4);
        while (await House.Value<string>($"select state from report_mail where id = '{mail}'") == "Waiting" && DateTimeOffset.UtcNow < until)
        {
            House.At(House.Time.GetUtcNow().AddMinutes(3).ToString("O", CultureInfo.InvariantCulture));
            await Task.Delay(200);
        }

        var row = (await owner.Get($"/reports/{report}/mails/{mail}")).ShouldBeOk();
        Assert.Equal("Failed", row["state"].GetString());
        Assert.Contains("没有发出去", row["reason"].GetString()!, StringComparison.Ordinal);
        Assert.Equal(0, await House.Value<long>("select count(*) from report_mail where address is not null"));
        Assert.Empty(await Mails());
    }

    [Fact, Rule("OWN-11")]
    public async Task What_no_mailbox_would_take_goes_as_a_link_for_three_days()
    {
        var pdf = SmallPdf.Of(1, padding: 10 * 1024 * 1024);
        var report = await Shelf.Report(House, Ledger.ProjectOf("shanghai"), pdf: pdf, pages: 1);
        using var owner = await House.Owner(Ledger.Contact("shanghai"));
        (await owner.Post($"/reports/{report}/mails", new { address = Boss })).ShouldBeOk();
        await House.Settled(TimeSpan.FromMinutes(3));
        var mail = Assert.Single(await Mails());
        Assert.Empty(mail.GetProperty("attachments").EnumerateArray());
        var link = Link().Match(mail.GetProperty("text").GetString()!).Value;
        using var anybody = new HttpClient();
        Assert.Equal(pdf.Length, (await anybody.GetByteArrayAsync(link)).Length);
        House.At(House.Time.GetUtcNow().AddDays(3).AddMinutes(1).ToString("O", CultureInfo.InvariantCulture));
        Assert.False((await anybody.GetAsync(link)).IsSuccessStatusCode);
    }

    [Fact, Rule("OWN-14")]
    public async Task Whoever_has_his_data_deleted_leaves_no_mail_behind()
    {
        var report = await Shelf.Report(House, Ledger.ProjectOf("shanghai"));
        using var owner = await House.Owner(Ledger.Contact("shanghai"));
        (await owner.Post($"/reports/{report}/mails", new { address = Boss })).ShouldBeOk();
        (await owner.Post("/own-data/erasure", new { isSure = true })).ShouldBeOk();
        await House.Settled(TimeSpan.FromMinutes(3));
        Assert.Equal(0, await House.Value<long>("select count(*) from report_mail"));
    }

    [Fact, Rule("OWN-11")]
    public async Task Without_a_mail_server_the_page_is_told_so()
    {
        await House.Renew(settings: new Dictionary<string, string?> { ["Mail:Host"] = "" });
        var report = await Shelf.Report(House, Ledger.ProjectOf("shanghai"));
        using var owner = await House.Owner(Ledger.Contact("shanghai"));
        (await owner.Post($"/reports/{report}/mails", new { address = Boss })).ShouldRefuse("mail.not_set_up", "OWN-11", 409);
    }

    private async Task<List<JsonElement>> Mails()
    {
        using var sandbox = new HttpClient { BaseAddress = House.System.Sandbox };
        using var mails = JsonDocument.Parse(await sandbox.GetStringAsync("/__sandbox/mails"));
        return [.. mails.RootElement.Clone().EnumerateArray()];
    }

    [GeneratedRegex(@"https?://\S+/api/public/objects/\S+")]
    private static partial Regex Link();
}
