using WeChatService.TestKit;

namespace WeChatService.Modules.Tests.Faults.Slices;

/// <summary>维修报价: the lead asks, the owner answers on his phone, and the handling that follows rests on that answer.</summary>
public sealed class RepairProposalTests(House house) : IClassFixture<House>
{
    public static TheoryData<string> Regions => Ledger.Regions;

    [Theory, MemberData(nameof(Regions)), Rule("FLT-04"), Rule("FLT-22"), Rule("NTF-07")]
    public async Task The_owner_agrees_to_a_price_and_the_lead_sends_somebody_on_that_evidence(string region)
    {
        var fault = await Ledger.Fault(house, Ledger.ProjectOf(region));
        using var owner = await house.Owner(Ledger.Contact(region));
        using var lead = await house.Agency(Ledger.Person(region, "lead"));
        var proposal = (await lead.Post($"/faults/{fault}/proposals", new { amountFen = 35_000, text = "换 3 号泵接触器，含人工" })).ShouldBeOk()["proposalId"].GetGuid();
        await house.Settled();
        Assert.True(await Ledger.Told(house, fault, "repair_proposed", "OwnerContact") > 0);

        var asked = (await owner.Get($"/faults/{fault}")).ShouldBeOk()["proposal"];
        Assert.Equal((proposal, 35_000, "换 3 号泵接触器，含人工", true),
            (asked.GetProperty("id").GetGuid(), asked.GetProperty("amountFen").GetInt64(), asked.GetProperty("text").GetString(), asked.GetProperty("waits").GetBoolean()));
        var (answer, key) = ($"/faults/{fault}/proposals/{proposal}/answer", Guid.NewGuid().ToString("N"));
        (await owner.Post(answer, new { agrees = true }, key)).ShouldBeOk();
        Assert.True((await owner.Post(answer, new { agrees = true }, key)).IsReplayed);
        (await owner.Post(answer, new { agrees = false })).ShouldRefuse("proposal.answered", "FLT-05", 409);
        await house.Settled();
        Assert.Equal(1, await Ledger.Told(house, fault, "proposal_answered"));

        (await lead.Post($"/faults/{fault}/handlings", new { kind = "OwnerDeclinesRepair" })).ShouldRefuse("fault.owner_said_yes", "FLT-04", 409);
        (await lead.Post($"/faults/{fault}/proposals", new { amountFen = 1, text = "再报一次" })).ShouldRefuse("proposal.already_agreed", "FLT-04", 409);
        (await lead.Post($"/faults/{fault}/handlings", new { kind = "OwnerAgreesRepair", assigneeId = Demo.Id("person", Ledger.Person(region, "operator")) })).ShouldBeOk();
        var detail = (await lead.Get($"/faults/{fault}")).ShouldBeOk();
        Assert.Equal(("InProgress", "Agreed", Demo.Person(Ledger.Contact(region)).Name),
            (detail["state"].GetString(), detail["proposal"].GetProperty("answer").GetString(), detail["proposal"].GetProperty("answeredBy").GetString()));
        Assert.Equal(["维修报价", "业主同意维修", "业主同意维修"], detail["steps"].EnumerateArray().Select(s => s.GetProperty("label").GetString()!));
    }

    [Theory, MemberData(nameof(Regions)), Rule("FLT-05")]
    public async Task The_owner_declines_the_lead_may_not_say_otherwise_and_a_newer_price_takes_the_place_of_the_older(string region)
    {
        var fault = await Ledger.Fault(house, Ledger.ProjectOf(region));
        using var owner = await house.Owner(Ledger.Contact(region));
        using var lead = await house.Agency(Ledger.Person(region, "lead"));
        var first = await Propose(lead, fault, 90_000);
        (await owner.Post($"/faults/{fault}/proposals/{first}/answer", new { agrees = false, note = "太贵" })).ShouldBeOk();
        var assignee = Demo.Id("person", Ledger.Person(region, "operator"));
        (await lead.Post($"/faults/{fault}/handlings", new { kind = "OwnerAgreesRepair", assigneeId = assignee })).ShouldRefuse("fault.owner_said_no", "FLT-05", 409);
        (await lead.Post($"/faults/{fault}/handlings", new { kind = "OwnerDeclinesRepair" })).ShouldBeOk();
        Assert.Equal("OwnerDeclined", (await owner.Get($"/faults/{fault}")).ShouldBeOk()["state"].GetString());

        var second = await Propose(lead, fault, 60_000);
        (await owner.Post($"/faults/{fault}/proposals/{first}/answer", new { agrees = true })).ShouldRefuse("proposal.replaced", "FLT-05", 409);
        (await owner.Post($"/faults/{fault}/proposals/{second}/answer", new { })).ShouldRefuse("proposal.answer_missing", "FLT-05", 422);
        (await owner.Post($"/faults/{fault}/proposals/{second}/answer", new { agrees = true })).ShouldBeOk();
        (await lead.Post($"/faults/{fault}/handlings", new { kind = "OwnerAgreesRepair", assigneeId = assignee })).ShouldBeOk();
        var sheet = Assert.Single(await Ledger.Asked(house, f => f.OpenAt(Ledger.ProjectId(region), house.Time.GetUtcNow().AddMinutes(1), default)), f => f.Id == fault);
        Assert.Equal(["业主在手机上不同意维修：太贵", "业主不同意维修", "业主在手机上同意维修", "维修中"], sheet.PrintedSteps.Select(s => s.Says));
    }

