using WeChatService.TestKit;
using Demo = WeChatService.TestKit.Demo;

namespace WeChatService.Modules.Tests.Messaging.Slices;

/// <summary>NTF-15: a message is sent once, and again only where the region's profile allows it.</summary>
public sealed class ResendTests(House house) : Slice(house)
{
    private static readonly object Plain = new { mayArriveTwice = false };

    public static TheoryData<string> Regions => [.. Demo.Prefixes.Keys];

    [Theory, MemberData(nameof(Regions)), Rule("NTF-15")]
    public async Task The_profile_of_the_region_decides(string region)
    {
        var scene = new PushScene(House, region);
        var delivery = await scene.FaultFound();
        await scene.Becomes(delivery, "Dead", "-1 system error");
        await scene.ContactFollows();
        using var admin = await scene.Admin();

        var answer = await admin.Post($"/deliveries/{delivery}/resend", Plain);

        if (!Demo.Profile(region).GetProperty("notify").GetProperty("resend").GetBoolean())
        {
            answer.ShouldRefuse("delivery.resend_not_allowed", "NTF-15");
            Assert.Contains("一次", (await admin.Get($"/deliveries/{delivery}"))["whyNotResend"].GetString(), StringComparison.Ordinal);
            return;
        }

        var again = answer.ShouldBeOk();
        Assert.NotEqual(delivery, again.Id);
        var message = await House.Phone(scene.ContactKey).AwaitMessage("owner", "检查发现问题");
        Assert.Equal("压力表读数为零", message["问题"]);
        Assert.Equal(delivery, await House.Value<Guid>($"select resend_of from delivery where id = '{again.Id}'"));
        Assert.Equal(again.Id, (await admin.Get($"/deliveries/{delivery}"))["resentAs"].GetGuid());
        Assert.Equal(1, await House.Value<long>($"select count(*) from audit_entry where act = 'delivery.resent' and subject_id = '{delivery}'"));
    }

    [Fact, Rule("NTF-15")]
    public async Task Pressing_twice_sends_once()
    {
        var (scene, delivery, admin) = await ADeadOne();

        var first = await admin.Post($"/deliveries/{delivery}/resend", Plain, "once");
        var repeated = await admin.Post($"/deliveries/{delivery}/resend", Plain, "once");
        var anew = await admin.Post($"/deliveries/{delivery}/resend", Plain);

        Assert.Equal(first.ShouldBeOk().Id, repeated.ShouldBeOk().Id);
        anew.ShouldRefuse("delivery.already_followed_up", "NTF-18");
        Assert.Equal(1, await Repeats(delivery));
        await House.Phone(scene.ContactKey).AwaitMessage("owner", "检查发现问题");
    }

