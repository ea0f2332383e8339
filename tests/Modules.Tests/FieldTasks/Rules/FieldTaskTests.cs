using WeChatService.FieldTasks;
using WeChatService.FieldTasks.Contracts;
using WeChatService.Kernel;
using WeChatService.Modules.Tests.Agencies;
using WeChatService.Modules.Tests.Catalogue;
using WeChatService.Plans.Contracts;
using WeChatService.Regions.Contracts;
using WeChatService.TestKit;
using static WeChatService.Modules.Tests.FieldTasks.Specimens;

namespace WeChatService.Modules.Tests.FieldTasks.Rules;

/// <summary>A task on its way from taken to reported.</summary>
public sealed class FieldTaskTests
{
    [Theory, Rule("FLD-36")]
    [InlineData(1, "2026年11月月度维护保养_1120")]
    [InlineData(2, "2026年11月月度维护保养_1120_2")]
    public void The_name_is_made_of_plan_day_and_number(int number, string name) => Assert.Equal(name, Task(number).Name);

    [Fact, Rule("FLD-36")]
    public void The_day_of_the_name_is_that_of_Shanghai() =>
        Assert.EndsWith("_1121", FieldTaskRules.NameOf("计划", ChinaTime.DayOf(new(2026, 11, 20, 16, 30, 0, TimeSpan.Zero)), 1));

    [Fact, Rule("FLD-01"), Rule("FLD-02")]
    public void What_is_to_be_recorded_follows_from_the_facilities_and_the_plans_width()
    {
        var edition = Shipped.Catalogue.For("shanghai");
        var month = FieldTaskRules.ContentOf(edition, ["M02-04", "M18-01"], PlanKind.Month).ItemCodes;
        var year = FieldTaskRules.ContentOf(edition, ["M02-04", "M18-01"], PlanKind.Year).ItemCodes;
        Assert.Equal(["M02-04-a", "M18-01-a", "M18-01-b", "M18-01-c", "M18-01-d"], month);
        Assert.Subset(year.ToHashSet(), month.ToHashSet());
        Assert.True(year.Count > month.Count);
    }

    [Theory, Rule("FLD-05")]
    [MemberData(nameof(AllRegions))]
    public void Each_missing_piece_of_the_start_is_named(string region)
    {
        var policy = Policies.For(region).Field;
        Assert.Equal(4, policy.StartPhotos.Count);
        var missing = MustRefuse("task.start_photo_missing", "FLD-05", () => FieldTaskRules.StartMustBeShown(new(null, null, null), " ", policy));
        Assert.Contains("缺 4 样", missing.Title);
        var one = MustRefuse("task.start_photo_missing", "FLD-05", () => FieldTaskRules.StartMustBeShown(AllPhotos with { SignIn = null }, "海湾", policy));
        Assert.Contains("现场签到照", one.Title);
        Assert.DoesNotContain("自拍照", one.Title);
    }

    [Fact, Rule("FLD-05")]
    public void A_profile_that_asks_for_nothing_gets_nothing() =>
        FieldTaskRules.StartMustBeShown(new(null, null, null), null, new FieldPolicy([], 10, [], 0, true, 30));

    [Fact, Rule("FLD-06")]
    public void Without_a_controller_the_brand_is_none_and_a_photo_is_still_needed()
    {
        var policy = Plain.Field;
        FieldTaskRules.StartMustBeShown(AllPhotos, "无", policy);
        MustRefuse("task.start_photo_missing", "FLD-05", () => FieldTaskRules.StartMustBeShown(AllPhotos with { Controller = null }, "无", policy));
    }

    [Fact, Rule("FLD-04")]
    public void Starting_makes_it_being_executed_and_keeps_the_place()
    {
        var task = Started();
        Assert.Equal((FieldTaskState.InProgress, Now, "海湾", 38d), (task.State, task.StartedAt, task.ControllerBrand, task.Start!.DistanceMetres));
        MustRefuse("task.already_started", "FLD-04", () => task.Begin(AllPhotos, "海湾", Site(), Plain, Now));
    }

    [Fact, Rule("FLD-04")]
    public void Nothing_is_recorded_before_the_start() =>
        MustRefuse("task.not_started", "FLD-04", () => Record(Task(), "a", Judge(Sent(Look.Code), Look)));

    [Fact, Rule("FLD-07")]
    public void Submitting_with_an_unrecorded_item_names_it()
    {
        var task = Started();
        Record(task, "a", Judge(Sent(Look.Code), Look));
        var refused = MustRefuse("task.items_missing", "FLD-07", () => task.Submit(Plain.Approval, Name, Now));
        Assert.Contains(Pump.Name, refused.Title);
        Assert.DoesNotContain(Look.Name, refused.Title);
        Assert.Equal([Pump.Code], (IEnumerable<string>)refused.Facts["missing"]!);
    }

