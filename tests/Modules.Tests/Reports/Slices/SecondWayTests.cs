using WeChatService.Modules.Tests.Agencies;
using WeChatService.Reports.Contracts;
using WeChatService.TestKit;
using Demo = WeChatService.TestKit.Demo;

namespace WeChatService.Modules.Tests.Reports.Slices;

/// <summary>非人脸: a code to the technical lead, a code to a witness, and a photo, after the face was not recognised.</summary>
public sealed class SecondWayTests(House house) : Slice(house)
{
    public static TheoryData<string> RegionsWithFaces => ["beijing", "shanghai", "xinjiang"];

    [Theory, MemberData(nameof(RegionsWithFaces)), Rule("FIL-02", Regions = ["beijing", "shanghai", "xinjiang"])]
    public async Task After_a_refused_face_both_codes_and_a_photo_file_and_it_is_marked_everywhere(string region)
    {
        var (scene, report, technical) = await Refused(region);
        var sent = (await technical.Post($"/reports/{report}/filing/codes", new { witnessId = scene.LeadId })).ShouldBeOk();
        Assert.Contains("****", sent["maskedPhone"].GetString(), StringComparison.Ordinal);

        var filed = (await technical.Post($"/reports/{report}/filing", await Answer(scene, sent))).ShouldBeOk();

        var witness = Demo.Person(scene.LeadKey).Name;
        Assert.Equal((witness, null), (filed["witnessName"].GetString(), filed["score"].GetString()));
        var shown = (await technical.Get($"/filings/{report}")).ShouldBeOk()["filing"];
        Assert.Equal(witness, shown.GetProperty("witnessName").GetString());
        Assert.False(Assert.Single((await technical.Get("/filings?state=Done")).ShouldBeOk()["items"].EnumerateArray()).GetProperty("byFace").GetBoolean());
        await House.Settled();
        using var brigade = await House.Authority(scene.BrigadeKey);
        Assert.Equal(witness, (await brigade.Get("/inbox")).ShouldBeOk()["items"][0].GetProperty("witnessName").GetString());
        var log = (await technical.Get($"/reports/{report}/filing-log")).ShouldBeOk();
        Assert.Contains("非人脸", log.Text, StringComparison.Ordinal);
        Assert.Equal(1, await House.Value<long>($"select count(*) from second_way_proof where subject_id = '{report}' and purpose = 'Filing'"));
    }

    [Fact, Rule("FIL-02", Regions = ["shanghai"])]
    public async Task Before_the_face_was_refused_there_is_no_second_way()
    {
        var scene = Given.AProject();
        var report = await Shelf.Report(House, scene.ProjectKey, ReportState.Ready);
        var technical = await scene.TechnicalLead();
        (await technical.Post($"/reports/{report}/filing/codes", new { witnessId = scene.LeadId })).ShouldRefuse("identity.face_first", status: 409);
        Assert.Empty((await House.Sandbox.Get("sms")).EnumerateArray());
    }

    [Fact]
    public async Task Where_no_face_is_asked_no_codes_are_sent()
    {
        var scene = Given.AProject("shaanxi");
        var report = await Shelf.Report(House, scene.ProjectKey, ReportState.Ready);
        (await (await scene.TechnicalLead()).Post($"/reports/{report}/filing/codes", new { witnessId = scene.LeadId })).ShouldRefuse("filing.no_face_asked", "FIL-02", 409);
    }

    [Fact]
    public async Task A_witness_is_another_colleague_of_the_same_agency()
    {
        var (scene, report, technical) = await Refused("shanghai");
        foreach (var unfit in new[] { Demo.Id("person", scene.TechnicalLeadKey), Demo.Id("person", "bj-lead"), Guid.NewGuid() })
        {
            (await technical.Post($"/reports/{report}/filing/codes", new { witnessId = unfit })).ShouldRefuse("identity.witness_unfit", status: 422);
        }

        var offered = (await technical.Get($"/reports/{report}/filing/witnesses")).ShouldBeOk().Json.EnumerateArray().Select(w => w.GetProperty("id").GetGuid()).ToList();
        Assert.Contains(scene.LeadId, offered);
        Assert.DoesNotContain(Demo.Id("person", scene.TechnicalLeadKey), offered);
        Assert.DoesNotContain(Demo.Id("person", "bj-lead"), offered);
        Assert.Empty((await House.Sandbox.Get("sms")).EnumerateArray());
    }

    [Fact]
    public async Task Codes_are_for_one_report_one_person_one_use_and_five_minutes()
    {
        var (scene, report, technical) = await Refused("shanghai");
        var other = await Shelf.Report(House, "shanghai-lake-b", ReportState.Ready);
        var sent = (await technical.Post($"/reports/{report}/filing/codes", new { witnessId = scene.LeadId })).ShouldBeOk();
        (await technical.Post($"/reports/{other}/filing", await Answer(scene, sent))).ShouldRefuse("identity.challenge_unknown", status: 404);
        var late = await Answer(scene, sent);
        House.Time.Advance(TimeSpan.FromMinutes(5));
        (await technical.Post($"/reports/{report}/filing", late)).ShouldRefuse("identity.code_expired", status: 409);

        var again = (await technical.Post($"/reports/{report}/filing/codes", new { witnessId = scene.LeadId })).ShouldBeOk();
        var answer = await Answer(scene, again);
        (await technical.Post($"/reports/{report}/filing", answer)).ShouldBeOk();
        await House.SqlAsAdmin($"set session_replication_role = replica; update report set state = 'Ready' where id = '{report}'");
        (await technical.Post($"/reports/{report}/filing", await Answer(scene, again))).ShouldRefuse("identity.code_used", status: 409);
    }