    [Fact, Rule("NTF-15")]
    public async Task Of_many_who_press_at_once_one_sends()
    {
        var (_, delivery, admin) = await ADeadOne();

        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => admin.Post($"/deliveries/{delivery}/resend", Plain)));

        Assert.Single(answers, of => (int)of.Status == 200);
        Assert.All(answers.Where(of => (int)of.Status != 200), of => of.ShouldRefuse("delivery.already_followed_up", "NTF-18"));
        Assert.Equal(1, await Repeats(delivery));
    }

    [Theory, Rule("NTF-18")]
    [InlineData("Pending", "delivery.still_on_its_way")]
    [InlineData("Sent", "delivery.already_taken")]
    [InlineData("Delivered", "delivery.already_taken")]
    public async Task What_is_on_its_way_or_arrived_is_not_sent_again(string state, string code)
    {
        var (scene, delivery, admin) = await ADeadOne();
        await scene.Becomes(delivery, state);

        (await admin.Post($"/deliveries/{delivery}/resend", Plain)).ShouldRefuse(code, "NTF-18", 409);
        (await admin.Post($"/deliveries/{delivery}/told")).ShouldRefuse(code, "NTF-18", 409);
    }

    [Fact, Rule("NTF-18")]
    public async Task What_may_have_arrived_goes_again_only_after_somebody_has_asked()
    {
        var (scene, delivery, admin) = await ADeadOne();
        await scene.Becomes(delivery, "Unknown", "no answer");

        (await admin.Post($"/deliveries/{delivery}/resend", Plain)).ShouldRefuse("delivery.may_arrive_twice", "NTF-18", 409);
        (await admin.Post($"/deliveries/{delivery}/resend", new { mayArriveTwice = true })).ShouldBeOk();

        await House.Phone(scene.ContactKey).AwaitMessage("owner", "检查发现问题");
    }

    [Fact, Rule("NTF-15"), Rule("OWN-08")]
    public async Task Whoever_does_not_follow_is_not_sent_to()
    {
        var scene = new PushScene(House, "beijing");
        var delivery = await scene.FaultFound();
        using var admin = await scene.Admin();

        (await admin.Post($"/deliveries/{delivery}/resend", Plain)).ShouldRefuse("delivery.receiver_not_following", "NTF-15", 409);

        Assert.Equal(0, await Repeats(delivery));
    }

    [Fact, Rule("ACC-03")]
    public async Task Whoever_has_lost_his_account_is_not_sent_to()
    {
        var scene = new PushScene(House, "beijing");
        var delivery = await scene.PlanAssigned();
        await scene.Becomes(delivery, "Dead");
        using var admin = await scene.Admin();
        await House.SqlAsAdmin($"update account set state = 'Disabled' where person_id = '{Demo.Id("person", scene.OperatorKey)}'");

        (await admin.Post($"/deliveries/{delivery}/resend", Plain)).ShouldRefuse("delivery.receiver_left", "ACC-03", 409);
    }

    [Fact, Rule("NTF-15")]
    public async Task Whoever_follows_at_last_gets_once_what_he_missed()
    {
        var scene = new PushScene(House, "beijing");
        var missed = await scene.FaultFound();

        await scene.ContactFollows();
        await House.Phone(scene.ContactKey).AwaitMessage("owner", "检查发现问题");
        await House.Phone(scene.ContactKey).Unfollow("owner");
        await scene.ContactFollows();

        Assert.Equal(1, await Repeats(missed));
        using var admin = await scene.Admin();
        Assert.Equal("对方关注后自动重发", (await admin.Get($"/deliveries/{missed}"))["history"].EnumerateArray().Single(of => of.GetProperty("what").GetString() == "重发了一次").GetProperty("detail").GetString());
    }

    [Fact, Rule("NTF-15", Regions = ["shanghai"])]
    public async Task Where_the_profile_forbids_it_following_brings_nothing_of_before()
    {
        var scene = new PushScene(House, "shanghai");
        var missed = await scene.FaultFound();

        await scene.ContactFollows();

        Assert.Equal(0, await Repeats(missed));
    }

    [Fact, Rule("NTF-15")]
    public async Task What_was_read_meanwhile_is_old_or_was_followed_up_is_not_sent_after_following()
    {
        var scene = new PushScene(House, "beijing");
        var (old, told, read) = (await scene.FaultFound("旧的"), await scene.FaultFound("说过的"), await scene.FaultFound("看过的"));
        await scene.MovesBack(old, TimeSpan.FromDays(4));
        using var admin = await scene.Admin();
        (await admin.Post($"/deliveries/{told}/told")).ShouldBeOk();
        await House.SqlAsAdmin($"update notice set read_at = now() where id = (select notice_id from delivery where id = '{read}')");

        await scene.ContactFollows();

        Assert.Equal((0L, 0L, 0L), (await Repeats(old), await Repeats(told), await Repeats(read)));
    }

    private async Task<(PushScene Scene, Guid Delivery, ConsoleClient Admin)> ADeadOne()
    {
        var scene = new PushScene(House, "beijing");
        var delivery = await scene.FaultFound();
        await scene.Becomes(delivery, "Dead", "-1 system error");
        await scene.ContactFollows();
        return (scene, delivery, await scene.Admin());
    }

    private Task<long> Repeats(Guid delivery) => House.Value<long>($"select count(*) from delivery where resend_of = '{delivery}'");
}
