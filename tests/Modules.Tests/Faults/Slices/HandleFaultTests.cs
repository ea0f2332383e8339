using WeChatService.TestKit;
using Demo = WeChatService.TestKit.Demo;

namespace WeChatService.Modules.Tests.Faults.Slices;

public sealed class HandleFaultTests(House house) : IClassFixture<House>
{
    [Fact, Rule("FLT-02")]
    public async Task A_sixth_handling_is_refused_by_the_names_of_the_five()
    {
        var fault = await Ledger.Fault(house, "shanghai-lake-b");
        using var lead = await house.Agency("sh-lead");
        foreach (var kind in new[] { "Ignore", "5", "-1", "", "Troubleshoot,OwnerAgreesRepair" })
        {
            var refused = (await lead.Post($"/faults/{fault}/handlings", new { kind })).ShouldRefuse("fault.kind_unknown", "FLT-02", 422);
            Assert.Contains("排查", refused["title"].GetString(), StringComparison.Ordinal);
        }

        Assert.Equal("Pending", await State(fault));
    }

    [Fact, Rule("FLT-03"), Rule("FLT-05"), Rule("FLT-11")]
    public async Task A_declined_repair_is_agreed_to_later_and_the_history_tells_it()
    {
        var fault = await Ledger.Fault(house, "shanghai-lake-b");
        using var lead = await house.Agency("sh-lead");
        (await lead.Post($"/faults/{fault}/handlings", new { kind = "OwnerDeclinesRepair", note = "预算不够" })).ShouldBeOk();
        (await lead.Post($"/faults/{fault}/handlings", new { kind = "OutOfContractScope" })).ShouldRefuse("fault.only_agreement", "FLT-05", 409);
        (await lead.Post($"/faults/{fault}/handlings", new { kind = "OwnerAgreesRepair" })).ShouldRefuse("fault.assignee_missing", "FLT-03", 422);
        (await lead.Post($"/faults/{fault}/handlings", new { kind = "OwnerAgreesRepair", assigneeId = Demo.Id("person", "bj-operator") }))
            .ShouldRefuse("fault.assignee_not_member", "FLT-03", 409);
        (await lead.Post($"/faults/{fault}/handlings", new { kind = "OwnerAgreesRepair", assigneeId = Demo.Id("person", "sh-operator") })).ShouldBeOk();

        Assert.Equal("InProgress", await State(fault));
        var history = (await lead.Get($"/faults/{fault}")).ShouldBeOk()["handlings"].EnumerateArray().Select(h => h.GetProperty("label").GetString());
        Assert.Equal(["业主不同意维修", "业主同意维修"], history);
    }

    [Fact, Rule("FLT-25")]
    public async Task Only_the_projects_lead_handles_its_faults()
    {
        var fault = await Ledger.Fault(house, "shanghai-lake-b");
        foreach (var (person, code) in new[] { ("sh-lead2", "fault.only_lead"), ("bj-lead", "fault.not_yours"), ("sh-technical", "actor.not_your_role") })
        {
            using var other = await house.Agency(person);
            (await other.Post($"/faults/{fault}/handlings", new { kind = "InDiscussionWithOwner" })).ShouldRefuse(code);
        }

        Assert.Equal(0, await house.Value<long>($"select count(*) from fault_step where fault_id = '{fault}'"));
    }

    [Fact, Rule("OWN-12"), Rule("OWN-14")]
    public async Task The_owner_reads_his_faults_and_what_is_done_about_them()
    {
        var fault = await Ledger.Fault(house, "shanghai-mall");
        using var lead = await house.Agency("sh-lead2");
        (await lead.Post($"/faults/{fault}/handlings", new { kind = "InDiscussionWithOwner", note = "等报价" })).ShouldBeOk();
        using var owner = await house.Owner("sh-contact");
        using var stranger = await house.Owner("sh-contact2");

        var row = (await owner.Get("/faults?size=100")).ShouldBeOk()["items"].EnumerateArray().Single(f => f.GetProperty("id").GetGuid() == fault);
        Assert.Equal("与业主沟通中", row.GetProperty("steps")[0].GetProperty("what").GetString());
        Assert.DoesNotContain((await stranger.Get("/faults?size=100")).ShouldBeOk()["items"].EnumerateArray(), f => f.GetProperty("id").GetGuid() == fault);
    }

    private Task<string> State(Guid fault) => house.Value<string>($"select state from fault where id = '{fault}'");
}
