using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using WeChatService.Host;
using WeChatService.Kernel;
using WeChatService.Modules.Tests.Agencies;
using WeChatService.Modules.Tests.Reports;
using WeChatService.Reports.Contracts;
using WeChatService.TestKit;
using Demo = WeChatService.TestKit.Demo;
using House = WeChatService.TestKit.House;

namespace WeChatService.Modules.Tests.Audit;

/// <summary>scripts/audit, without the shell around it: whatever is changed by hand, in the database or in the object store, is found.</summary>
public sealed class VerifyTests(House house) : Slice(house)
{
    private static readonly Guid Agency = Demo.Id("agency", "sh-agency");

    [Fact]
    public async Task A_world_that_nobody_touched_is_whole_and_the_tally_says_what_was_looked_at()
    {
        var photo = await APhoto();
        var (code, says) = await Verify();
        Assert.True(code == 0, says);
        Assert.Contains("nothing was changed", says);
        Assert.Matches(@"looked at \d+ audit entries, [1-9]\d* photos and documents", says);
        Assert.Equal(1, await House.Value<long>($"select count(*) from object_seal where id = '{photo}'"));
    }

    [Theory, Rule("FIL-05")]
    [InlineData("shanghai")]
    [InlineData("beijing")]
    [InlineData("shaanxi")]
    [InlineData("xinjiang")]
    public async Task A_report_that_was_made_and_filed_as_people_do_it_is_whole(string region)
    {
        await Given.AFiledReport(region);
        var (code, says) = await Verify();
        Assert.True(code == 0, says);
        Assert.Contains("1 filed reports", says);
    }

    [Theory]
    [InlineData("sha256", "repeat('0', 64)")]
    [InlineData("uploaded_at", "uploaded_at - interval '3 days'")]
    [InlineData("latitude", "31.5")]
    [InlineData("uploaded_by", "gen_random_uuid()")]
    [InlineData("key", "key || 'x'")]
    public async Task A_photos_row_that_was_edited_by_hand_is_found(string column, string value)
    {
        var photo = await APhoto();
        await Behind($"update stored_object set {column} = {value} where id = '{photo}'");
        var (code, says) = await Verify("--rows-only");
        Assert.Equal(1, code);
        Assert.Single(Changed(says));
        Assert.Contains("its row does not say any more what was sealed", says);
    }

    [Fact]
    public async Task A_photo_whose_bytes_were_replaced_is_found_by_its_hash_and_the_rows_alone_do_not_show_it()
    {
        var photo = await APhoto();
        var key = await House.Value<string>($"select key from stored_object where id = '{photo}'");
        var other = await House.Phone("sh-operator").Picture("controller");
        await House.Services.GetRequiredService<IObjectStore>().Put(key, new MemoryStream(other), "image/jpeg", default);
        Assert.Equal(0, (await Verify("--rows-only")).Code);
        var (code, says) = await Verify();
        Assert.Equal(1, code);
        Assert.Contains($"{key}: its bytes changed: SHA-256 is {Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(other))}", Assert.Single(Changed(says)));
    }

    [Fact]
    public async Task A_photo_whose_bytes_or_row_are_gone_is_found()
    {
        var (bytes, row) = (await APhoto(), await APhoto());
        await House.Services.GetRequiredService<IObjectStore>().Delete(await House.Value<string>($"select key from stored_object where id = '{bytes}'"), default);
        await Behind($"delete from stored_object where id = '{row}'");
        var (code, says) = await Verify();
        Assert.Equal((1, 2), (code, Changed(says).Count));
        Assert.Contains("its bytes are gone", says);
        Assert.Contains($"{row}: its row was removed", says);
    }

    [Fact]
    public async Task A_photo_that_was_put_in_by_hand_and_a_seal_that_was_taken_out_are_found()
    {
        // One more than the agency has chains of evidence: in one of them a seal stands behind another.
        for (var i = 0; i < 17; i++)
        {
            await APhoto();
        }

        var photo = await House.Value<Guid>(
            "select s.id from object_seal s join object_seal later on later.chain = s.chain and later.number = s.number + 1 "
            + $"where s.chain like '{Agency}/%' order by s.id limit 1");
        await House.SqlAsAdmin(
            "insert into stored_object select gen_random_uuid(), key || 'copy', kind, content_type, bytes, sha256, width, height, uploaded_by, agency_id, "
            + $"uploaded_at, taken_at, latitude, longitude, accuracy_metres from stored_object where id = '{photo}'");
        await Behind($"delete from object_seal where id = '{photo}'");
        var says = (await Verify("--rows-only")).Says;
        Assert.Equal(2, Changed(says).Count(line => line.Contains("without a seal", StringComparison.Ordinal)));
        Assert.Contains($"seals of {Agency}/", says);
    }