    [Fact]
    public async Task Five_wrong_tries_void_both_codes_and_nobody_is_told_which_was_wrong()
    {
        var (scene, report, technical) = await Refused("shanghai");
        var sent = (await technical.Post($"/reports/{report}/filing/codes", new { witnessId = scene.LeadId })).ShouldBeOk();
        var (own, witness) = (await House.SmsCode(scene.TechnicalLeadKey), await House.SmsCode(scene.LeadKey));
        var photoId = await technical.UploadSelfie(scene.TechnicalLeadKey);
        object With(string code, string witnessCode) => new
        {
            opinion = "同意备案", secondWay = new { challengeId = sent["challengeId"].GetGuid(), code, witnessCode, photoId },
        };
        var wrong = own == "000000" ? "000001" : "000000";
        for (var left = 4; left >= 0; left--)
        {
            var refused = (await technical.Post($"/reports/{report}/filing", left % 2 == 0 ? With(wrong, witness) : With(own, wrong))).ShouldRefuse("identity.code_wrong", status: 422);
            Assert.Equal(left, refused["triesLeft"].GetInt32());
        }

        (await technical.Post($"/reports/{report}/filing", With(own, witness))).ShouldRefuse("identity.code_expired", status: 409);
        Assert.Equal("Ready", await House.Value<string>($"select state from report where id = '{report}'"));
    }

    [Fact]
    public async Task A_hundred_requests_at_once_send_one_pair_and_five_an_hour_are_the_most()
    {
        var (scene, report, technical) = await Refused("shanghai");
        object witness = new { witnessId = scene.LeadId };
        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => technical.Post($"/reports/{report}/filing/codes", witness)));
        Assert.Single(answers, a => (int)a.Status == 200);
        Assert.Equal(2, (await House.Sandbox.Get("sms")).GetArrayLength());
        for (var i = 0; i < 4; i++)
        {
            House.Time.Advance(TimeSpan.FromSeconds(61));
            (await technical.Post($"/reports/{report}/filing/codes", witness)).ShouldBeOk();
        }

        House.Time.Advance(TimeSpan.FromSeconds(61));
        (await technical.Post($"/reports/{report}/filing/codes", witness)).ShouldRefuse("identity.codes_too_many", status: 429);
        Assert.Equal(10, (await House.Sandbox.Get("sms")).GetArrayLength());
    }

    [Fact]
    public async Task When_the_SMS_service_does_not_answer_the_same_may_be_asked_again_at_once()
    {
        var (scene, report, technical) = await Refused("shanghai");
        await House.Sandbox.Fault("face", "down", times: 1);
        (await technical.Post($"/reports/{report}/filing/codes", new { witnessId = scene.LeadId })).ShouldRefuse("identity.sms_unavailable", status: 503);
        (await technical.Post($"/reports/{report}/filing/codes", new { witnessId = scene.LeadId })).ShouldBeOk();
    }

    [Fact]
    public async Task A_photo_that_served_before_is_refused_and_the_codes_stand_sealed_in_the_database()
    {
        var (scene, report, technical) = await Refused("shanghai");
        var sent = (await technical.Post($"/reports/{report}/filing/codes", new { witnessId = scene.LeadId })).ShouldBeOk();
        var used = await House.Value<Guid>("select photo_id from face_comparison limit 1");
        (await technical.Post($"/reports/{report}/filing", await Answer(scene, sent, used))).ShouldRefuse("face.photo_replayed", status: 409);
        var (own, witness) = (await House.SmsCode(scene.TechnicalLeadKey), await House.SmsCode(scene.LeadKey));
        foreach (var code in new[] { own, witness })
        {
            Assert.Equal(0, await House.Value<long>($"select count(*) from identity_challenge c where c::text like '%{code}%' or encode(sealed_codes, 'escape') like '%{code}%'"));
            Assert.Equal(0, await House.Value<long>($"select count(*) from audit_entry a where a.after::text like '%{code}%' or a.summary like '%{code}%'"));
        }

        await Assert.ThrowsAsync<Npgsql.PostgresException>(async () =>
        {
            (await technical.Post($"/reports/{report}/filing", await Answer(scene, sent))).ShouldBeOk();
            await House.SqlAsApplication("update second_way_proof set witness_name = '别人'");
        });
    }

    /// <summary>A report that waits, and a technical lead whom the face service has just refused.</summary>
    private async Task<(Scene Scene, Guid Report, AgencyClient Technical)> Refused(string region)
    {
        var scene = Given.AProject(region);
        var report = await Shelf.Report(House, scene.ProjectKey, ReportState.Ready);
        var technical = await scene.TechnicalLead();
        var stranger = await House.StrangersFace(technical, scene);
        (await technical.Post($"/reports/{report}/filing", new { opinion = "同意备案", photoId = stranger })).ShouldRefuse("face.not_matched");
        return (scene, report, technical);
    }

    private async Task<object> Answer(Scene scene, Answer sent, Guid? photo = null) => new
    {
        opinion = "同意备案",
        secondWay = await House.SecondWay(await scene.TechnicalLead(), sent, scene.TechnicalLeadKey, scene.LeadKey, photo),
    };
}
