using WeChatService.Kernel;
using WeChatService.TestKit;

namespace WeChatService.Modules.Tests.Faults.Slices;

/// <summary>一键报修: from the owner's phone to the lead's list, or kept by the owner.</summary>
public sealed class RepairRequestTests(House house) : IClassFixture<House>
{
    public static TheoryData<string> Regions => Ledger.Regions;

    [Theory, MemberData(nameof(Regions)), Rule("FLT-17"), Rule("FLT-18"), Rule("FLT-20"), Rule("NTF-06")]
    public async Task A_request_for_the_agency_reaches_the_lead_with_its_photos_and_a_push(string region)
    {
        using var owner = await house.Owner(Ledger.Contact(region));
        using var lead = await house.Agency(Ledger.Person(region, "lead"));
        var found = await Ledger.Fault(house, Ledger.ProjectOf(region));
        var (photo, key) = (await owner.UploadScene(Ledger.Contact(region)), Guid.NewGuid().ToString("N"));
        var request = Request(region, photo, "Agency");

        var asked = (await owner.Post("/repair-requests", request, key)).ShouldBeOk();
        Assert.Equal(asked.Id, (await owner.Post("/repair-requests", request, key)).ShouldBeOk().Id);

        var own = await Pending(lead, region, "OwnerRequest");
        Assert.Contains(asked.Id, own);
        Assert.DoesNotContain(found, own);
        var reported = await Pending(lead, region, "MaintenanceReport");
        Assert.Contains(found, reported);
        Assert.DoesNotContain(asked.Id, reported);
        var detail = (await lead.Get($"/faults/{asked.Id}")).ShouldBeOk();
        Assert.Equal((photo, "1 楼大厅，服务台上方", "红灯一直闪，晚上响过一次", Demo.Person(Ledger.Contact(region)).Name),
            (detail["photos"][0].GetProperty("id").GetGuid(), detail["place"].GetString(), detail["text"].GetString(), detail["foundBy"].GetString()));
        await house.Settled();
        Assert.Equal(1, await Ledger.Told(house, asked.Id, "repair_requested"));
        Assert.Equal(5, detail["offered"].GetArrayLength());
    }

    [Theory, MemberData(nameof(Regions)), Rule("FLT-19")]
    public async Task An_internal_repair_stays_with_the_owner_who_records_the_outcome_and_the_agency_reads_it(string region)
    {
        using var owner = await house.Owner(Ledger.Contact(region));
        using var lead = await house.Agency(Ledger.Person(region, "lead"));
        var photo = await owner.UploadScene(Ledger.Contact(region));
        var asked = (await owner.Post("/repair-requests", Request(region, photo, "Internal"))).ShouldBeOk().Id;

        Assert.DoesNotContain(asked, await Pending(lead, region, "OwnerRequest"));
        Assert.Equal("OwnerHandling", (await lead.Get($"/faults/{asked}")).ShouldBeOk()["state"].GetString());
        (await lead.Post($"/faults/{asked}/handlings", new { kind = "InDiscussionWithOwner" })).ShouldRefuse("fault.owners_own", "FLT-19", 409);
        (await owner.Post($"/repair-requests/{asked}/closing", new { text = " " })).ShouldRefuse("repair.outcome_missing", "FLT-19", 422);
        (await owner.Post($"/repair-requests/{asked}/closing", new { text = "电工换了底座", photoIds = new[] { photo } })).ShouldBeOk();
        (await owner.Post($"/repair-requests/{asked}/closing", new { text = "再写一次" })).ShouldRefuse("repair.not_internal", "FLT-19", 409);

        var detail = (await lead.Get($"/faults/{asked}")).ShouldBeOk();
        Assert.Equal(("OwnerResolved", "电工换了底座"), (detail["state"].GetString(), detail["steps"][0].GetProperty("note").GetString()));
        await house.Settled();
        Assert.Equal(0, await Ledger.Told(house, asked, "repair_requested"));
        Assert.DoesNotContain(
            asked, (await Ledger.Asked(house, f => f.ForReport(Ledger.ProjectId(region), ChinaMonth.Of(house.Time.GetUtcNow()), default))).Select(f => f.Id));
    }

    [Fact, Rule("FLT-17")]
    public async Task Each_part_of_a_request_is_asked_for_by_name()
    {
        using var owner = await house.Owner("sh-contact");
        var photo = await owner.UploadScene("sh-contact");
        var whole = new Dictionary<string, object?>
        {
            ["projectId"] = Ledger.ProjectId("shanghai"), ["classCode"] = FacilityOf("shanghai"), ["place"] = "1 楼", ["text"] = "不亮",
            ["photoIds"] = new[] { photo }, ["handling"] = "Agency",
        };
        foreach (var (part, wrong, code) in new (string, object?, string)[]
        {
            ("classCode", null, "repair.facility_missing"), ("classCode", "M99-99", "repair.facility_missing"), ("place", " ", "repair.place_missing"),
            ("text", "", "repair.description_missing"), ("photoIds", Array.Empty<Guid>(), "repair.photos_wrong"), ("handling", null, "repair.handling_missing"),
            ("projectId", Guid.NewGuid(), "repair.not_bound"), ("projectId", Ledger.ProjectId("beijing"), "repair.not_bound"),
        })
        {
            (await owner.Post("/repair-requests", new Dictionary<string, object?>(whole) { [part] = wrong })).ShouldRefuse(code, "FLT-17");
        }

        (await owner.Post("/repair-requests", new Dictionary<string, object?>(whole) { ["photoIds"] = new[] { Guid.NewGuid() } })).ShouldRefuse("photo.missing");
        (await owner.Post("/repair-requests", new Dictionary<string, object?>(whole) { ["classCode"] = "unsure" })).ShouldBeOk();
        using var stranger = await house.Owner("sh-contact2");
        (await stranger.Post("/repair-requests", whole)).ShouldRefuse("repair.not_bound", "FLT-17", 403);
    }

