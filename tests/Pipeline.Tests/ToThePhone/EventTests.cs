using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using WeChatService.Faults.Contracts;
using WeChatService.FieldTasks.Contracts;
using WeChatService.Kernel;
using WeChatService.Plans.Contracts;
using WeChatService.Reports.Contracts;
using WeChatService.Reviews.Contracts;
using WeChatService.ServiceAccounts.Contracts;
using WeChatService.TestKit;
using WeChatService.Visits.Contracts;

namespace WeChatService.Pipeline.Tests.ToThePhone;

/// <summary>From the event to the chat in the sandbox's phone, which takes no field that WeChat would refuse.</summary>
public sealed class EventTests(House house) : Slice(house)
{
    private const string ProjectKey = "shanghai-warehouse";

    private static readonly Guid Project = DemoWorld.Id("project", ProjectKey);
    private static readonly Guid Agency = DemoWorld.Id("agency", "sh-agency");
    private static readonly Guid Owner = DemoWorld.Id("owner", "sh-owner-warehouse");
    private static readonly Guid Operator = DemoWorld.Id("person", "sh-operator");
    private static readonly DateTimeOffset At = new(2026, 11, 20, 6, 7, 0, TimeSpan.Zero);

    [Fact, Rule("NTF-01"), Rule("APR-07")]
    public async Task The_lead_is_asked_for_consent()
    {
        await FollowsAsAgency("sh-lead");
        var consent = Guid.CreateVersion7();

        await Tell(new ConsentRequested(consent, ConsentKind.Start, Guid.CreateVersion7(), "11月维保", Project, Agency, Operator, At));

        var message = await House.Phone("sh-lead").AwaitMessage("agency", "申请等您同意");
        Assert.Equal("开始工作", message["申请事项"]);
        Assert.EndsWith($"/agency/consents/{consent}", message.Url);
    }

    [Fact, Rule("NTF-02")]
    public async Task The_chosen_operator_is_told_of_the_plan()
    {
        await FollowsAsAgency("sh-operator");

        // Through outbox and relay, as every announcement goes.
        await House.InDatabase(db =>
        {
            db.Announce(new PlanAssigned(Guid.CreateVersion7(), Project, Agency, Operator, "11月月度维保", "北渚物流园 3 号库", 4, "顾南舟"));
            return db.SaveChangesAsync();
        });

        var message = await House.Phone("sh-operator").AwaitMessage("agency", "有新的检查任务");
        Assert.Equal("4 项设施", message["检查内容"]);
    }

    [Fact, Rule("NTF-03")]
    public async Task The_lead_is_told_of_a_submitted_task_with_the_link_to_its_review()
    {
        await FollowsAsAgency("sh-lead");
        var task = Guid.CreateVersion7();

        await Tell(Submitted(task));

        var message = await House.Phone("sh-lead").AwaitMessage("agency", "记录等您审核");
        Assert.Equal(("北渚物流园 3 号库", "韩柏川"), (message["项目名称"], message["提交人"]));
        Assert.EndsWith($"/agency/reviews/{task}", message.Url);
    }

    [Fact, Rule("NTF-18")]
    public async Task A_message_that_reached_the_phone_is_delivered()
    {
        await FollowsAsAgency("sh-lead");
        await Tell(Submitted(Guid.CreateVersion7()));
        await House.Phone("sh-lead").AwaitMessage("agency", "记录等您审核");

        Assert.Equal("Delivered", await Becomes("select state from delivery where open_id is not null", "Delivered"));
    }

    [Fact, Rule("NTF-04")]
    public async Task The_operator_reads_why_the_task_came_back()
    {
        await FollowsAsAgency("sh-operator");
        var reason = "二层东侧三只感烟探测器的照片看不清编号，请重新拍摄后再提交";

        await Tell(new TaskReturned(Guid.CreateVersion7(), "11月维保", Project, Agency, Operator, reason));

        var message = await House.Phone("sh-operator").AwaitMessage("agency", "记录被退回");
        Assert.StartsWith("二层东侧三只感烟", message["退回原因"]);
        var inApp = await (await House.MiniProgram("sh-operator")).Get("/messages");
        Assert.Equal(reason, inApp["items"][0].GetProperty("lines")[2].GetProperty("value").GetString());
    }

