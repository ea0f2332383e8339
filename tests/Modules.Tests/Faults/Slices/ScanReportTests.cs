using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using WeChatService.TestKit;

namespace WeChatService.Modules.Tests.Faults.Slices;

/// <summary>Labels on devices, and what somebody without an account does with one.</summary>
public sealed class ScanReportTests(House house) : IClassFixture<House>
{
    private static int _phones;

    public static TheoryData<string> Regions => Ledger.Regions;

    [Theory, MemberData(nameof(Regions)), Rule("ORG-39"), Rule("FLT-20"), Rule("NTF-07")]
    public async Task A_stranger_scans_reads_nothing_personal_and_his_report_waits_for_the_lead_as_a_source_of_its_own(string region)
    {
        using var lead = await house.Agency(Ledger.Person(region, "lead"));
        var code = await Label(lead, region);
        using var stranger = house.Anonymous();

        var shown = (await stranger.Get($"/labels/{code}")).ShouldBeOk();
        Assert.Equal(["facilityName", "systemName", "place", "agencyName", "lastMaintainedOn"], shown.Json.EnumerateObject().Select(p => p.Name));
        Assert.DoesNotContain(Demo.Project(Ledger.ProjectOf(region)).GetProperty("name").GetString()!, shown.Text, StringComparison.Ordinal);
        var phone = NewPhone();
        var (sent, key) = (await Ask(stranger, code, phone), Guid.NewGuid().ToString("N"));
        var photo = await house.Phone(Ledger.Contact(region)).Picture("item");
        (await Report(stranger, code, sent, "玻璃碎了，水带不见了", [photo], key)).ShouldBeOk();
        Assert.True((await Report(stranger, code, sent, "玻璃碎了，水带不见了", [photo], key)).IsReplayed);

        var mine = Assert.Single(await Pending(lead, region, "LabelScan"));
        Assert.DoesNotContain(mine, await Pending(lead, region, "OwnerRequest"));
        Assert.DoesNotContain(mine, await Pending(lead, region, "MaintenanceReport"));
        var detail = (await lead.Get($"/faults/{mine}")).ShouldBeOk();
        Assert.Equal(("A 座 3 楼，东侧走道", "玻璃碎了，水带不见了", phone, 1),
            (detail["place"].GetString(), detail["text"].GetString(), detail["reporterPhone"].GetString(), detail["photos"].GetArrayLength()));
        await house.Settled();
        Assert.Equal(1, await Ledger.Told(house, mine, "repair_requested"));
        Assert.True(await Ledger.Told(house, mine, "fault_found", "OwnerContact") > 0);
        using var owner = await house.Owner(Ledger.Contact(region));
        Assert.DoesNotContain(phone, (await owner.Get($"/faults/{mine}")).ShouldBeOk().Text, StringComparison.Ordinal);
        using var technical = await house.Agency(Ledger.Person(region, "technical"));
        Assert.DoesNotContain(phone, (await technical.Get($"/faults/{mine}")).Text, StringComparison.Ordinal);
        Assert.Equal(0, await house.Value<long>($"select count(*) from audit_entry where after::text like '%{phone}%' or summary like '%{phone}%'"));
        (await lead.Post($"/faults/{mine}/handlings", new { kind = "InDiscussionWithOwner", note = "已联系" })).ShouldBeOk();
    }

    [Theory, MemberData(nameof(Regions)), Rule("ORG-39"), Rule("FLT-17")]
    public async Task A_contact_who_scans_comes_to_his_own_form_and_others_learn_nothing(string region)
    {
        using var lead = await house.Agency(Ledger.Person(region, "lead"));
        var code = await Label(lead, region);
        using var owner = await house.Owner(Ledger.Contact(region));
        var read = (await owner.Get($"/labels/{code}")).ShouldBeOk();
        Assert.Equal((Ledger.ProjectId(region), "A 座 3 楼，东侧走道"), (read["projectId"].GetGuid(), read["place"].GetString()));
        using var other = await house.Owner(Ledger.Person(region == "shanghai" ? "beijing" : "shanghai", "contact"));
        var refused = (await other.Get($"/labels/{code}")).ShouldRefuse("label.unknown", "ORG-39", 404);
        Assert.Equal((await other.Get($"/labels/{Guesses().First()}")).ShouldRefuse("label.unknown")["title"].GetString(), refused["title"].GetString());
    }

