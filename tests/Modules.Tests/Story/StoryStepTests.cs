using WeChatService.TestKit;

namespace WeChatService.Modules.Tests.Story;

/// <summary>The nine steps from the owner's QR scan to the filed report, in each region as its profile has them.</summary>
public class StoryStepTests(ToldStories story) : IClassFixture<ToldStories>
{
    public static TheoryData<string> Regions => ["shanghai", "beijing", "shaanxi", "xinjiang"];

    [Theory, MemberData(nameof(Regions))]
    [Rule("OWN-06"), Rule("OWN-07"), Rule("OWN-18")]
    public async Task One_the_contact_scans_the_leads_code_and_is_bound_once(string region) => (await story.In(region, 1))
        .Says("scan followed the owner account").Says("is bound").Refused("contact.not_an_employee", "OWN-07").Says("second scan (SCAN): same contact");

    [Theory, MemberData(nameof(Regions))]
    [Rule("PLN-01"), Rule("PLN-02"), Rule("PLN-09"), Rule("PLN-11"), Rule("PRJ-22")]
    public async Task Two_the_lead_plans_the_open_month_once_and_assigns_it_in_batches(string region) => (await story.In(region, 2))
        .Refused("plan.month_not_open", "PLN-02").Refused("plan.project_incomplete", "PRJ-22").Refused("plan.exists", "PLN-09").Says("assigned in two batches");

    [Fact]
    [Rule("CHK-03", Regions = ["shanghai"]), Rule("OWN-10", Regions = ["shanghai"]), Rule("PLN-23", Regions = ["shanghai"]), Rule("CHK-17", Regions = ["shanghai"])]
    public async Task Work_begins_neither_without_a_contact_nor_without_a_plan_nor_on_an_ended_project()
    {
        (await story.In("shanghai", 1)).Refused("visit.no_contact", "OWN-10");
        (await story.In("shanghai", 2)).Refused("visit.no_plan", "PLN-23");
        (await story.In("shanghai", 3)).Refused("visit.project_ended", "CHK-17").Says("started: face");
    }

    [Fact]
    [Rule("CHK-01", Regions = ["shanghai"]), Rule("CHK-04", Regions = ["shanghai"]), Rule("CHK-05", Regions = ["shanghai"])]
    [Rule("CHK-06", Regions = ["shanghai"]), Rule("CHK-16", Regions = ["shanghai"])]
    public async Task Three_in_shanghai_work_begins_with_the_own_face_on_site() => (await story.In("shanghai", 3))
        .Refused("visit.not_a_member", "CHK-16").Refused("visit.out_of_fence", "CHK-01").Refused("face.not_matched", "PEO-31")
        .Refused("visit.open_elsewhere", "CHK-04").Refused("visit.photo_not_fresh", "CHK-01")
        .Says("CompareFace, signed TC3-HMAC-SHA256").Says("the lead sees him on site").Says("locks its listed fields");

    [Fact]
    [Rule("APR-01", Regions = ["beijing"]), Rule("APR-03", Regions = ["beijing"]), Rule("APR-05", Regions = ["beijing"])]
    public async Task Three_in_beijing_work_begins_with_the_leads_consent_on_site() => (await story.In("beijing", 3))
        .Refused("visit.not_used_here", "CHK-01").Refused("consent.start_missing", "APR-05").Refused("consent.operator_out_of_fence", "APR-03")
        .Refused("consent.lead_out_of_fence", "APR-03").Refused("face.not_matched", "PEO-31").Says("consented to start on site").Says("inside the fence");

    [Theory]
    [InlineData("shaanxi")]
    [InlineData("xinjiang")]
    public async Task Three_elsewhere_work_begins_with_photos_and_the_place(string region) => (await story.In(region, 3))
        .Refused("visit.not_used_here", "CHK-01").DoesNotRefuse("consent.start_missing").Says("started with three photos").Says("inside the fence");

    [Theory, MemberData(nameof(Regions))]
    [Rule("FLD-01"), Rule("FLD-05")]
    public async Task The_operator_takes_what_was_given_to_him_and_starts_it_with_all_photos(string region) =>
        (await story.In(region, region == "shanghai" ? 4 : 3)).Refused("task.plan_not_yours", "FLD-01").Says("they left the open list")
            .Refused("task.start_photo_missing", "FLD-05").Says("started with three photos");

    [Theory, MemberData(nameof(Regions))]
    [Rule("FLD-07"), Rule("FLD-08"), Rule("FLD-12"), Rule("FLD-13"), Rule("FLD-39"), Rule("FLT-01")]
    public async Task Four_items_are_recorded_once_however_often_sent_and_a_failed_one_is_a_fault(string region) => (await story.In(region, 4))
        .Refused("record.needs_choice", "FLD-08").Refused("record.needs_verdict", "FLD-13").Refused("task.items_missing", "FLD-07")
        .Says("all sent twice, 9 records stored").Says("submitted, waits for review").Says("is a fault with text and photo");

    [Fact]
    [Rule("APR-02", Regions = ["beijing"]), Rule("APR-06", Regions = ["beijing"])]
    public async Task Four_in_beijing_nothing_is_submitted_before_the_lead_consents() => (await story.In("beijing", 4))
        .Refused("review.not_waiting", "REV-03").Says("consented to submit on site");