    [Fact, Rule("NTF-05"), Rule("NTF-07")]
    public async Task A_handled_fault_goes_to_the_person_sent_and_to_the_owner()
    {
        await FollowsAsAgency("sh-operator");
        await House.Phone("sh-contact2").Follow("owner");

        await Tell(new FaultHandled(Guid.CreateVersion7(), Project, Agency, Owner, HandlingKind.Troubleshoot, Operator, "火灾探测器"));

        await House.Phone("sh-operator").AwaitMessage("agency", "故障等您处理");
        var told = await House.Phone("sh-contact2").AwaitMessage("owner", "故障有新进展");
        Assert.Equal("安排排查", told["处理方式"]);
    }

    [Fact, Rule("NTF-07")]
    public async Task The_owner_hears_of_what_was_found_in_one_message()
    {
        await House.Phone("sh-contact2").Follow("owner");

        await Tell(Found("压力表读数为零", faults: 2));

        var message = await House.Phone("sh-contact2").AwaitMessage("owner", "检查发现问题");
        Assert.Equal(("湿式报警阀组等 2 处", "压力表读数为零"), (message["设施名称"], message["问题"]));
        Assert.Single(await House.Phone("sh-contact2").Chat("owner"), of => of.Kind == "template");
    }

    [Fact, Rule("NTF-09"), Rule("CHK-14")]
    public async Task The_contact_gets_the_feedback_form_with_the_link_to_its_rating()
    {
        await House.Phone("sh-contact2").Follow("owner");
        var form = Guid.CreateVersion7();

        await Tell(new FeedbackFormSubmitted(form, Project, Agency, Owner, "北渚物流园 3 号库", "韩柏川", new DateOnly(2026, 11, 20), AsksForRating: true));

        var message = await House.Phone("sh-contact2").AwaitMessage("owner", "请为本次服务打分");
        Assert.EndsWith($"/owner/ratings/{form}", message.Url);
    }

    [Fact, Rule("NTF-12")]
    public async Task The_technical_lead_is_told_what_to_file()
    {
        await FollowsAsAgency("sh-technical");
        var report = Guid.CreateVersion7();

        await Tell(new ReportGenerated(
            report, "SH-2026-11-000123", Project, "北渚物流园 3 号库", Agency, DemoWorld.Id("person", "sh-technical"), new ChinaMonth(2026, 11)));

        var message = await House.Phone("sh-technical").AwaitMessage("agency", "报告等您备案");
        Assert.Equal(("SH-2026-11-000123", "2026年11月"), (message["报告编号"], message["服务月份"]));
        Assert.EndsWith($"/agency/filings/{report}", message.Url);
    }

    [Fact, Rule("NTF-07"), Rule("NTF-10"), Rule("NTF-16"), Rule("FIL-15")]
    public async Task The_owner_gets_the_filed_report_and_opening_it_reads_the_message()
    {
        await House.Phone("sh-contact2").Follow("owner");
        var report = Guid.CreateVersion7();
        await Tell(new ReportFiled(
            report, "SH-2026-11-000123", Project, "北渚物流园 3 号库", Agency, "岚安消防", Owner, null, "shanghai", new ChinaMonth(2026, 11),
            DemoWorld.Id("person", "sh-technical"), "沈砚秋", At));
        var message = await House.Phone("sh-contact2").AwaitMessage("owner", "维保报告已备案");
        Assert.EndsWith($"/owner/reports/{report}", message.Url);
        Assert.Equal("2026年11月20日 14:07", message["备案时间"]);

        await Tell(new ReportReadByOwner(report, DemoWorld.Id("contact", "sh-contact2"), At.AddHours(1)));

        var owner = await House.Owner("sh-contact2");
        var line = (await owner.Get("/messages"))["items"][0];
        Assert.Equal(At.AddHours(1), line.GetProperty("readAt").GetDateTimeOffset());
    }

