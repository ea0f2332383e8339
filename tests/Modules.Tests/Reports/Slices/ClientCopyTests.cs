using System.Security.Cryptography;
using Microsoft.Extensions.DependencyInjection;
using WeChatService.Host;
using WeChatService.Modules.Tests.Faults;
using WeChatService.TestKit;
using House = WeChatService.TestKit.House;

namespace WeChatService.Modules.Tests.Reports.Slices;

/// <summary>业主联: the filed report with the client's signed opinion printed before it.</summary>
public sealed class ClientCopyTests(House house) : Slice(house)
{
    private static int _signed;

    public static TheoryData<string> Regions => Ledger.Regions;

    [Theory, MemberData(nameof(Regions)), Rule("RPT-08"), Rule("RPT-27")]
    public async Task The_copy_holds_name_time_place_and_both_hashes_and_both_sides_read_the_same_file(string region)
    {
        var (report, owner, _) = await Signed(region, "看过了，水泵请抓紧");
        await House.Settled(TimeSpan.FromMinutes(5));

        var copy = (await owner.Get($"/reports/{report}")).ShouldBeOk()["opinion"].GetProperty("copy");
        Assert.Equal(("Made", 3), (copy.GetProperty("state").GetString(), copy.GetProperty("pages").GetInt32()));
        var pdf = (await owner.Get($"/reports/{report}/client-copy/pdf")).ShouldBeOk().Bytes;
        Assert.Equal(copy.GetProperty("sha256").GetString(), Convert.ToHexStringLower(SHA256.HashData(pdf)));
        var text = await SmallPdf.TextOf(pdf);
        var number = await House.Value<string>($"select number from report where id = '{report}'");
        var at = await House.Value<string>($"select to_char(signed_at at time zone 'Asia/Shanghai', 'YYYY年FMMM月FMDD日HH24:MI:SS') from signed_opinion where report_id = '{report}'");
        var hash = await House.Value<string>($"select upper(signature_sha256) from signed_opinion where report_id = '{report}'");
        var file = await House.Value<string>($"select upper(file_sha256) from signed_opinion where report_id = '{report}'");
        foreach (var printed in new[] { "业主联", number, Demo.Person(Ledger.Contact(region)).Name, at, "北纬", hash[..32], hash[32..], file[..32], file[32..], "看过了，水泵请抓紧" })
        {
            Assert.Contains(printed, text, StringComparison.Ordinal);
        }

        Assert.DoesNotContain("签名图片无法显示", text, StringComparison.Ordinal);
        using var lead = await House.Agency(Ledger.Person(region, "lead"));
        Assert.Equal(pdf, (await lead.Get($"/reports/{report}/client-copy/pdf")).ShouldBeOk().Bytes);
        Assert.Equal(0x89, (await owner.Get($"/reports/{report}/client-copy/pages/2")).ShouldBeOk().Bytes[0]);
        (await owner.Get($"/reports/{report}/client-copy/pages/4")).ShouldRefuse("report.page_unknown");
        var link = (await owner.Get($"/reports/{report}/client-copy/pdf-link")).ShouldBeOk()["link"].GetString()!;
        using var anybody = new HttpClient { BaseAddress = House.System.Host };
        Assert.Equal(pdf, await anybody.GetByteArrayAsync(link));
        var chained = await House.Value<string>($"select evidence from audit_entry where act = 'report.client_copy' and subject_id = '{report}'");
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(pdf)), chained);
        Assert.Equal(1, await House.Value<long>($"select count(*) from object_seal s join client_copy c on c.object_id = s.id where c.id = '{report}'"));
        await Assert.ThrowsAsync<Npgsql.PostgresException>(() => House.SqlAsApplication("update client_copy set pages = 9"));
        await Assert.ThrowsAsync<Npgsql.PostgresException>(() => House.SqlAsApplication("delete from client_copy"));
    }

    [Fact, Rule("RPT-27")]
    public async Task Nobody_else_reads_it_and_without_a_signature_there_is_none()
    {
        var (report, owner, _) = await Signed("shanghai");
        await House.Settled(TimeSpan.FromMinutes(5));
        using var stranger = await House.Owner(Ledger.Contact("beijing"));
        using var elsewhere = await House.Agency(Ledger.Person("beijing", "lead"));
        foreach (var (caller, path) in new (Caller, string)[] { (stranger, "pdf"), (stranger, "pdf-link"), (stranger, "pages/1"), (elsewhere, "pdf"), (elsewhere, "pages/1") })
        {
            var answer = await caller.Get($"/reports/{report}/client-copy/{path}");
            Assert.Contains((int)answer.Status, new[] { 404, 409 });
            Assert.DoesNotContain("%PDF", answer.Text, StringComparison.Ordinal);
        }

        (await stranger.Post($"/reports/{report}/client-copy")).ShouldRefuse("report.not_yours", status: 404);
        var unsigned = await Shelf.Report(House, Ledger.ProjectOf("shaanxi"));
        using var other = await House.Owner(Ledger.Contact("shaanxi"));
        (await other.Get($"/reports/{unsigned}/client-copy/pdf")).ShouldRefuse("opinion.copy_not_ready", "RPT-27", 409);
        (await other.Post($"/reports/{unsigned}/client-copy")).ShouldRefuse("opinion.not_signed", "RPT-27", 409);
        Assert.Equal("Made", (await owner.Post($"/reports/{report}/client-copy")).ShouldBeOk()["state"].GetString());
    }

    [Fact, Rule("RPT-27")]
    public async Task What_could_not_be_printed_is_said_and_made_when_somebody_asks_again()
    {
        var (report, owner, _) = await Signed("shanghai");
        await House.Settled(TimeSpan.FromMinutes(5));
        await House.SqlAsAdmin($"set session_replication_role = replica; update client_copy set state = 'Failed', object_id = null, sha256 = null where id = '{report}'; set session_replication_role = origin");

        Assert.Equal("Failed", (await owner.Get($"/reports/{report}")).ShouldBeOk()["opinion"].GetProperty("copy").GetProperty("state").GetString());
        (await owner.Get($"/reports/{report}/client-copy/pdf")).ShouldRefuse("opinion.copy_not_ready", "RPT-27", 409);
        using var lead = await House.Agency(Ledger.Person("shanghai", "lead"));
        Assert.Equal("Making", (await lead.Post($"/reports/{report}/client-copy")).ShouldBeOk()["state"].GetString());
        await House.Settled(TimeSpan.FromMinutes(5));
        Assert.Equal("Made", await House.Value<string>($"select state from client_copy where id = '{report}'"));
    }

    [Fact, Rule("RPT-08"), Rule("RPT-27")]
    public async Task The_audit_names_what_was_changed_and_finds_nothing_where_nothing_was()
    {
        await Signed("shanghai", "看过了");
        await House.Settled(TimeSpan.FromMinutes(5));
        var said = (await Verify()).Says;
        Assert.DoesNotContain("CHANGED opinion", said, StringComparison.Ordinal);
        Assert.Contains("1 client copies", said);
        Assert.Contains("1 signed opinions", said);

        await House.SqlAsAdmin("create table was_signed as select * from signed_opinion; create table was_made as select * from client_copy");
        foreach (var (table, change, says) in new[]
        {
            ("signed_opinion", "text = '不同意'", "text is 不同意, was 看过了 when it was signed"),
            ("signed_opinion", "contact_name = '别人'", "contactName is 别人"),
            ("signed_opinion", "signature_id = (select id from stored_object where kind = 'Report' limit 1)", "signatureId is"),
            ("signed_opinion", "signature_sha256 = repeat('0', 64)", "signatureSha256 is 0000"),
            ("signed_opinion", "file_sha256 = repeat('0', 64)", "fileSha256 is 0000"),
            ("signed_opinion", "signed_at = signed_at - interval '1 day'", "signedAt is"),
            ("signed_opinion", "place = null", "place is"),
            ("client_copy", "sha256 = repeat('0', 64)", "client copy: sha256 is 0000"),
            ("client_copy", "pages = 2", "client copy: pages is 2, was 3 when it was made"),
        })
        {
            await Behind($"update {table} set {change}");
            Assert.Contains(Changed((await Verify("--rows-only")).Says), line => line.Contains(says, StringComparison.Ordinal));
            await Behind("delete from signed_opinion; delete from client_copy; insert into signed_opinion select * from was_signed; insert into client_copy select * from was_made");
            Assert.Empty(Changed((await Verify("--rows-only")).Says));
        }
    }

    [Fact, Rule("RPT-08")]
    public async Task The_audit_finds_a_signature_that_is_gone_one_that_nobody_gave_and_another_picture_under_it()
    {
        var (gone, _, _) = await Signed("shanghai");
        var (forged, _, signature) = await Signed("beijing");
        await House.Settled(TimeSpan.FromMinutes(5));
        var key = await House.Value<string>($"select key from stored_object where id = '{signature}'");
        await House.Services.GetRequiredService<WeChatService.Kernel.IObjectStore>().Put(key, new MemoryStream(SmallPng.Of(200, 100, ink: true)), "image/png", default);
        await Behind($"delete from signed_opinion where report_id = '{gone}'; update signed_opinion set report_id = '{gone}' where report_id = '{forged}'; delete from client_copy where id = '{gone}'");
        var said = (await Verify()).Says;
        Assert.Contains($"{key}: its bytes changed", said);
        Assert.Contains("contactName is", said);
        Assert.Equal(2, Changed(said).Count(line => line.Contains("and is gone", StringComparison.Ordinal)));

        await Behind($"insert into signed_opinion select gen_random_uuid(), '{await Shelf.Report(House, Ledger.ProjectOf("shaanxi"))}', agency_id, owner_id, brigade_id, region, contact_id, contact_name, text, signature_id, signature_sha256, file_sha256, place, signed_at from signed_opinion");
        Assert.Contains("it bears a signature, but nobody ever signed it", (await Verify()).Says);
    }

    private async Task<(Guid Report, Caller Owner, Guid Signature)> Signed(string region, string? text = null)
    {
        var report = await Shelf.Report(House, Ledger.ProjectOf(region), pdf: SmallPdf.Of(1), pages: 1);
        var owner = await House.Owner(Ledger.Contact(region));
        // Each its own: the same bytes lie once in the store, and these tests change them behind its back.
        var picture = SmallPng.Of(300 + Interlocked.Increment(ref _signed), 120, ink: true);
        var signature = (await owner.Upload(picture, "Signature", "image/png")).ShouldBeOk().Id;
        (await owner.Post($"/reports/{report}/opinion", new { signatureId = signature, text, position = Place.At(Ledger.ProjectOf(region)) })).ShouldBeOk();
        return (report, owner, signature);
    }

    private async Task<(int Code, string Says)> Verify(params string[] more)
    {
        var output = new StringWriter();
        return (await AuditErrands.Run(House.Services, "verify", ["verify", .. more], output), output.ToString());
    }

    /// <summary>Of opinions: a report that stands on the shelf was filed by nobody, which another check says.</summary>
    private static List<string> Changed(string says) => [.. says.Split('\n').Where(line => line.StartsWith("CHANGED opinion", StringComparison.Ordinal))];

    /// <summary>As somebody who owns the database and switches its triggers off.</summary>
    private Task Behind(string sql) => House.SqlAsAdmin($"set session_replication_role = replica; {sql}; set session_replication_role = origin");
}
