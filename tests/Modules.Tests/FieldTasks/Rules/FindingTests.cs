using FsCheck;
using FsCheck.Fluent;
using WeChatService.Catalogue.Contracts;
using WeChatService.FieldTasks;
using WeChatService.FieldTasks.Contracts;
using WeChatService.Kernel;
using WeChatService.TestKit;
using static WeChatService.Modules.Tests.FieldTasks.Specimens;

namespace WeChatService.Modules.Tests.FieldTasks.Rules;

/// <summary>What makes a record savable.</summary>
public sealed class FindingTests
{
    [Fact, Rule("FLD-08"), Rule("FLD-35")]
    public void Neither_can_nor_cannot_is_refused() =>
        Assert.Contains(Pump.Name, MustRefuse("record.needs_choice", "FLD-08", () => Judge(Sent(Pump.Code) with { CanInspect = null }, Pump)).Title);

    [Fact, Rule("FLD-09")]
    public void Cannot_without_a_reason_is_refused() =>
        MustRefuse("record.needs_reason", "FLD-09", () => Judge(Sent(Pump.Code) with { CanInspect = false }, Pump));

    [Fact, Rule("FLD-13")]
    public void Can_without_a_verdict_is_refused() =>
        MustRefuse("record.needs_verdict", "FLD-13", () => Judge(Sent(Pump.Code) with { Verdict = null }, Pump));

    [Fact, Rule("FLD-13")]
    public void What_can_be_inspected_is_never_not_applicable() =>
        MustRefuse("record.needs_verdict", "FLD-13", () => Judge(Sent(Pump.Code) with { Verdict = ItemVerdict.NotApplicable }, Pump));

    [Theory, Rule("FLD-12")]
    [InlineData("NotTestable", null)]
    [InlineData("OutOfContract", ItemVerdict.Conforms)]
    [InlineData("NoSuchDevice", ItemVerdict.Fails)]
    public void What_cannot_be_inspected_is_not_applicable_whatever_was_sent(string reason, ItemVerdict? sent)
    {
        var finding = Judge(Cannot(Enum.Parse<CannotReason>(reason)) with { Verdict = sent, PhotoIds = [Photo] }, Pump);
        Assert.Equal(ItemVerdict.NotApplicable, finding.Verdict);
    }

    [Fact, Rule("FLD-11")]
    public void Not_testable_needs_an_explanation() =>
        MustRefuse("record.needs_owner_proof", "FLD-11", () => Judge(Cannot(CannotReason.NotTestable) with { Text = " ", PhotoIds = [Photo] }, Pump));

    [Fact, Rule("FLD-11")]
    public void Not_testable_needs_the_owners_signature_on_a_photo() =>
        MustRefuse("record.needs_owner_proof", "FLD-11", () => Judge(Cannot(CannotReason.NotTestable), Pump));

    [Fact, Rule("FLD-10")]
    public void A_mismatch_needs_the_own_items_name_place_process_and_result()
    {
        var sent = Cannot(CannotReason.NormMismatch) with { Verdict = ItemVerdict.Conforms, OwnItem = new(" ", "B1", "手动启动", "正常") };
        MustRefuse("record.own_item_incomplete", "FLD-10", () => Judge(sent, Pump));
        MustRefuse("record.own_item_incomplete", "FLD-10", () => Judge(sent with { OwnItem = null }, Pump));
    }

    [Fact, Rule("FLD-10")]
    public void A_mismatch_is_judged_by_the_person_under_its_own_name()
    {
        var sent = Cannot(CannotReason.NormMismatch) with { OwnItem = new("柴油泵试车", "B1 泵房", "手动启动三次", "两次没有启动"), Text = "", Verdict = null };
        MustRefuse("record.needs_verdict", "FLD-13", () => Judge(sent, Pump));

        var finding = Judge(sent with { Verdict = ItemVerdict.Fails }, Pump);

        Assert.Equal(("柴油泵试车", ItemVerdict.Fails), (finding.ItemName, finding.Verdict));
        Assert.Contains("B1 泵房", finding.Text);
        Assert.Contains("两次没有启动", finding.Text);
    }

    [Fact, Rule("FLD-14")]
    public void Text_and_photos_are_kept_with_the_record()
    {
        var other = Guid.NewGuid();
        var finding = Judge(Sent(Pump.Code) with { Text = " 压力 0.28 MPa ", PhotoIds = [Photo, other, Photo] }, Pump);
        Assert.Equal("压力 0.28 MPa", finding.Text);
        Assert.Equal([Photo, other], finding.PhotoIds);
    }

    [Fact, Rule("FLD-14")]
    public void More_photos_than_the_profile_allows_are_refused() => MustRefuse("record.too_many_photos", "FLD-14", () =>
        Judge(Sent(Pump.Code) with { PhotoIds = [Guid.NewGuid(), Guid.NewGuid()] }, Pump, new PhotoCount(0, 1)));

    [Fact, Rule("FLD-14")]
    public void A_report_names_the_films_beside_the_text_and_where_they_play()
    {
        var task = Started();
        Record(task, "a", Judge(Sent(Pump.Code) with { Text = "启动正常", VideoIds = [Guid.NewGuid()] }, Pump, new PhotoCount(0, 9, Videos: 1)));
        Assert.Equal("启动正常（现场视频 1 段，在系统的现场记录里播放）", Assert.Single(task.Records).Sheet().Printed);
    }

