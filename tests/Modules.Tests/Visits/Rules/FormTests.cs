using WeChatService.TestKit;
using WeChatService.Visits;
using WeChatService.Visits.Contracts;
using static WeChatService.Modules.Tests.FieldTasks.Specimens;
using static WeChatService.Modules.Tests.Visits.Specimens;

namespace WeChatService.Modules.Tests.Visits.Rules;

/// <summary>The feedback form of a day.</summary>
public sealed class FormTests
{
    [Fact, Rule("CHK-18", Regions = ["shanghai"])]
    public void Whoever_is_still_at_work_does_not_write_it() => MustRefuse("visit.form_before_end", "CHK-18", () => Form(Open()));

    [Fact, Rule("CHK-18", Regions = ["shanghai"])]
    public void Nor_whoever_ended_and_began_again_there()
    {
        var me = Guid.NewGuid();
        var own = Ended(me);
        MustRefuse("visit.form_before_end", "CHK-18", () =>
            FeedbackForm.Write(Guid.NewGuid(), own, [own, Open(me, Morning.AddHours(3))], "做完了", null, null, Morning.AddHours(4)));
    }

    [Fact, Rule("CHK-11", Regions = ["shanghai"])]
    public void An_empty_form_is_refused() => MustRefuse("visit.form_content_missing", "CHK-11", () =>
        FeedbackForm.Write(Guid.NewGuid(), Ended(), [], " ", null, null, Morning));

    [Fact, Rule("CHK-11", Regions = ["shanghai"])]
    public void Whoever_confirmed_at_his_start_writes_it_that_day_and_any_of_them_what_he_left_unwritten()
    {
        var (own, colleague) = (Ended(), Open());
        colleague.TakeForm();
        MustRefuse("visit.form_is_taken", "CHK-11", () => FeedbackForm.Write(Guid.NewGuid(), own, [own, colleague], "做完了", null, null, Morning.AddHours(14)));
        Assert.NotNull(FeedbackForm.Write(Guid.NewGuid(), own, [own, colleague], "做完了", null, null, Morning.AddHours(15)));
        colleague.GiveFormBack();
        Assert.NotNull(FeedbackForm.Write(Guid.NewGuid(), own, [own, colleague], "做完了", null, null, Morning.AddHours(3)));
        MustRefuse("visit.already_ended", "CHK-07", () => Ended().TakeForm());
    }

    [Fact, Rule("CHK-12", Regions = ["shanghai"]), Rule("CHK-13", Regions = ["shanghai"])]
    public void Those_still_at_work_lose_the_whole_day_there()
    {
        var (slow, done) = (Guid.NewGuid(), Guid.NewGuid());
        var (earlier, now, other) = (Ended(slow), Open(slow, Morning.AddHours(3)), Ended(done));
        var own = Ended();
        FeedbackForm.Write(Guid.NewGuid(), own, [own, earlier, now, other], "做完了", null, null, Morning.AddHours(4));
        Assert.Equal([(0, VisitMark.Zeroed), (0, VisitMark.Zeroed)], new[] { earlier, now }.Select(v => (v.Minutes ?? -1, v.Mark)));
        Assert.All(new[] { earlier, now }, v => Assert.Contains("13:00", v.MarkReason));
        Assert.Equal((120, VisitMark.None), (other.Minutes, other.Mark));
        Assert.Equal((120, VisitMark.None), (own.Minutes, own.Mark));
    }

    [Fact, Rule("CHK-12", Regions = ["shanghai"])]
    public void What_was_zeroed_stays_zero_when_it_ends()
    {
        var (own, slow) = (Ended(), Open());
        FeedbackForm.Write(Guid.NewGuid(), own, [own, slow], "做完了", null, null, Morning.AddHours(3));
        Assert.True(slow.IsOpen);
        slow.Finish(At(Morning.AddHours(5)), Policy.Checkin);
        Assert.Equal((0, VisitMark.Zeroed, false), (slow.Minutes, slow.Mark, slow.IsOpen));
    }

    [Fact, Rule("CHK-12", Regions = ["shanghai"]), Rule("CHK-19")]
    public void Another_day_and_another_project_are_not_touched()
    {
        var (own, night, elsewhere) = (Ended(), Open(from: Morning.AddHours(-12)), Open(project: Specimens.Project with { Id = Guid.NewGuid() }));
        FeedbackForm.Write(Guid.NewGuid(), own, [own, night, elsewhere], "做完了", null, null, Morning.AddHours(3));
        Assert.Equal((VisitMark.None, VisitMark.None), (night.Mark, elsewhere.Mark));
    }
}