    [Fact]
    public async Task An_edited_audit_entry_is_named_with_its_chain_and_number()
    {
        using var lead = await House.Agency("sh-lead");
        (await lead.Post($"/projects/{Demo.Id("project", "shanghai-main")}/contact-invitation")).ShouldBeOk();
        var number = await House.Value<long>($"select max(number) from audit_entry where chain = '{Agency}'");
        await Behind($"update audit_entry set summary = '没有这回事' where chain = '{Agency}' and number = {number}");
        var (code, says) = await Verify("--rows-only");
        Assert.Equal(1, code);
        Assert.Contains($"{Agency} #{number}: its content does not match its hash; it reads:", Assert.Single(Changed(says)));
    }

    [Fact]
    public async Task A_chain_that_was_cut_short_is_whole_in_itself_and_found_by_the_heads_kept_elsewhere()
    {
        using var lead = await House.Agency("sh-lead");
        (await lead.Post($"/projects/{Demo.Id("project", "shanghai-main")}/contact-invitation")).ShouldBeOk();
        var heads = Path.Combine(Directory.CreateTempSubdirectory().FullName, "heads.txt");
        var (told, lines) = await Run("heads");
        Assert.Equal(0, told);
        await File.WriteAllTextAsync(heads, lines);
        Assert.Equal(0, (await Verify("--rows-only", "--heads", heads)).Code);
        await Behind($"delete from audit_entry where chain = '{Agency}' and number = (select max(number) from audit_entry where chain = '{Agency}')");
        Assert.Equal(0, (await Verify("--rows-only")).Code);
        var (code, says) = await Verify("--rows-only", "--heads", heads);
        Assert.Equal(1, code);
        Assert.Contains("stood at the end of the chain when the heads were written down, and is gone", Assert.Single(Changed(says)));
    }