    [Theory, MemberData(nameof(Regions))]
    [Rule("NTF-03"), Rule("REV-03"), Rule("REV-04"), Rule("REV-06"), Rule("FLT-02"), Rule("FLT-03"), Rule("RPT-01")]
    public async Task Five_the_lead_reviews_from_the_message_after_handling_the_fault(string region) => (await story.In(region, 5))
        .Says("the lead got 「记录等您审核」").Says("one screen with 9 records").Refused("report.tasks_unapproved", "RPT-01")
        .Refused("review.faults_unhandled", "REV-06").Refused("review.reason_missing", "REV-04").Refused("fault.kind_unknown", "FLT-02")
        .Refused("fault.assignee_missing", "FLT-03").Says("passed");

    [Fact]
    [Rule("REV-02", Regions = ["xinjiang"])]
    public async Task Five_in_xinjiang_the_reviewer_shows_his_own_face() => (await story.In("xinjiang", 5))
        .Refused("review.face_missing", "REV-02").Refused("face.not_matched", "PEO-31").Says("with the reviewer's own face");

    [Fact]
    [Rule("CHK-07", Regions = ["shanghai"]), Rule("CHK-08", Regions = ["shanghai"]), Rule("CHK-11", Regions = ["shanghai"])]
    [Rule("CHK-14", Regions = ["shanghai"]), Rule("CHK-18", Regions = ["shanghai"])]
    public async Task Six_in_shanghai_work_ends_by_face_and_the_form_goes_to_the_contact() => (await story.In("shanghai", 6))
        .Refused("visit.form_before_end", "CHK-18").Refused("face.not_matched", "PEO-31").Says("ended on site").Says("超距, 0 min")
        .Refused("visit.form_exists", "CHK-11").Says("the contact got 「请为本次服务打分」");

    [Fact]
    [Rule("EVL-02", Regions = ["shanghai"]), Rule("EVL-04", Regions = ["shanghai"])]
    public async Task Six_in_shanghai_the_contact_answers_everything_and_rates_once() => (await story.In("shanghai", 6))
        .Refused("rating.incomplete", "EVL-02").Refused("rating.exists", "EVL-04").Says("gave 5 stars");

    [Theory]
    [InlineData("beijing")]
    [InlineData("shaanxi")]
    [InlineData("xinjiang")]
    public async Task Six_elsewhere_nobody_checks_out_or_rates(string region) => (await story.In(region, 6))
        .Refused("visit.not_used_here", "CHK-01").Says("the profile knows no evaluation");

    [Theory, MemberData(nameof(Regions))]
    [Rule("RPT-07"), Rule("RPT-08"), Rule("RPT-20"), Rule("RPT-25"), Rule("RPT-30"), Rule("FLD-14")]
    public async Task Seven_the_report_is_generated_readable_and_verifiable(string region) => (await story.In(region, 7))
        .Refused("report.not_the_author", "RPT-20").Refused("report.exists", "RPT-25").Says("with progress").Says("PDF, A4")
        .Says("genuine, same project, pages and SHA-256").Refused("report.number_unknown", "RPT-30");

    [Theory, MemberData(nameof(Regions))]
    [Rule("FIL-01"), Rule("FIL-03"), Rule("FIL-05"), Rule("FIL-06"), Rule("FIL-07"), Rule("FIL-15"), Rule("OWN-08")]
    public async Task Eight_the_technical_lead_files_and_nothing_changes_the_report_any_more(string region) => (await story.In(region, 8))
        .Says("the technical lead got 「报告等您备案」").Says("before filing neither brigade nor owner sees it").Refused("filing.only_technical_lead", "FIL-01")
        .Refused("filing.opinion_missing", "FIL-03").Refused("report.filed_cannot_be_deleted", "FIL-05").Refused("report.filed_cannot_be_changed", "FIL-05")
        .Says("plain SQL DELETE as wcs_app: refused").Says("plain SQL UPDATE as wcs_app: refused").Says("(brigade) has it in the inbox").Says("the owner got 「维保报告已备案」");

    [Theory]
    [Rule("FIL-02", Regions = ["shanghai", "beijing", "xinjiang"])]
    [InlineData("shanghai")]
    [InlineData("beijing")]
    [InlineData("xinjiang")]
    public async Task Eight_filing_takes_the_technical_leads_own_face_where_the_profile_asks(string region) => (await story.In(region, 8))
        .Refused("filing.face_missing", "FIL-02").Refused("face.not_matched", "PEO-31");

    [Fact]
    public async Task Eight_in_shaanxi_filing_asks_for_no_face() => (await story.In("shaanxi", 8)).DoesNotRefuse("filing.face_missing").Says("the profile asks for no face");

    [Theory, MemberData(nameof(Regions))]
    [Rule("OWN-13"), Rule("NTF-16")]
    public async Task Nine_the_owner_reads_the_report_and_the_agency_sees_when(string region) => (await story.In(region, 9))
        .Says("the same file").Says("the agency sees 已查看").Says("its notice is read");
}
