using WeChatService.Kernel;
using WeChatService.TestKit;
using Demo = WeChatService.TestKit.Demo;

namespace WeChatService.Modules.Tests.Visits.Slices;

/// <summary>开始执业 and 结束执业 over HTTP, with the face service behind them.</summary>
public sealed class CheckInTests(House house) : Slice(house)
{
    [Fact, Rule("CHK-01", Regions = ["shanghai"]), Rule("CHK-06", Regions = ["shanghai"]), Rule("CHK-07", Regions = ["shanghai"]), Rule("CHK-15", Regions = ["shanghai"])]
    public async Task On_site_with_the_own_face_work_starts_and_ends()
    {
        var scene = await Given.APlan();
        var mobile = await scene.Operator();

        var started = (await Start(mobile, scene)).ShouldBeOk();
        Assert.InRange(started["score"].GetDouble(), 0.8, 1);
        Assert.True(await House.Value<bool>($"select first_work_at is not null from project where id = '{scene.ProjectId}'"));
        Assert.Equal(started.Id, (await mobile.Get("/visits/current")).ShouldBeOk()["visit"].GetProperty("id").GetGuid());
        Assert.Equal(started.Id, (await (await scene.Lead()).Get("/visits/on-site")).ShouldBeOk()["items"][0].GetProperty("visitId").GetGuid());
        House.Time.At(House.Time.GetUtcNow().AddMinutes(90));
        (await mobile.EndVisit(started.Id, scene.ProjectId, "sh-operator3", scene.OnSite)).ShouldRefuse("face.not_matched");
        var ended = (await End(mobile, scene, started.Id)).ShouldBeOk();

        Assert.InRange(ended["minutes"].GetInt32(), 90, 91);
        Assert.Equal("None", ended["mark"].GetString());
        (await End(mobile, scene, started.Id)).ShouldRefuse("visit.already_ended", "CHK-07", 409);
        var history = (await mobile.Get($"/visits?projectId={scene.ProjectId}")).ShouldBeOk();
        Assert.Equal((1, ended["minutes"].GetInt32()), (history["total"].GetInt32(), history["items"][0].GetProperty("minutes").GetInt32()));
        Assert.Equal(System.Text.Json.JsonValueKind.Null, (await mobile.Get("/visits/current")).ShouldBeOk()["visit"].ValueKind);
    }

    [Fact, Rule("CHK-01", Regions = ["shanghai"])]
    public async Task Two_kilometres_away_nothing_starts_and_no_face_is_asked()
    {
        var scene = await Given.APlan();
        var refused = (await Start(await scene.Operator(), scene, at: scene.FarAway)).ShouldRefuse("visit.out_of_fence", "CHK-01", 422);
        Assert.InRange(refused["distanceMetres"].GetDouble(), 1500, 2100);
        Assert.Equal(0, await House.Value<long>("select count(*) from face_comparison"));
        Assert.Equal(0, await House.Value<long>("select count(*) from visit"));
    }

    [Fact, Rule("CHK-01", Regions = ["shanghai"])]
    public async Task Somebody_elses_face_and_a_used_photo_are_refused_and_the_evidence_is_kept()
    {
        var scene = await Given.APlan();
        var mobile = await scene.Operator();
        (await mobile.StartVisit(scene.ProjectId, scene.LeadKey, scene.OnSite)).ShouldRefuse("face.not_matched");
        Assert.Equal(1, await House.Value<long>("select count(*) from face_comparison where verdict = 'NotMatched'"));
        Assert.Equal(0, await House.Value<long>("select count(*) from visit"));

        var picture = await House.Phone(scene.OperatorKey).Selfie();
        var challenge = await mobile.Challenge(scene.ProjectId);
        var first = (await mobile.Upload(picture, "Selfie")).ShouldBeOk().Id;
        var visit = (await mobile.Post("/visits", new { projectId = scene.ProjectId, challenge, photoId = first, position = scene.OnSite })).ShouldBeOk().Id;
        challenge = await mobile.Challenge(scene.ProjectId, "End");
        var second = (await mobile.Upload(picture, "Selfie")).ShouldBeOk().Id;
        (await mobile.Post($"/visits/{visit}/end", new { challenge, photoId = second, position = scene.OnSite })).ShouldRefuse("face.photo_replayed");
    }

