using WeChatService.Messaging;
using WeChatService.ServiceAccounts.Contracts;
using WeChatService.TestKit;

namespace WeChatService.Modules.Tests.Messaging.Rules;

public sealed class MissedNoticesTests
{
    private static readonly DateTimeOffset Made = new(2026, 11, 20, 4, 0, 0, TimeSpan.Zero);

    [Theory, Rule("NTF-15")]
    [InlineData("consent_requested", 119, true)]
    [InlineData("consent_requested", 121, false)]
    [InlineData("task_submitted", 121, true)]
    [InlineData("task_submitted", 3 * 24 * 60 + 1, false)]
    public void What_somebody_missed_is_worth_a_push_for_two_hours_if_urgent_and_for_three_days_if_not(string template, int minutes, bool serves)
    {
        var form = NoticeTemplates.Load(Path.Combine(AppContext.BaseDirectory, "config", "wechat", "templates.json")).For(NoticeReader.AgencyPerson, template);
        var about = new NoticeAbout(Guid.Empty, Guid.Empty, Guid.Empty, Guid.Empty, null, [.. form.Fields.Select(_ => "一")]);
        var notice = Notice.For(Guid.Empty, new NoticeReceiver(NoticeReader.AgencyPerson, Guid.Empty, null), form, about, Made);

        var missed = Delivery.ToNobody(Guid.Empty, notice, form, ServiceAccountKind.Agency);

        Assert.Equal(serves, MissedNotices.StillServes(missed, Made.AddMinutes(minutes)));
    }
}