    [Fact, Rule("ORG-39")]
    public async Task A_guessed_and_a_revoked_code_are_answered_alike_and_a_new_code_takes_its_place()
    {
        using var lead = await house.Agency("sh-lead");
        var code = await Label(lead, "shanghai");
        var id = (await Labels(lead, "shanghai")).Single(l => l.Code == code).Id;
        using var stranger = house.Anonymous();
        var revoked = (await lead.Post($"/labels/{id}/revocation", new { again = true })).ShouldBeOk();
        (await lead.Post($"/labels/{id}/revocation", new { again = true })).ShouldRefuse("label.revoked", "ORG-39", 409);
        var next = (await Labels(lead, "shanghai")).Single(l => l.Id == revoked["newId"].GetGuid()).Code;
        Assert.NotEqual(code, next);
        (await stranger.Get($"/labels/{next}")).ShouldBeOk();
        var titles = new HashSet<string?>();
        foreach (var guess in Guesses().Prepend(code))
        {
            titles.Add((await stranger.Get($"/labels/{Uri.EscapeDataString(guess)}")).ShouldRefuse("label.unknown", "ORG-39", 404)["title"].GetString());
            (await stranger.Post($"/labels/{Uri.EscapeDataString(guess)}/codes", new { number = NewPhone() })).ShouldRefuse("label.unknown", "ORG-39", 404);
        }

        Assert.Single(titles);
    }

    [Fact, Rule("ORG-39")]
    public async Task Only_the_projects_own_people_print_and_revoke()
    {
        using var lead = await house.Agency("sh-lead");
        var code = await Label(lead, "shanghai");
        var id = (await Labels(lead, "shanghai")).Single(l => l.Code == code).Id;
        var project = Ledger.ProjectId("shanghai");
        var (one, body) = (FacilityOf("shanghai"), new { labels = new[] { new { classCode = FacilityOf("shanghai"), place = "1 楼" } } });
        using var foreign = await house.Agency("bj-lead");
        (await foreign.Get($"/projects/{project}/labels")).ShouldRefuse("project.not_yours", status: 404);
        (await foreign.Post($"/projects/{project}/labels", body)).ShouldRefuse("project.not_yours", status: 404);
        (await foreign.Post($"/labels/{id}/revocation", new { })).ShouldRefuse("label.not_yours", status: 404);
        (await foreign.Get($"/projects/{project}/labels.pdf?size=Small")).ShouldRefuse("project.not_yours", status: 404);
        using var worker = await house.Agency("sh-technical");
        (await worker.Post($"/projects/{project}/labels", body)).ShouldRefuse("actor.not_your_role", status: 403);
        foreach (var (wanted, refusal) in new (object, string)[]
        {
            (new { labels = Array.Empty<object>() }, "label.none_chosen"), (new { labels = new[] { new { classCode = "M99-99", place = "1 楼" } } }, "label.facility_missing"),
            (new { labels = new[] { new { classCode = one, place = " " } } }, "label.place_missing"),
            (new { labels = Enumerable.Repeat(new { classCode = one, place = "1 楼" }, 201) }, "label.none_chosen"),
        })
        {
            (await lead.Post($"/projects/{project}/labels", wanted)).ShouldRefuse(refusal, "ORG-39", 422);
        }

        (await lead.Get($"/projects/{project}/labels.pdf?size=A4")).ShouldRefuse("label.size_unknown", "ORG-39", 422);
        foreach (var size in new[] { "Small", "Large" })
        {
            var file = (await lead.Get($"/projects/{project}/labels.pdf?size={size}&only={id}")).ShouldBeOk();
            Assert.Equal(("application/pdf", "%PDF-"), (file.MediaType, file.Text[..5]));
        }
    }

    [Fact, Rule("ORG-39"), Rule("OWN-06")]
    public async Task What_is_no_report_is_refused_and_nothing_is_kept_of_it()
    {
        using var lead = await house.Agency("sh-lead");
        var (code, elsewhere) = (await Label(lead, "shanghai"), await Label(lead, "shanghai"));
        using var stranger = house.Anonymous();
        var photo = await house.Phone("sh-contact").Picture("item");
        (await stranger.Post($"/labels/{code}/codes", new { number = "12345" })).ShouldRefuse("phone.invalid", status: 422);
        var sent = await Ask(stranger, code, NewPhone());
        var before = await house.Value<long>("select count(*) from fault");
        (await Report(stranger, code, sent, " ", [photo])).ShouldRefuse("scan.text_missing", "ORG-39", 422);
        (await Report(stranger, code, sent, "坏了", [])).ShouldRefuse("scan.photos_wrong", "ORG-39", 422);
        (await Report(stranger, code, sent, "坏了", [photo, photo, photo, photo])).ShouldRefuse("scan.photos_wrong", "ORG-39", 422);
        (await Report(stranger, code, sent, "坏了", ["<svg onload=alert(1)>"u8.ToArray()])).ShouldRefuse("photo.not_a_picture");
        (await Report(stranger, elsewhere, sent, "坏了", [photo])).ShouldRefuse("phone.code_unknown", status: 404);
        (await Report(stranger, code, (sent.Id, sent.Code == "000000" ? "111111" : "000000"), "坏了", [photo])).ShouldRefuse("phone.code_wrong", status: 422);
        (await Report(stranger, code, (Guid.NewGuid(), sent.Code), "坏了", [photo])).ShouldRefuse("phone.code_unknown", status: 404);
        Assert.Equal(before, await house.Value<long>("select count(*) from fault"));

        const string Script = "<script>alert('x')</script><img src=x onerror=alert(1)>";
        (await Report(stranger, code, sent, Script, [photo])).ShouldBeOk();
        (await Report(stranger, code, sent, "再报一次", [photo])).ShouldRefuse("phone.code_used", status: 409);
        var told = (await lead.Get($"/faults?source=LabelScan&projectId={Ledger.ProjectId("shanghai")}&size=100")).ShouldBeOk();
        Assert.Contains(Script, told["faults"].GetProperty("items").EnumerateArray().Select(f => f.GetProperty("text").GetString()));
        Assert.Equal("application/json", told.MediaType);
    }