    [Fact, Rule("FLT-04"), Rule("FLT-19"), Rule("FLT-25")]
    public async Task A_price_is_a_whole_number_of_fen_with_words_from_the_projects_own_lead()
    {
        var fault = await Ledger.Fault(house, Ledger.ProjectOf("shanghai"));
        using var lead = await house.Agency("sh-lead");
        using var stranger = await house.Agency("bj-lead");
        foreach (var (body, code) in new (object, string)[]
        {
            (new { text = "换泵" }, "proposal.amount_wrong"), (new { amountFen = -1, text = "换泵" }, "proposal.amount_wrong"),
            (new { amountFen = 10_000_000_001, text = "换泵" }, "proposal.amount_wrong"), (new { amountFen = 100, text = " " }, "proposal.text_missing"),
            (new { amountFen = 100, text = new string('长', 501) }, "proposal.text_missing"),
        })
        {
            (await lead.Post($"/faults/{fault}/proposals", body)).ShouldRefuse(code, "FLT-04", 422);
        }

        (await lead.Post($"/faults/{fault}/proposals", new { amountFen = 1.5, text = "换泵" })).ShouldRefuse("request.malformed", status: 400);
        (await stranger.Post($"/faults/{fault}/proposals", new { amountFen = 100, text = "换泵" })).ShouldRefuse("fault.not_yours", status: 404);
        using var operatorClient = await house.Agency("sh-technical");
        (await operatorClient.Post($"/faults/{fault}/proposals", new { amountFen = 100, text = "换泵" })).ShouldRefuse("actor.not_your_role", status: 403);

        var own = await Ledger.Fault(house, Ledger.ProjectOf("shanghai"));
        var proposal = await Propose(lead, own, 0);
        using var other = await house.Owner("bj-contact");
        (await other.Post($"/faults/{own}/proposals/{proposal}/answer", new { agrees = true })).ShouldRefuse("fault.not_yours", status: 404);
        using var owner = await house.Owner("sh-contact");
        (await owner.Post($"/faults/{own}/proposals/{Guid.NewGuid()}/answer", new { agrees = true })).ShouldRefuse("fault.not_yours", status: 404);
    }

    [Theory, MemberData(nameof(Regions)), Rule("FLT-17"), Rule("SCR-11")]
    public async Task The_form_offers_what_the_contacts_own_project_has(string region)
    {
        using var owner = await house.Owner(Ledger.Contact(region));
        var form = (await owner.Get($"/repair-form?projectId={Ledger.ProjectId(region)}")).ShouldBeOk();
        Assert.Equal(
            Demo.Project(Ledger.ProjectOf(region)).GetProperty("facilityClassCodes").EnumerateArray().Select(c => c.GetString()),
            form["facilities"].EnumerateArray().Select(f => f.GetProperty("classCode").GetString()));
        Assert.NotEmpty(form["buildings"].EnumerateArray());
        Assert.Contains("****", form["maskedPhone"].GetString());
        Assert.Contains("****", form["leadMaskedPhone"].GetString());
        var foreign = Ledger.ProjectId(region == "shanghai" ? "beijing" : "shanghai");
        (await owner.Get($"/repair-form?projectId={foreign}")).ShouldRefuse("repair.not_bound", "FLT-17", 403);
    }

    private static async Task<Guid> Propose(AgencyClient lead, Guid fault, long fen) =>
        (await lead.Post($"/faults/{fault}/proposals", new { amountFen = fen, text = "换接触器，含人工" })).ShouldBeOk()["proposalId"].GetGuid();
}