    [Fact, Rule("FLD-14")]
    public void More_or_larger_films_than_the_profile_allows_are_refused_and_a_film_is_no_photo()
    {
        var (film, other) = (Guid.NewGuid(), Guid.NewGuid());
        var sent = Sent(Pump.Code) with { VideoIds = [film, film] };
        Assert.Equal([film], Judge(sent, Pump, new PhotoCount(0, 9, Videos: 1)).VideoIds);
        MustRefuse("record.too_many_videos", "FLD-14", () => Judge(sent with { VideoIds = [film, other] }, Pump, new PhotoCount(0, 9, Videos: 1)));
        MustRefuse("record.video_too_large", "FLD-14", () => Judge(sent, Pump, new PhotoCount(0, 9, Videos: 1, TooLarge: new HashSet<Guid> { film })));
        MustRefuse("record.photos_missing", "FLD-17", () => Judge(sent, Pump, new PhotoCount(1, 9, Videos: 1)));
    }

    [Fact, Rule("FLD-17", Regions = ["beijing"])]
    public void A_detection_item_without_its_photo_is_refused() =>
        MustRefuse("record.photos_missing", "FLD-17", () => Judge(Sent(Pump.Code), Pump, new PhotoCount(1, 9)));

    [Fact, Rule("FLD-17", Regions = ["beijing"])]
    public void Where_there_is_no_device_there_is_no_photo() =>
        Assert.Empty(Judge(Cannot(CannotReason.NoSuchDevice), Pump, new PhotoCount(1, 9)).PhotoIds);

    [Theory, Rule("FLD-19")]
    [InlineData("0.28", false)]
    [InlineData("0.35", true)]
    [InlineData("0.350", true)]
    public void A_measured_value_stands_beside_its_limit(string value, bool within)
    {
        var answer = Assert.Single(Judge(Sent(Pump.Code) with { Answers = [new("q2", value)] }, Pump).Answers);
        Assert.Equal(("出口压力", value, "MPa", "≥ 0.35 MPa", (bool?)within), (answer.Name, answer.Value, answer.Unit, answer.Limit, answer.Within));
    }

    [Fact, Rule("FLD-19")]
    public void A_verdict_that_differs_from_the_measured_value_is_flagged()
    {
        Assert.True(Flagged("0.28", ItemVerdict.Conforms));
        Assert.False(Flagged("0.28", ItemVerdict.Fails));
        Assert.False(Flagged("0.36", ItemVerdict.Conforms));
    }

    [Fact, Rule("FLD-19")]
    public void No_number_is_judged_by_a_limit_that_may_not_apply()
    {
        // Water-based extinguishers and others differ; the record does not say which this is.
        var item = Item("M18-01-e", "送修年限", [new("出厂年数", AnswerKind.Number, [], "年")],
        [
            new(LimitOperator.AtMost, 3, null, null, "年", "水基型", null), new(LimitOperator.AtMost, 5, null, null, "年", "干粉", null),
        ]);
        Assert.Null(Answer(item, "4").Within);
        Assert.True(Answer(item, "3").Within);
        Assert.False(Answer(item, "6").Within);
        Assert.Equal("水基型 ≤ 3 年；干粉 ≤ 5 年", Answer(item, "4").Limit);
    }

    [Fact, Rule("FLD-19")]
    public void A_limit_of_another_quantity_judges_nothing()
    {
        var item = Item("M02-04-f", "备品数量", [new("备品数", AnswerKind.Number, [], "只")], [new(LimitOperator.AtLeast, 50, null, null, "只", null, "同类数量")]);
        Assert.Null(Answer(item, "3").Within);
    }

    [Fact, Rule("FLD-19")]
    public void Every_number_is_within_or_not_as_its_limit_says() => Prop.ForAll(
        Arb.From(Gen.Choose(0, 1000).Select(n => n / 1000m)),
        value => Answer(Pump, value.ToString(System.Globalization.CultureInfo.InvariantCulture), "q2").Within == (value >= 0.35m)).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("q2", "很高", "record.answer_not_a_number")]
    [InlineData("q1", "还行", "record.answer_unknown")]
    [InlineData("q9", "1", "record.answer_unknown")]
    [InlineData(null, "1", "record.answer_unknown")]
    public void An_answer_that_fits_no_question_is_refused(string? key, string value, string code) =>
        Assert.Equal(code, Assert.Throws<RuleBroken>(() => Judge(Sent(Pump.Code) with { Answers = [new(key, value)] }, Pump)).Problem.Code);

    [Fact]
    public void A_text_without_end_is_refused() =>
        Assert.Equal("record.text_too_long", Assert.Throws<RuleBroken>(() => Judge(Sent(Pump.Code) with { Text = new('长', 1001) }, Pump)).Problem.Code);

    [Fact]
    public void The_phones_place_is_kept_in_WGS_84()
    {
        var place = Judge(Sent(Pump.Code) with { Position = new(31.2304, 121.4737, 12) }, Pump).Place!;
        Assert.Equal(12, place.AccuracyMetres);
        Assert.InRange(Math.Abs(place.Latitude - 31.2304), 0.0005, 0.01);
    }

    private static bool Flagged(string value, ItemVerdict verdict)
    {
        var finding = Judge(Sent(Pump.Code) with { Answers = [new("q2", value)], Verdict = verdict }, Pump);
        return ItemRecord.Of(Guid.NewGuid(), Guid.NewGuid(), "c", finding, Now).Sheet().IsFlagged;
    }

    private static AnswerSheet Answer(TestItem item, string value, string key = "q1") =>
        Assert.Single(Judge(Sent(item.Code) with { Answers = [new(key, value)] }, item).Answers);

    private static ReportedItem Cannot(CannotReason reason) =>
        Sent(Pump.Code) with { CanInspect = false, CannotReason = reason, Verdict = null, Text = "业主不同意断电" };
}
