using WeChatService.FieldTasks;
using WeChatService.FieldTasks.Contracts;
using WeChatService.TestKit;
using static WeChatService.Modules.Tests.FieldTasks.Specimens;

namespace WeChatService.Modules.Tests.FieldTasks.Rules;

/// <summary>When a request that waited in the phone counts as asked (APR-13).</summary>
public sealed class ConsentTimeTests
{
    private static readonly WeChatService.Regions.Contracts.ApprovalPolicy Approval = WithConsents.Approval;

    [Theory, Rule("APR-13", Regions = ["beijing"])]
    [InlineData(0)]
    [InlineData(37)]
    [InlineData(24 * 60)]
    public void Between_the_work_and_now_the_phone_is_believed(int minutesAgo) =>
        ConsentRules.PhoneTimeMustBeBelieved(Now.AddHours(24).AddMinutes(-minutesAgo), Task(), Approval, Now.AddHours(24));

    [Fact, Rule("APR-13", Regions = ["beijing"])]
    public void A_phone_that_is_ahead_or_older_than_its_work_is_not_believed()
    {
        MustRefuse("consent.phone_clock_wrong", "APR-13", () => ConsentRules.PhoneTimeMustBeBelieved(Now.AddMinutes(6), Task(), Approval, Now));
        MustRefuse("consent.phone_clock_wrong", "APR-13", () => ConsentRules.PhoneTimeMustBeBelieved(Now.AddMinutes(-6), Task(), Approval, Now));
        ConsentRules.PhoneTimeMustBeBelieved(Now.AddMinutes(4), Task(), Approval, Now);
        ConsentRules.PhoneTimeMustBeBelieved(Now.AddMinutes(-4), Task(), Approval, Now);
    }

    [Fact, Rule("APR-13", Regions = ["beijing"])]
    public void What_waited_longer_than_the_profile_allows_is_asked_again()
    {
        var late = Now.AddHours(Approval.OfflineHours).AddMinutes(1);
        Assert.Contains("24 小时", MustRefuse("consent.waited_too_long", "APR-13", () => ConsentRules.PhoneTimeMustBeBelieved(Now, Task(), Approval, late)).Title);
    }

    [Fact, Rule("APR-13", Regions = ["beijing"])]
    public void Both_times_are_kept_and_only_what_waited_is_marked()
    {
        var presence = Presence() with { Sent = new Delay(Now.AddHours(3)) };
        var waited = Task().Ask(Guid.NewGuid(), ConsentKind.Start, presence, Approval, Name);
        Assert.Equal((Now, Now.AddHours(3), true), (waited.AskedAt, waited.ReceivedAt, waited.IsOffline));
        var sent = Task().Ask(Guid.NewGuid(), ConsentKind.Start, Presence(), Approval, Name);
        Assert.Equal((Now, Now, false), (sent.AskedAt, sent.ReceivedAt, sent.IsOffline));
    }
}