    [Theory]
    [InlineData("update stored_object set kind = 'Other'")]
    [InlineData("delete from stored_object")]
    [InlineData("update object_seal set number = number + 1000")]
    [InlineData("truncate object_seal")]
    public async Task The_applications_role_may_only_append(string sql)
    {
        await APhoto();
        var refused = await Assert.ThrowsAsync<Npgsql.PostgresException>(() => House.SqlAsApplication(sql));
        Assert.Equal(Npgsql.PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
    }

    [Fact]
    public async Task Uploads_at_the_same_instant_stand_in_chains_without_a_gap()
    {
        using var mobile = await House.MiniProgram("sh-operator");
        var count = $"select count(*) from object_seal where chain like '{Agency}/%'";
        var before = await House.Value<long>(count);
        var pictures = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => House.Phone("sh-operator").Selfie()));
        await Task.WhenAll(pictures.Select(p => mobile.Upload(p, "Selfie")));
        Assert.Equal(0, (await Verify()).Code);
        Assert.Equal(before + 8, await House.Value<long>(count));
        Assert.Equal(0, await House.Value<long>("select count(*) from (select from object_seal group by chain having count(*) <> max(number)) gaps"));
    }

    [Fact]
    public async Task Wrong_use_and_a_file_that_is_none_of_ours_are_said()
    {
        Assert.Equal(2, (await Run("mend")).Code);
        Assert.Equal(2, (await Verify("--rows-only", "--heads", "/nowhere/heads.txt")).Code);
    }

    [Theory, Rule("FIL-05")]
    [InlineData("remark = '改了'", "remark is \"改了\", was nothing when it was filed")]
    [InlineData("conforms = conforms + 1", "conforms is")]
    [InlineData("filing = jsonb_set(filing, '{opinion}', '\"别的意见\"')", "filing is")]
    [InlineData("state = 'Ready'", "state is \"Ready\", was \"Filed\" when it was filed")]
    [InlineData("file_sha256 = repeat('0', 64)", "fileSha256 is")]
    [InlineData("object_id = gen_random_uuid()", "objectId is")]
    [InlineData("technical_lead_id = gen_random_uuid()", "technicalLeadId is")]
    public async Task A_filed_report_that_was_edited_by_hand_is_named_with_what_it_says_and_what_it_said(string change, string says)
    {
        var report = await AFiledReport();
        Assert.Equal(0, (await Verify()).Code);
        await Behind($"update report set {change} where id = '{report}'");
        var (code, said) = await Verify();
        Assert.Equal(1, code);
        var number = await House.Value<string>($"select number from report where id = '{report}'");
        Assert.Contains(Changed(said), line => line.Contains($"report   {number}: {says}", StringComparison.Ordinal));
    }

    [Fact, Rule("FIL-05")]
    public async Task A_filed_report_that_was_removed_or_whose_file_was_replaced_or_that_nobody_filed_is_found()
    {
        var (gone, replaced) = (await AFiledReport(), await AFiledReport("shanghai-care"));
        var never = await Shelf.Report(House, "shanghai-mall");
        var key = await House.Value<string>($"select o.key from stored_object o join report r on r.object_id = o.id where r.id = '{replaced}'");
        await House.Services.GetRequiredService<IObjectStore>().Put(key, new MemoryStream("%PDF-1.7 of somebody else"u8.ToArray()), "application/pdf", default);
        await Behind($"delete from report where id = '{gone}'");
        var (code, says) = await Verify();
        Assert.Equal(1, code);
        Assert.Contains("and is gone", says);
        Assert.Contains($"{key}: its bytes changed", says);
        Assert.Contains($"{await House.Value<string>($"select number from report where id = '{never}'")}: it is marked as filed, but nobody ever filed it", says);
        Assert.Equal(3, Changed(says).Count);
        Assert.Contains("2 filed reports", says);
    }

    [Theory, MemberData(nameof(Regions)), Rule("FIL-05")]
    public async Task What_was_filed_in_any_region_is_whole_and_an_evidence_photo_behind_it_cannot_be_exchanged_unseen(string region)
    {
        var scene = Given.AProject(region);
        var report = await Shelf.Report(House, scene.ProjectKey, ReportState.Ready);
        var technical = await scene.TechnicalLead();
        Guid? face = Policies.For(region).Filing.Face ? await technical.UploadSelfie(scene.TechnicalLeadKey) : null;
        (await technical.Post($"/reports/{report}/filing", new { opinion = "同意备案", photoId = face })).ShouldBeOk();
        var (whole, says) = await Verify();
        Assert.True(whole == 0, says);
        var photo = face ?? await technical.UploadScene(scene.TechnicalLeadKey);
        var key = await House.Value<string>($"select key from stored_object where id = '{photo}'");
        await House.Services.GetRequiredService<IObjectStore>().Put(key, new MemoryStream(await House.Phone(scene.LeadKey).Selfie()), "image/jpeg", default);
        Assert.Contains($"{key}: its bytes changed", Assert.Single(Changed((await Verify()).Says)));
    }

    public static TheoryData<string> Regions => Policies.Regions;

    private async Task<Guid> AFiledReport(string project = "shanghai-lake-b")
    {
        var report = await Shelf.Report(House, project, ReportState.Ready);
        using var technical = await House.Agency("sh-technical");
        (await technical.Post($"/reports/{report}/filing", new { opinion = "同意备案", photoId = await technical.UploadSelfie("sh-technical") })).ShouldBeOk();
        return report;
    }

    private async Task<Guid> APhoto()
    {
        using var mobile = await House.MiniProgram("sh-operator");
        return await mobile.UploadScene("sh-operator");
    }

    /// <summary>As somebody who owns the database and switches its triggers off.</summary>
    private Task Behind(string sql) => House.SqlAsAdmin($"set session_replication_role = replica; {sql}; set session_replication_role = origin");

    private Task<(int Code, string Says)> Verify(params string[] more) => Run(["verify", .. more]);

    private async Task<(int Code, string Says)> Run(params string[] args)
    {
        var output = new StringWriter();
        var code = await AuditErrands.Run(House.Services, args[0], args, output);
        return (code, output.ToString());
    }

    private static List<string> Changed(string says) => [.. says.Split('\n').Where(line => line.StartsWith("CHANGED", StringComparison.Ordinal))];
}
