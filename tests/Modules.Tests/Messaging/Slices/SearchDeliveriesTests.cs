using System.Text.Json;
using WeChatService.TestKit;
using Demo = WeChatService.TestKit.Demo;

namespace WeChatService.Modules.Tests.Messaging.Slices;

/// <summary>The administrator looks for a push and sees what became of it (NTF-18).</summary>
public sealed class SearchDeliveriesTests(House house) : Slice(house)
{
    [Fact, Rule("NTF-18")]
    public async Task It_is_found_by_person_project_event_state_and_day_and_by_nothing_else()
    {
        var scene = new PushScene(House, "shanghai");
        var plan = await scene.PlanAssigned();
        var fault = await scene.FaultFound();
        await scene.Becomes(plan, "Dead", "-1 system error");
        using var admin = await scene.Admin();
        var today = DateTimeOffset.UtcNow.AddHours(8).ToString("yyyy-MM-dd");

        Assert.Equal([plan], await Ids(admin, "person=柏川"));
        Assert.Equal([fault], await Ids(admin, "person=郑守"));
        Assert.Equal([fault], await Ids(admin, "event=fault_found"));
        Assert.Equal([plan], await Ids(admin, "state=Dead"));
        Assert.Equal([plan], await Ids(admin, "state=Dead,Unknown&project=北渚"));
        Assert.Equal([plan], await Ids(admin, $"event=plan_assigned&from={today}&to={today}"));
        Assert.Equal(3, (await Ids(admin, "project=北渚物流园")).Count);
        Assert.Empty(await Ids(admin, "project=望山"));
        Assert.Empty(await Ids(admin, "person=郑守&event=plan_assigned"));
        Assert.Empty(await Ids(admin, "to=2026-01-31"));
        Assert.Empty(await Ids(admin, "person=%25"));
    }