    [Fact, Rule("NTF-15", Regions = ["shanghai"]), Rule("OWN-08"), Rule("OWN-09")]
    public async Task Who_does_not_follow_is_not_reached_now_or_after_following()
    {
        await Tell(Found("压力表读数为零"));
        await House.Settled();
        Assert.Equal("NotFollowing", await House.Value<string>("select state from delivery where account = 'Owner'"));

        await House.Phone("sh-contact2").Follow("owner");
        await Tell(Found("阀门锈死"));

        var message = await House.Phone("sh-contact2").AwaitMessage("owner", "检查发现问题");
        Assert.Equal("阀门锈死", message["问题"]);
        Assert.Single(await House.Phone("sh-contact2").Chat("owner"), of => of.Kind == "template");
        var lead = await House.Agency("sh-lead");
        var states = (await lead.Get($"/projects/{Project}/notices"))["items"].EnumerateArray()
            .Select(of => of.GetProperty("states")[0].GetString()).ToList();
        Assert.Equal("NotFollowing", states[^1]);
    }

    [Fact, Rule("NTF-18"), Rule("NTF-19")]
    public async Task Messages_are_read_by_their_receiver_alone()
    {
        await Tell(Submitted(Guid.CreateVersion7()));
        var lead = await House.Agency("sh-lead");
        var id = (await lead.Get("/messages"))["items"][0].GetProperty("id").GetGuid();

        var stranger = await (await House.Agency("sh-lead2")).Post($"/messages/{id}/read", new { });
        var first = await lead.Post($"/messages/{id}/read", new { });
        var again = await lead.Post($"/messages/{id}/read", new { });

        Assert.Equal(404, (int)stranger.Status);
        var moved = again["readAt"].GetDateTimeOffset() - first["readAt"].GetDateTimeOffset();
        Assert.InRange(moved.Duration().TotalMilliseconds, 0, 0.001); // PostgreSQL keeps microseconds
    }

    [Fact]
    public async Task After_fifty_messages_a_day_only_urgent_ones_still_go_to_the_phone()
    {
        await FollowsAsAgency("sh-lead");
        for (var i = 0; i < 51; i++)
        {
            await Tell(Submitted(Guid.CreateVersion7()));
        }

        await Tell(new ConsentRequested(Guid.CreateVersion7(), ConsentKind.Start, Guid.CreateVersion7(), "11月维保", Project, Agency, Operator, At));

        await House.Phone("sh-lead").AwaitMessage("agency", "申请等您同意");
        Assert.Equal(1, await House.Value<long>("select count(*) from delivery where state = 'OverDailyLimit'"));
        Assert.Equal(52, (await (await House.Agency("sh-lead")).Get("/messages"))["total"].GetInt32());
    }

    private static FieldTaskSubmitted Submitted(Guid task) => new(
        task, "11月维保", Guid.CreateVersion7(), Project, Agency, Owner, Operator, At, 12, []);

    private static FaultsFound Found(string text, int faults = 1) => new(Guid.CreateVersion7(), Project, faults, "湿式报警阀组", text, At);

    /// <summary>Follows the agency account with the phone that belongs to the person's account, by whatever door it was linked.</summary>
    private async Task FollowsAsAgency(string personKey)
    {
        await House.Phone(personKey).Follow("agency");
        await House.Settled();
        await using var scope = House.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentActor>().Become(Actor.System);
        var openId = DemoWorld.OpenId(scope.ServiceProvider.GetRequiredService<IConfiguration>()["WeChat:Agency:AppId"]!, personKey);
        await scope.ServiceProvider.GetRequiredService<IFollowers>().Link(ServiceAccountKind.Agency, openId, DemoWorld.Id("account", personKey));
        await scope.ServiceProvider.GetRequiredService<AppDb>().SaveChangesAsync();
    }

    /// <summary>As the relay does: the handlers of this module, then one commit.</summary>
    private async Task Tell<T>(T happened) where T : IEvent
    {
        await House.Settled();
        await using var scope = House.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentActor>().Become(Actor.System);
        var own = scope.ServiceProvider.GetServices<IHandle<T>>().Where(of => of.GetType().Namespace!.StartsWith("WeChatService.Messaging", StringComparison.Ordinal));
        foreach (var handler in own)
        {
            await handler.Handle(happened, CancellationToken.None);
        }

        await scope.ServiceProvider.GetRequiredService<AppDb>().SaveChangesAsync();
    }

    private async Task<string> Becomes(string sql, string expected)
    {
        var value = "";
        for (var i = 0; i < 600 && value != expected; i++)
        {
            value = await House.Value<string>(sql);
            await Task.Delay(100);
        }

        return value;
    }
}
