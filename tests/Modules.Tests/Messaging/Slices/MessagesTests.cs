using WeChatService.FieldTasks.Contracts;
using WeChatService.Kernel;
using WeChatService.Plans.Contracts;
using WeChatService.TestKit;
using Demo = WeChatService.TestKit.Demo;

namespace WeChatService.Modules.Tests.Messaging.Slices;

/// <summary>The message list of the three doors at which people read; nobody in these tests follows an account.</summary>
public sealed class MessagesTests(House house) : Slice(house)
{
    private static readonly Guid Project = Demo.Id("project", "shanghai-warehouse");
    private static readonly Guid Agency = Demo.Id("agency", "sh-agency");
    private static readonly Guid Owner = Demo.Id("owner", "sh-owner-warehouse");

    [Fact, Rule("NTF-18"), Rule("NTF-19")]
    public async Task Whoever_WeChat_cannot_reach_still_finds_the_message_at_each_of_the_three_doors()
    {
        await Happens(Assigned("sh-operator"), Submitted("压力表读数为零"));

        var inMiniProgram = await Messages(await House.MiniProgram("sh-operator"));
        var inAgency = await Messages(await House.Agency("sh-lead"));
        var inOwner = await Messages(await House.Owner("sh-contact2"));

        Assert.Equal(("plan_assigned", 1), Newest(inMiniProgram));
        Assert.Equal(("task_submitted", 1), Newest(inAgency));
        Assert.Equal(("fault_found", 1), Newest(inOwner));
        Assert.Equal(3, await House.Value<long>("select count(*) from delivery where state = 'NotFollowing'"));
    }

    [Fact, Rule("NTF-16")]
    public async Task Opening_the_page_that_a_message_leads_to_reads_the_message_and_no_other()
    {
        var task = Guid.CreateVersion7();
        await Happens(Submitted("压力表读数为零", task), Submitted("阀门锈死"));
        using var lead = await House.Agency("sh-lead");
        using var other = await House.Agency("sh-lead2");

        Assert.Equal(0, (await other.Post("/messages/opened", new { url = $"/agency/reviews/{task}" })).ShouldBeOk()["count"].GetInt32());
        Assert.Equal(1, (await lead.Post("/messages/opened", new { url = $"/agency/reviews/{task}" })).ShouldBeOk()["count"].GetInt32());
        Assert.Equal(0, (await lead.Post("/messages/opened", new { url = $"/agency/reviews/{task}" })).ShouldBeOk()["count"].GetInt32());

        Assert.Equal(1, (await Messages(lead))["unread"].GetInt32());
    }

    [Fact, Rule("NTF-16")]
    public async Task An_owner_who_looks_at_the_faults_has_read_what_told_of_them()
    {
        await Happens(Submitted("压力表读数为零"), Submitted("阀门锈死"));
        using var owner = await House.Owner("sh-contact2");

        Assert.Equal(2, (await owner.Post("/messages/opened", new { url = "/owner/faults" })).ShouldBeOk()["count"].GetInt32());

        var read = await Messages(owner);
        Assert.Equal(0, read["unread"].GetInt32());
        Assert.All(read["items"].EnumerateArray(), message => Assert.True(message.GetProperty("readAt").TryGetDateTimeOffset(out _)));
    }

    [Fact, Rule("NTF-19")]
    public async Task Reading_all_stops_at_the_newest_that_the_person_has_seen()
    {
        await Happens([.. Enumerable.Range(1, 3).Select(n => Assigned("sh-operator", $"{n}月维保"))]);
        using var mobile = await House.MiniProgram("sh-operator");
        var seen = (await Messages(mobile))["items"][0].GetProperty("id").GetGuid();
        await Happens(Assigned("sh-operator", "4月维保"));

        Assert.Equal(3, (await mobile.Post("/messages/read", new { upTo = seen })).ShouldBeOk()["count"].GetInt32());

        var left = await Messages(mobile);
        Assert.Equal((4, 1), (left["total"].GetInt32(), left["unread"].GetInt32()));
        Assert.Equal("4月维保", left["items"][0].GetProperty("lines")[1].GetProperty("value").GetString());
    }

    [Fact, Rule("NTF-19")]
    public async Task The_list_is_paged_newest_first_and_counts_the_unread_of_all_pages()
    {
        await Happens([.. Enumerable.Range(1, 5).Select(n => Assigned("sh-operator", $"{n}月维保"))]);
        using var mobile = await House.MiniProgram("sh-operator");

        var second = (await mobile.Get("/messages?page=2&size=2")).ShouldBeOk();

        Assert.Equal((5, 5, 2), (second["total"].GetInt32(), second["unread"].GetInt32(), second["items"].GetArrayLength()));
        Assert.Equal(["3月维保", "2月维保"], second["items"].EnumerateArray().Select(of => of.GetProperty("lines")[1].GetProperty("value").GetString()));
    }

    [Fact]
    public async Task A_message_outlives_its_template()
    {
        await Happens(Assigned("sh-operator"));
        await House.SqlAsAdmin("update notice set template = 'template_of_last_year'");

        var kept = await Messages(await House.MiniProgram("sh-operator"));

        Assert.Equal("template_of_last_year", kept["items"][0].GetProperty("event").GetString());
        Assert.NotEmpty(kept["items"][0].GetProperty("lines")[0].GetProperty("value").GetString()!);
    }

    private static PlanAssigned Assigned(string personKey, string plan = "11月维保") =>
        new(Guid.CreateVersion7(), Project, Agency, Demo.Id("person", personKey), plan, "北渚物流园 3 号库", 4, "顾南舟");

    private static FieldTaskSubmitted Submitted(string failure, Guid? task = null) => new(
        task ?? Guid.CreateVersion7(), "11月维保", Guid.CreateVersion7(), Project, Agency, Owner, Demo.Id("person", "sh-operator"), DateTimeOffset.UtcNow, 12,
        [new FailedItem(Guid.CreateVersion7(), "M04-03", "M04-03-01", "湿式报警阀组", failure, [])]);

    /// <summary>Through outbox and relay, one after another, as announcements go.</summary>
    private async Task Happens(params IEvent[] events)
    {
        foreach (var happened in events)
        {
            await House.InDatabase(db =>
            {
                db.Announce(happened);
                return db.SaveChangesAsync();
            });
            await House.Settled();
        }
    }

    private static async Task<Answer> Messages(Caller caller) => (await caller.Get("/messages")).ShouldBeOk();

    private static (string? Event, int Unread) Newest(Answer messages) =>
        (messages["items"][0].GetProperty("event").GetString(), messages["unread"].GetInt32());
}