    [Fact, Rule("ACC-15")]
    public async Task Each_agency_sees_its_own_pushes_and_none_of_the_other()
    {
        var (ours, theirs) = (new PushScene(House, "shanghai"), new PushScene(House, "beijing"));
        var (mine, other) = (await ours.FaultFound(), await theirs.FaultFound());
        await ours.Becomes(mine, "Dead");
        await theirs.Becomes(other, "Dead");
        using var we = await ours.Admin();
        using var they = await theirs.Admin();

        foreach (var (admin, own, foreign) in new[] { (we, mine, other), (they, other, mine) })
        {
            foreach (var query in new[] { "", "state=Dead", "state=Dead&open=true", "state=NotFollowing,Pending,Dead", "event=fault_found" })
            {
                var seen = await Ids(admin, query);
                Assert.Contains(own, seen);
                Assert.DoesNotContain(foreign, seen);
            }

            (await admin.Get($"/deliveries/{own}")).ShouldBeOk();
            (await admin.Get($"/deliveries/{foreign}")).ShouldRefuse("resource.not_found", status: 404);
            (await admin.Post($"/deliveries/{foreign}/resend", new { mayArriveTwice = true })).ShouldRefuse("resource.not_found", status: 404);
            (await admin.Post($"/deliveries/{foreign}/told")).ShouldRefuse("resource.not_found", status: 404);
            var hours = (await admin.Get("/deliveries/hours")).ShouldBeOk()["hours"].EnumerateArray();
            Assert.Equal(2, hours.Sum(hour => hour.GetProperty("failed").GetInt32() + hour.GetProperty("inboxOnly").GetInt32()));
        }

        Assert.Empty(await Ids(they, "person=郑守田"));
        Assert.Empty(await Ids(they, "project=北渚"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("state=NotFollowing")]
    [InlineData("state=NotFollowing,Sent")]
    public async Task Paging_shows_each_once_newest_first(string filter)
    {
        var scene = new PushScene(House, "shanghai");
        var all = new List<Guid>();
        for (var i = 0; i < 7; i++)
        {
            all.Insert(0, await scene.PlanAssigned($"{i + 1}月维保"));
        }

        using var admin = await scene.Admin();

        var seen = new List<Guid>();
        var pages = 0;
        for (string? mark = ""; mark is not null; pages++)
        {
            var page = (await admin.Get($"/deliveries?size=3&before={mark}&{filter}".Replace("before=&", "", StringComparison.Ordinal))).ShouldBeOk();
            seen.AddRange(page["items"].EnumerateArray().Select(Id));
            mark = page["next"].GetString();
        }

        Assert.Equal(all, seen);
        Assert.Equal(3, pages);
    }

    [Fact, Rule("NTF-18"), Rule("NTF-16")]
    public async Task The_detail_says_in_Chinese_why_and_what_to_do_and_when_it_was_read()
    {
        var scene = new PushScene(House, "shanghai");
        var fault = await scene.FaultFound();
        await scene.Becomes(fault, "Dead", "40037 invalid template_id");
        using var owner = await House.Owner(scene.ContactKey);
        (await owner.Post("/messages/opened", new { url = "/owner/faults" })).ShouldBeOk();
        using var admin = await scene.Admin();

        var detail = (await admin.Get($"/deliveries/{fault}")).ShouldBeOk();

        var line = detail["delivery"];
        Assert.Contains("模板", line.GetProperty("why").GetString(), StringComparison.Ordinal);
        Assert.Equal(("郑守田", true), (line.GetProperty("receiver").GetString(), line.GetProperty("isContact").GetBoolean()));
        Assert.Equal(40037, detail["errcode"].GetInt32());
        Assert.Contains(detail["lines"].EnumerateArray(), of => of.GetProperty("value").GetString() == "压力表读数为零");
        var told = detail["history"].EnumerateArray().Select(step => step.GetProperty("what").GetString()!).ToList();
        Assert.Equal("要推送这条消息", told[^1]);
        Assert.Contains("收件人看过了", told);
        Assert.Contains("试了 9 次没成", told);
        Assert.NotEqual(JsonValueKind.Null, line.GetProperty("readAt").ValueKind);
    }

    [Fact]
    public async Task Every_state_is_explained_unless_all_is_well()
    {
        var scene = new PushScene(House, "shanghai");
        var delivery = await scene.FaultFound();
        using var admin = await scene.Admin();

        foreach (var state in new[] { "RefusedByUser", "Blocked", "Refused", "Unknown", "Dead", "OverDailyLimit", "Failed", "Sent", "Delivered" })
        {
            await scene.Becomes(delivery, state);
            var line = (await admin.Get($"/deliveries/{delivery}")).ShouldBeOk()["delivery"];
            Assert.Equal(state, line.GetProperty("state").GetString());
            Assert.Equal(state is "Sent" or "Delivered", line.GetProperty("why").ValueKind == JsonValueKind.Null);
        }
    }

    [Fact, Rule("NTF-18")]
    public async Task What_a_person_was_told_by_telephone_leaves_the_open_ones_and_the_note_says_who_did_it()
    {
        var scene = new PushScene(House, "shanghai");
        var (first, second) = (await scene.FaultFound(), await scene.FaultFound("阀门锈死"));
        await scene.Becomes(first, "Dead");
        await scene.Becomes(second, "Unknown");
        using var admin = await scene.Admin();

        (await admin.Post($"/deliveries/{first}/told")).ShouldBeOk();

        Assert.Equal([second], await Ids(admin, "state=Dead,Unknown,Refused,Failed&open=true"));
        Assert.Equal([second, first], await Ids(admin, "state=Dead,Unknown,Refused,Failed"));
        (await admin.Post($"/deliveries/{first}/told")).ShouldRefuse("delivery.already_followed_up", "NTF-18");
        var last = (await admin.Get($"/deliveries/{first}"))["history"][0];
        Assert.Equal(("已用别的办法告诉对方", "温知许"), (last.GetProperty("what").GetString(), last.GetProperty("detail").GetString()));
        Assert.Equal(1, await House.Value<long>($"select count(*) from audit_entry where act = 'delivery.told_otherwise' and subject_id = '{first}'"));
    }

    [Fact]
    public async Task Hours_and_lanes_count_what_there_is()
    {
        var scene = new PushScene(House, "shanghai");
        await scene.Becomes(await scene.PlanAssigned(), "Delivered");
        await scene.Becomes(await scene.PlanAssigned("12月维保"), "Dead");
        await scene.FaultFound();
        using var admin = await scene.Admin();

        var hours = (await admin.Get("/deliveries/hours")).ShouldBeOk()["hours"].EnumerateArray().ToList();
        var pushes = (await admin.Get("/pushes")).ShouldBeOk();

        Assert.Equal(24, hours.Count);
        int Sum(string of) => hours.Sum(hour => hour.GetProperty(of).GetInt32());
        Assert.Equal((1, 0, 2, 1), (Sum("arrived"), Sum("waiting"), Sum("inboxOnly"), Sum("failed")));
        Assert.Equal(["Agency", "Owner", "MiniProgram"], pushes["accounts"].EnumerateArray().Select(of => of.GetProperty("kind").GetString()));
        Assert.All(pushes["accounts"].EnumerateArray(), of => Assert.Equal(0, of.GetProperty("pendingOrdinary").GetInt32()));
    }

    [Theory]
    [InlineData("state=Nonsense")]
    [InlineData("from=yesterday")]
    [InlineData("before=1")]
    public async Task Nonsense_in_the_address_is_refused(string query)
    {
        using var admin = await House.Console("sh-admin");

        (await admin.Get($"/deliveries?{query}")).ShouldRefuse("request.malformed", status: 400);
    }

    [Theory]
    [InlineData("/deliveries")]
    [InlineData("/deliveries/hours")]
    [InlineData("/pushes")]
    public async Task Nobody_reads_them_without_signing_in(string path) =>
        (await House.Anonymous("console").Get(path)).ShouldRefuse("session.missing", status: 401);

    private static Guid Id(JsonElement row) => row.GetProperty("id").GetGuid();

    private static async Task<List<Guid>> Ids(ConsoleClient admin, string query) =>
        [.. (await admin.Get($"/deliveries?{query}")).ShouldBeOk()["items"].EnumerateArray().Select(Id)];
}
