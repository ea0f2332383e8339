using WeChatService.Faults.Contracts;
using WeChatService.FieldTasks.Contracts;
using WeChatService.Kernel;
using WeChatService.Modules.Tests.Agencies;
using WeChatService.TestKit;

namespace WeChatService.Modules.Tests.Faults.Slices;

/// <summary>What stays open: it is carried into later reports, and people are reminded of it.</summary>
public sealed class OverdueFaultTests(House house) : Slice(house)
{
    public static TheoryData<string> Regions => Ledger.Regions;

    [Theory, MemberData(nameof(Regions)), Rule("FLT-24")]
    public async Task Lead_and_owner_are_reminded_after_the_profiles_days_and_again_until_it_is_closed(string region)
    {
        House.At("2026-11-02T02:00Z");
        var policy = Policies.For(region).Fault;
        using var owner = await House.Owner(Ledger.Contact(region));
        var asked = (await owner.Post("/repair-requests", new
        {
            projectId = Ledger.ProjectId(region), classCode = "unsure", place = "1 楼", text = "灯不亮", photoIds = new[] { await owner.UploadScene(Ledger.Contact(region)) },
            handling = "Agency",
        })).ShouldBeOk().Id;
        var first = House.Time.GetUtcNow().AddDays(policy.RemindAfterDays.Ordinary);
        await Until(first.AddHours(-3), asked, 0);
        await Until(first.AddDays(1), asked, 1);
        await Until(first.AddDays(policy.RemindEveryDays).AddDays(2), asked, 2);

        await House.SqlAsAdmin($"update fault set state = 'OutOfScope', closed_at = now() where id = '{asked}'");
        await Until(first.AddDays(policy.RemindEveryDays * 3), asked, 2);
    }

    private async Task Until(DateTimeOffset moment, Guid fault, int reminders)
    {
        House.Time.At(moment);
        await House.Settled();
        Assert.Equal((reminders, reminders), (await Ledger.Told(House, fault, "fault_overdue"), await Ledger.Told(House, fault, "fault_overdue", "OwnerContact")));
    }

    [Theory, MemberData(nameof(Regions)), Rule("FLT-24"), Rule("FLT-25")]
    public async Task The_lead_may_urge_the_owner_of_an_old_fault_once_a_day(string region)
    {
        var now = House.Time.GetUtcNow();
        var days = Policies.For(region).Fault.RemindAfterDays.Ordinary;
        var old = await Ledger.Fault(House, Ledger.ProjectOf(region), _ => { }, now.AddDays(-days).AddHours(-1));
        var young = await Ledger.Fault(House, Ledger.ProjectOf(region));
        using var lead = await House.Agency(Ledger.Person(region, "lead"));
        Assert.True((await lead.Get($"/faults/{old}")).ShouldBeOk()["reminder"].GetProperty("offered").GetBoolean());
        Assert.False((await lead.Get($"/faults/{young}")).ShouldBeOk()["reminder"].GetProperty("offered").GetBoolean());
        var rows = (await lead.Get($"/faults?state=Pending&projectId={Ledger.ProjectId(region)}")).ShouldBeOk()["faults"].GetProperty("items").EnumerateArray().ToList();
        Assert.Equal((old, true, days), (rows[0].GetProperty("id").GetGuid(), rows[0].GetProperty("isOverdue").GetBoolean(), rows[0].GetProperty("days").GetInt32()));

        (await lead.Post($"/faults/{young}/reminders")).ShouldRefuse("fault.urged_too_early", "FLT-24", 409);
        (await lead.Post($"/faults/{old}/reminders")).ShouldBeOk();
        (await lead.Post($"/faults/{old}/reminders")).ShouldRefuse("fault.urged_today", "FLT-24", 409);
        using var other = await House.Agency(Ledger.Person(region, "technical"));
        (await other.Post($"/faults/{old}/reminders")).ShouldRefuse("actor.not_your_role", status: 403);

        await House.Settled();
        Assert.Equal((0L, 1L), (await Ledger.Told(House, old, "fault_overdue"), await Ledger.Told(House, old, "fault_overdue", "OwnerContact")));
        Assert.Equal("提醒业主", (await lead.Get($"/faults/{old}")).ShouldBeOk()["steps"][0].GetProperty("label").GetString());
    }

    [Theory, MemberData(nameof(Regions)), Rule("FLT-12"), Rule("FLT-14")]
    public async Task A_report_lists_what_was_found_in_its_month_and_what_was_still_open_when_it_began(string region)
    {
        var key = Ledger.ProjectOf(region);
        DateTimeOffset april = new(2026, 4, 10, 2, 0, 0, TimeSpan.Zero), may = new(2026, 5, 12, 2, 0, 0, TimeSpan.Zero), june = new(2026, 6, 3, 2, 0, 0, TimeSpan.Zero);
        var open = await Ledger.Fault(House, key, f => f.Handle(HandlingKind.InDiscussionWithOwner, at: may), april);
        var declined = await Ledger.Fault(House, key, f => f.Handle(HandlingKind.OwnerDeclinesRepair, at: april.AddDays(1)), april);
        var closedInMay = await Ledger.Fault(
            House, key, f => { f.Handle(HandlingKind.OwnerAgreesRepair, at: april.AddDays(1)); f.Conclude(FaultTaskResult.Solved, may); }, april);
        var outside = await Ledger.Fault(House, key, f => f.Handle(HandlingKind.OutOfContractScope, at: april.AddDays(2)), april);
        var corrected = await Ledger.Fault(House, key, f => f.RetractIfUntouched(Guid.NewGuid(), Sheets.Operator, april.AddDays(2)), april);
        var later = await Ledger.Fault(House, key, _ => { }, june);

        Assert.Equal(Set(open, declined, closedInMay, outside), await Reported(region, 4));
        Assert.Equal(Set(open, declined, closedInMay), await Reported(region, 5));
        Assert.Equal(Set(open, declined, later), await Reported(region, 6));
        Assert.Equal(Set(open, declined, later), await Reported(region, 7));
        Assert.DoesNotContain(corrected, await Reported(region, 4));

        // The April report says in July, too, what was so at the end of April.
        var then = (await Ledger.Asked(House, f => f.ForReport(Ledger.ProjectId(region), new ChinaMonth(2026, 4), default))).ToDictionary(f => f.Id);
        Assert.Equal(
            (FaultState.InProgress, FaultState.Pending, 0), (then[closedInMay].State, then[open].State, then[open].Handlings.Count));
        var moment = (await Ledger.Asked(House, f => f.OpenAt(Ledger.ProjectId(region), may.AddMinutes(-1), default))).Select(f => f.Id);
        Assert.Equal(Set(open, declined, closedInMay), moment.Order());
    }

    private static IEnumerable<Guid> Set(params Guid[] ids) => ids.Order();

    private async Task<IEnumerable<Guid>> Reported(string region, int month) =>
        (await Ledger.Asked(House, f => f.ForReport(Ledger.ProjectId(region), new ChinaMonth(2026, month), default))).Select(f => f.Id).Order();
}