    [Fact, Rule("FLD-07"), Rule("FLD-25")]
    public void When_all_is_recorded_it_goes_to_review()
    {
        var task = Recorded();
        Assert.True(task.Submit(Plain.Approval, Name, Now));
        Assert.Equal((FieldTaskState.Submitted, (DateTimeOffset?)Now, 1), (task.State, task.SubmittedAt, task.Version));
        MustRefuse("task.not_open", "FLD-25", () => Record(task, "c", Judge(Sent(Look.Code), Look)));
        MustRefuse("task.not_open", "FLD-25", () => task.Submit(Plain.Approval, Name, Now));
    }

    [Fact, Rule("FLT-01")]
    public void Only_what_failed_is_announced_as_a_fault()
    {
        var told = Submitted().Announcement();
        var fault = Assert.Single(told.Failures);
        Assert.Equal((2, Pump.Code, Pump.Name, "压力偏低"), (told.Records, fault.ItemCode, fault.ItemName, fault.Text));
    }

    [Fact, Rule("FLD-26")]
    public void A_returned_task_is_corrected_and_submitted_as_the_next_version()
    {
        var task = Submitted();
        task.Return("照片看不清");
        Assert.Equal((FieldTaskState.Returned, "照片看不清"), (task.State, task.ReturnReason));
        Assert.Equal(StoredAs.Changed, Record(task, "a", Judge(Sent(Pump.Code), Pump)).Stored);
        Assert.True(task.Submit(Plain.Approval, Name, Now.AddHours(3)));
        Assert.Equal((FieldTaskState.Submitted, 2, null), (task.State, task.Version, task.ReturnReason));
    }

    [Fact, Rule("FLD-39")]
    public void The_same_record_sent_twice_is_one()
    {
        var task = Started();
        var sent = Judge(Sent(Pump.Code) with { Answers = [new("q2", "0.36")], PhotoIds = [Photo], Position = new(31.2, 121.4, 9) }, Pump);
        var first = Record(task, "a", sent);
        var again = Record(task, "a", sent);
        Assert.Equal((StoredAs.New, StoredAs.Same), (first.Stored, again.Stored));
        Assert.Same(first.Record, again.Record);
        Assert.Single(task.Records);
    }

    [Fact, Rule("FLD-39")]
    public void A_corrected_record_keeps_its_place_and_both_clocks()
    {
        var task = Started();
        var first = Record(task, "a", Judge(Sent(Pump.Code), Pump));
        var corrected = Judge(Sent(Pump.Code) with { Text = "更正", ClientTime = Now.AddMinutes(-7) }, Pump);
        var (record, stored) = task.Record(Guid.NewGuid(), "a", corrected, Plain.Approval, Now.AddMinutes(5));
        Assert.Equal((StoredAs.Changed, first.Record.Id, "更正"), (stored, record.Id, record.Text));
        Assert.Equal((Now.AddMinutes(-7), Now.AddMinutes(5)), (record.ClientTime, record.StoredAt));
        Assert.Single(task.Records);
    }

    [Fact, Rule("FLD-15")]
    public void Three_devices_give_three_records_of_one_item()
    {
        var task = Started();
        foreach (var device in new[] { "1", "2", "3" })
        {
            Record(task, device, Judge(Sent(Pump.Code) with { Text = $"{device} 号泵" }, Pump));
        }

        Assert.Equal(["1 号泵", "2 号泵", "3 号泵"], task.Records.Select(r => r.Text));
        Assert.Equal([Look.Code], task.Unrecorded());
    }

    [Theory, Rule("FLD-24")]
    [InlineData(true)]
    [InlineData(false)]
    public void An_unsubmitted_task_may_be_deleted(bool started) => (started ? Recorded() : Task()).MustBeDeletable();

    [Fact, Rule("FLD-24")]
    public void A_submitted_task_is_never_deleted() => MustRefuse("task.not_deletable", "FLD-24", () => Submitted().MustBeDeletable());

    [Fact, Rule("REV-09")]
    public void An_approved_task_can_be_reopened()
    {
        var task = Submitted();
        task.Approve();
        task.Reopen();
        Assert.Equal(FieldTaskState.Submitted, task.State);
    }

    [Fact, Rule("REV-20")]
    public void A_reported_task_is_locked_until_the_report_goes()
    {
        var task = Submitted();
        task.Approve();
        task.EnterReport(Guid.NewGuid());
        MustRefuse("task.reported", "REV-20", task.Reopen);
        MustRefuse("task.not_submitted", "FLD-25", () => task.Return("再看看"));
        task.LeaveReport();
        Assert.Equal((FieldTaskState.Approved, null), (task.State, task.ReportId));
    }

    [Fact, Rule("RPT-01")]
    public void Only_an_approved_task_enters_a_report() => MustRefuse("task.not_approved", "RPT-01", () => Submitted().EnterReport(Guid.NewGuid()));

    [Fact, Rule("FLD-32")]
    public void Track_points_are_told_apart_by_seconds()
    {
        var point = TrackPoint.Of(Guid.NewGuid(), Now.AddMilliseconds(700), new(31.2, 121.4, 9), Now.AddHours(1));
        Assert.Equal((Now, Now.AddHours(1)), (point.At, point.StoredAt));
    }

    public static TheoryData<string> AllRegions => Policies.Regions;
}