    [Fact, Rule("ORG-39")]
    public async Task Whoever_floods_a_phone_or_a_label_is_stopped_and_others_are_not()
    {
        using var lead = await house.Agency("sh-lead");
        var code = await Label(lead, "shanghai");
        using var stranger = house.Anonymous();
        var phone = NewPhone();
        await Ask(stranger, code, phone);
        var inbox = (await Messages(phone)).Count;
        foreach (var answer in await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => stranger.Post($"/labels/{code}/codes", new { number = phone }))))
        {
            answer.ShouldRefuse("phone.codes_too_many", status: 429);
        }

        Assert.Equal(inbox, (await Messages(phone)).Count);
        var photo = await house.Phone("sh-contact").Picture("item");
        var refused = 0;
        for (var i = 0; i < 9; i++)
        {
            var sent = await Ask(stranger, code, NewPhone());
            var answer = await Report(stranger, code, sent, $"第 {i} 次", [photo]);
            refused += (int)answer.Status == 429 ? 1 : 0;
            if ((int)answer.Status == 429)
            {
                answer.ShouldRefuse("scan.too_many", "ORG-39", 429);
            }
        }

        Assert.Equal(3, refused);
        var other = await Label(lead, "shanghai");
        (await Report(stranger, other, await Ask(stranger, other, NewPhone()), "别的标签还能报", [photo])).ShouldBeOk();
    }

    private static string NewPhone() => $"139{Interlocked.Increment(ref _phones) + 4_000_000:00000000}";

    private static IEnumerable<string> Guesses() => [new string('a', 22), "../../agency/me", "' or 1=1 --", Guid.NewGuid().ToString("N")];

    private static string FacilityOf(string region) => Demo.Project(Ledger.ProjectOf(region)).GetProperty("facilityClassCodes")[0].GetString()!;

    /// <summary>A fresh label's code.</summary>
    private async Task<string> Label(AgencyClient lead, string region)
    {
        var before = (await Labels(lead, region)).Select(l => l.Id).ToHashSet();
        (await lead.Post($"/projects/{Ledger.ProjectId(region)}/labels", new { labels = new[] { new { classCode = FacilityOf(region), place = "A 座 3 楼，东侧走道" } } })).ShouldBeOk();
        return Assert.Single(await Labels(lead, region), l => !before.Contains(l.Id)).Code;
    }

    private static async Task<IReadOnlyList<(Guid Id, string Code)>> Labels(AgencyClient lead, string region) =>
    [
        .. (await lead.Get($"/projects/{Ledger.ProjectId(region)}/labels?size=100")).ShouldBeOk()["items"].EnumerateArray()
            .Select(l => (l.GetProperty("id").GetGuid(), l.GetProperty("address").GetString()!.Split('/')[^1])),
    ];

    private async Task<(Guid Id, string Code)> Ask(Caller stranger, string label, string phone)
    {
        var sent = (await stranger.Post($"/labels/{label}/codes", new { number = phone })).ShouldBeOk();
        return (sent["codeId"].GetGuid(), Regex.Match((await Messages(phone))[^1], "[0-9]{6}").Value);
    }

    private async Task<IReadOnlyList<string>> Messages(string phone) =>
    [
        .. (await house.Sandbox.Get("sms")).EnumerateArray().Where(m => m.GetProperty("phone").GetString() == phone).Select(m => m.GetProperty("text").GetString()!),
    ];

    private static async Task<Answer> Report(
        Caller stranger, string label, (Guid Id, string Code) sent, string text, IReadOnlyList<byte[]> photos, string? key = null)
    {
        using var form = new MultipartFormDataContent
        {
            { new StringContent(text), "text" }, { new StringContent(sent.Id.ToString()), "codeId" }, { new StringContent(sent.Code), "smsCode" },
        };
        foreach (var photo in photos)
        {
            var file = new ByteArrayContent(photo);
            file.Headers.ContentType = new MediaTypeHeaderValue("image/jpeg");
            form.Add(file, "files", "photo.jpg");
        }

        return await stranger.Send(HttpMethod.Post, $"/labels/{label}/reports", form, key);
    }

    private static async Task<IReadOnlyList<Guid>> Pending(AgencyClient lead, string region, string source) =>
    [
        .. (await lead.Get($"/faults?state=Pending&source={source}&projectId={Ledger.ProjectId(region)}&size=100")).ShouldBeOk()["faults"].GetProperty("items")
            .EnumerateArray().Select(f => f.GetProperty("id").GetGuid()),
    ];
}