    [Fact, Rule("CHK-16", Regions = ["shanghai"])]
    public async Task A_stranger_to_the_project_is_refused()
    {
        var scene = await Given.APlan();
        var stranger = await House.MiniProgram(scene.StrangerKey);
        (await stranger.StartVisit(scene.ProjectId, scene.StrangerKey, scene.OnSite)).ShouldRefuse("visit.not_a_member", "CHK-16", 403);
        (await stranger.Get($"/visits?projectId={scene.ProjectId}")).ShouldRefuse("visit.not_a_member", "CHK-16", 403);
        var elsewhere = await House.MiniProgram("bj-operator");
        (await elsewhere.StartVisit(scene.ProjectId, "bj-operator", scene.OnSite)).ShouldRefuse("visit.project_unknown", status: 404);
    }

    [Fact, Rule("CHK-04", Regions = ["shanghai"])]
    public async Task At_work_elsewhere_the_other_project_is_named()
    {
        var scene = await Given.APlan();
        var mobile = await scene.Operator();
        (await StartAt(mobile, "shanghai-lake-b", scene.OperatorKey)).ShouldBeOk();

        var refused = (await Start(mobile, scene)).ShouldRefuse("visit.open_elsewhere", "CHK-04", 409);

        Assert.Contains(Demo.Project("shanghai-lake-b").GetProperty("name").GetString()!, refused["title"].GetString());
    }

    [Fact, Rule("CHK-04", Regions = ["shanghai"])]
    public async Task Two_starts_at_the_same_instant_leave_one_open()
    {
        var scene = await Given.APlan();
        var mobile = await scene.Operator();

        var answers = await Task.WhenAll(Start(mobile, scene), StartAt(mobile, "shanghai-lake-b", scene.OperatorKey));

        Assert.Single(answers, a => (int)a.Status < 300);
        Assert.Contains(answers, a => (int)a.Status == 409);
        Assert.Equal(1, await House.Value<long>("select count(*) from visit where ended_at is null"));
    }

    [Fact, Rule("CHK-05", Regions = ["shanghai"])]
    public async Task Two_people_may_be_at_work_in_one_project()
    {
        var scene = await Given.APlan();
        (await Start(await scene.Operator(), scene)).ShouldBeOk();
        (await StartAt(await House.MiniProgram("sh-operator3"), scene.ProjectKey, "sh-operator3")).ShouldBeOk();
        Assert.Equal(2, (await (await scene.Lead()).Get("/visits/on-site")).ShouldBeOk()["total"].GetInt32());
    }

    [Fact, Rule("OWN-10", Regions = ["shanghai"]), Rule("PLN-23", Regions = ["shanghai"]), Rule("CHK-03", Regions = ["shanghai"])]
    public async Task Without_contact_or_plan_no_work_starts()
    {
        var scene = Given.AProject();
        (await Start(await scene.Operator(), scene)).ShouldRefuse("visit.no_contact", "OWN-10", 409);
        var bound = await Given.ABoundContact();
        (await Start(await bound.Operator(), bound)).ShouldRefuse("visit.no_plan", "PLN-23", 409);
    }

    [Fact, Rule("CHK-03", Regions = ["shanghai"]), Rule("CHK-17", Regions = ["shanghai"])]
    public async Task Neither_a_draft_nor_an_ended_project_is_started()
    {
        var mobile = await House.MiniProgram("sh-operator");
        (await StartAt(mobile, "shanghai-warehouse", "sh-operator", "shanghai-main")).ShouldRefuse("visit.project_not_ready", "CHK-03", 409);
        (await StartAt(mobile, "shanghai-apartments", "sh-operator")).ShouldRefuse("visit.project_ended", "CHK-17", 409);
    }