    [Theory, MemberData(nameof(Regions)), Rule("FLT-22"), Rule("OWN-12")]
    public async Task That_the_owner_saw_a_fault_and_what_came_after_is_recorded(string region)
    {
        var fault = await Ledger.Fault(house, Ledger.ProjectOf(region));
        using var lead = await house.Agency(Ledger.Person(region, "lead"));
        using var owner = await house.Owner(Ledger.Contact(region));
        Assert.Empty((await lead.Get($"/faults/{fault}")).ShouldBeOk()["views"].EnumerateArray());

        (await owner.Get($"/faults/{fault}")).ShouldBeOk();
        (await lead.Post($"/faults/{fault}/handlings", new { kind = "InDiscussionWithOwner", note = "等报价" })).ShouldBeOk();
        var step = (await owner.Get("/faults?size=100")).ShouldBeOk()["items"].EnumerateArray().Single(f => f.GetProperty("id").GetGuid() == fault).GetProperty("steps")[0];
        Assert.Equal(("与业主沟通中", "等报价"), (step.GetProperty("what").GetString(), step.GetProperty("note").GetString()));

        var view = Assert.Single((await lead.Get($"/faults/{fault}")).ShouldBeOk()["views"].EnumerateArray());
        Assert.Equal(Demo.Person(Ledger.Contact(region)).Name, view.GetProperty("name").GetString());
        Assert.True(view.GetProperty("lastAt").GetDateTimeOffset() > view.GetProperty("firstAt").GetDateTimeOffset());
        using var stranger = await house.Owner(Ledger.Person(region == "shanghai" ? "beijing" : "shanghai", "contact"));
        (await stranger.Get($"/faults/{fault}")).ShouldRefuse("fault.not_yours", status: 404);
    }

    [Fact, Rule("FLT-17")]
    public async Task A_flood_of_requests_from_one_phone_is_stopped_with_a_sentence_and_the_same_request_again_is_no_flood()
    {
        house.Time.Advance(TimeSpan.FromHours(2));
        using var owner = await house.Owner("xj-contact2");
        var (photo, first) = (await owner.UploadScene("xj-contact2"), Guid.NewGuid().ToString("N"));
        var request = Request("xinjiang", photo, "Agency");
        (await owner.Post("/repair-requests", request, first)).ShouldBeOk();
        var answers = await Task.WhenAll(Enumerable.Range(0, 60).Select(_ => owner.Post("/repair-requests", request)));
        Assert.Equal(29, answers.Count(a => (int)a.Status < 300));
        Assert.All(answers.Where(a => (int)a.Status >= 300), a => a.ShouldRefuse("repair.too_many", "FLT-17", 429));
        Assert.True((await owner.Post("/repair-requests", request, first)).IsReplayed);
    }

    [Fact, Rule("FLT-17"), Rule("FLT-11")]
    public async Task Script_in_a_description_is_kept_as_words_and_what_is_no_photo_is_refused()
    {
        using var owner = await house.Owner("sh-contact");
        (await owner.Upload("<html><script>alert(1)</script></html>"u8.ToArray())).ShouldRefuse("photo.not_a_picture", status: 422);
        const string Script = "<script>alert('修')</script>\"><img src=x onerror=alert(1)>";
        var asked = (await owner.Post("/repair-requests", new
        {
            projectId = Ledger.ProjectId("shanghai"), classCode = FacilityOf("shanghai"), place = "<b>1 楼</b>", text = Script,
            photoIds = new[] { await owner.UploadScene("sh-contact") }, handling = "Agency",
        })).ShouldBeOk();
        using var lead = await house.Agency("sh-lead");
        var told = (await lead.Get($"/faults/{asked.Id}")).ShouldBeOk();
        Assert.Equal((Script, "<b>1 楼</b>", "application/json"), (told["text"].GetString(), told["place"].GetString(), told.MediaType));
    }

    private static object Request(string region, Guid photo, string handling) => new
    {
        projectId = Ledger.ProjectId(region), classCode = FacilityOf(region), place = "1 楼大厅，服务台上方", text = "红灯一直闪，晚上响过一次",
        photoIds = new[] { photo }, handling,
    };

    private static string FacilityOf(string region) => Demo.Project(Ledger.ProjectOf(region)).GetProperty("facilityClassCodes")[0].GetString()!;

    private static async Task<IReadOnlyList<Guid>> Pending(AgencyClient lead, string region, string source) =>
    [
        .. (await lead.Get($"/faults?state=Pending&source={source}&projectId={Ledger.ProjectId(region)}&size=100")).ShouldBeOk()["faults"].GetProperty("items")
            .EnumerateArray().Select(f => f.GetProperty("id").GetGuid()),
    ];
}