    [Theory, Rule("CHK-01")]
    [InlineData("beijing")]
    [InlineData("shaanxi")]
    [InlineData("xinjiang")]
    public async Task Other_regions_know_no_check_in(string region)
    {
        var scene = Given.AProject(region);
        (await Start(await scene.Operator(), scene)).ShouldRefuse("visit.not_used_here", "CHK-01", 409);
    }

    [Fact, Rule("CHK-08", Regions = ["shanghai"])]
    public async Task Ending_away_counts_nothing()
    {
        var scene = await Given.APlan();
        var mobile = await scene.Operator();
        var visit = (await Start(mobile, scene)).ShouldBeOk().Id;
        var ended = (await End(mobile, scene, visit, scene.FarAway)).ShouldBeOk();
        Assert.Equal((0, "TooFar"), (ended["minutes"].GetInt32(), ended["mark"].GetString()));
    }

    [Fact, Rule("CHK-10", Regions = ["shanghai"])]
    public async Task A_visit_that_nobody_ends_is_closed_after_24_hours()
    {
        var scene = await Given.APlan();
        var visit = (await Start(await scene.Operator(), scene)).ShouldBeOk().Id;
        await House.Settled();
        Assert.Equal(1, await House.Value<long>("select count(*) from visit where ended_at is null"));

        House.Time.At(House.Time.GetUtcNow().AddHours(25));
        await House.Settled();

        Assert.Equal("TooLong 0", await House.Value<string>($"select mark || ' ' || minutes from visit where id = '{visit}' and ended_at is not null"));
    }

    [Fact, Rule("CHK-01", Regions = ["shanghai"])]
    public async Task With_the_face_service_down_the_same_request_can_be_sent_again()
    {
        var scene = await Given.APlan();
        var mobile = await scene.Operator();
        var request = await mobile.CheckIn(scene.ProjectId, scene.OperatorKey, scene.OnSite);
        await House.Sandbox.Fault("face", "down");
        (await mobile.Post("/visits", request, "again")).ShouldRefuse("face.unavailable", status: 503);
        await House.Sandbox.ClearFaults();

        var started = (await mobile.Post("/visits", request, "again")).ShouldBeOk();
        var replayed = (await mobile.Post("/visits", request, "again")).ShouldBeOk();

        Assert.Equal((started.Id, true), (replayed.Id, replayed.IsReplayed));
        Assert.Equal(1, await House.Value<long>("select count(*) from visit"));
    }

    [Fact]
    public async Task Bad_positions_and_missing_photos_are_refused()
    {
        var scene = await Given.APlan();
        var mobile = await scene.Operator();
        (await mobile.Post("/visits", new { projectId = scene.ProjectId })).ShouldRefuse("visit.evidence_missing", status: 422);
        (await Start(mobile, scene, at: new ReportedPosition(131, 121, 10))).ShouldRefuse("position.out_of_range", status: 400);
        (await Start(mobile, scene, at: Place.At(scene.ProjectKey, 400))).ShouldRefuse("position.too_inaccurate", status: 422);
        (await mobile.Post("/visits", new { projectId = scene.ProjectId, photoId = Guid.NewGuid(), position = scene.OnSite })).ShouldRefuse("photo.missing");
    }

    private static async Task<Answer> Start(MiniProgramClient mobile, Scene scene, ReportedPosition? at = null) => await mobile.StartVisit(scene.ProjectId, scene.OperatorKey, at ?? scene.OnSite);

    private static async Task<Answer> StartAt(MiniProgramClient mobile, string projectKey, string personKey, string? standingAt = null) => await mobile.StartVisit(Demo.Id("project", projectKey), personKey, Place.At(standingAt ?? projectKey));

    private static async Task<Answer> End(MiniProgramClient mobile, Scene scene, Guid visit, ReportedPosition? at = null) =>
        await mobile.EndVisit(visit, scene.ProjectId, scene.OperatorKey, at ?? scene.OnSite);
}
