using WeChatService.TestKit;
using Demo = WeChatService.TestKit.Demo;

namespace WeChatService.Modules.Tests.Visits.Slices;

/// <summary>A check-in carries a word that the house gave for it alone, within two minutes; nothing prepared beforehand counts.</summary>
public sealed class ChallengeTests(House house) : Slice(house)
{
    [Fact, Rule("CHK-01", Regions = ["shanghai"])]
    public async Task Without_a_challenge_or_with_a_bent_one_nothing_starts_and_no_face_is_asked()
    {
        var scene = await Given.APlan();
        var mobile = await scene.Operator();
        var challenge = await mobile.Challenge(scene.ProjectId);
        var photoId = await mobile.UploadSelfie(scene.OperatorKey);
        Task<Answer> With(string? word) => mobile.Post("/visits", new { projectId = scene.ProjectId, photoId, position = scene.OnSite, challenge = word });

        (await With(null)).ShouldRefuse("visit.challenge_missing", "CHK-01", 422);
        (await With("nonsense")).ShouldRefuse("visit.challenge_unknown", "CHK-01", 422);
        (await With(new string('A', 5000))).ShouldRefuse("visit.challenge_unknown", "CHK-01", 422);
        (await With((challenge[0] == 'A' ? 'B' : 'A') + challenge[1..])).ShouldRefuse("visit.challenge_unknown", "CHK-01", 422);

        Assert.Equal((0L, 0L, 0), (await Count("visit"), await Count("face_comparison"), await FacesAsked()));
        (await With(challenge)).ShouldBeOk();
    }

    [Fact, Rule("CHK-01", Regions = ["shanghai"]), Rule("CHK-07", Regions = ["shanghai"])]
    public async Task It_counts_for_nobody_elses_visit_no_other_project_and_no_other_act()
    {
        var scene = await Given.APlan();
        var mobile = await scene.Operator();
        var colleague = await House.MiniProgram("sh-operator3");
        var (ofColleague, ofLake, ofEnd) = (
            await colleague.Challenge(scene.ProjectId), await mobile.Challenge(Demo.Id("project", "shanghai-lake-b")), await mobile.Challenge(scene.ProjectId, "End"));
        foreach (var challenge in new[] { ofColleague, ofLake, ofEnd })
        {
            (await mobile.Post("/visits", new { projectId = scene.ProjectId, photoId = await mobile.UploadSelfie(scene.OperatorKey), position = scene.OnSite, challenge }))
                .ShouldRefuse("visit.challenge_unknown", "CHK-01", 422);
        }

        Assert.Equal(0L, await Count("visit"));
    }

    [Fact, Rule("CHK-01", Regions = ["shanghai"])]
    public async Task It_counts_for_no_other_sign_in_and_for_no_photo_that_a_colleague_sent()
    {
        var scene = await Given.APlan();
        var mobile = await scene.Operator();
        var (before, photoId) = (await mobile.Challenge(scene.ProjectId), await mobile.UploadSelfie(scene.OperatorKey));
        using var again = await House.MiniProgram(scene.OperatorKey);
        Task<Answer> Start(Guid photo, string challenge) => again.Post("/visits", new { projectId = scene.ProjectId, photoId = photo, position = scene.OnSite, challenge });

        (await Start(photoId, before)).ShouldRefuse("visit.challenge_unknown", "CHK-01", 422);
        using var colleague = await House.MiniProgram("sh-operator3");
        var challenge = await again.Challenge(scene.ProjectId);
        (await Start(await colleague.UploadSelfie(scene.OperatorKey), challenge)).ShouldRefuse("visit.photo_not_own", "CHK-01", 422);

        Assert.Equal((0L, 0), (await Count("face_comparison"), await FacesAsked()));
        (await Start(await again.UploadSelfie(scene.OperatorKey), challenge)).ShouldBeOk();
    }

    [Fact, Rule("CHK-01", Regions = ["shanghai"])]
    public async Task Two_minutes_later_it_has_expired_and_a_photo_from_before_it_is_not_fresh()
    {
        var scene = await Given.APlan();
        var mobile = await scene.Operator();
        var late = await mobile.CheckIn(scene.ProjectId, scene.OperatorKey, scene.OnSite);
        House.Time.At(House.Time.GetUtcNow().AddSeconds(121));
        (await mobile.Post("/visits", late)).ShouldRefuse("visit.challenge_expired", "CHK-01", 409);

        var photoId = await mobile.UploadSelfie(scene.OperatorKey);
        var challenge = await mobile.Challenge(scene.ProjectId);
        (await mobile.Post("/visits", new { projectId = scene.ProjectId, challenge, photoId, position = scene.OnSite })).ShouldRefuse("visit.photo_not_fresh", "CHK-01", 422);

        Assert.Equal((0L, 0), (await Count("face_comparison"), await FacesAsked()));
        (await mobile.StartVisit(scene.ProjectId, scene.OperatorKey, scene.OnSite)).ShouldBeOk();
    }

    [Fact, Rule("CHK-01", Regions = ["shanghai"])]
    public async Task Used_once_by_a_visit_or_by_a_refused_face_it_is_used_up_but_the_same_attempt_gets_the_same_answer()
    {
        var scene = await Given.APlan();
        var mobile = await scene.Operator();
        var challenge = await mobile.Challenge(scene.ProjectId);
        object With(Guid photoId) => new { projectId = scene.ProjectId, challenge, photoId, position = scene.OnSite };
        var somebodyElse = await mobile.UploadSelfie(scene.LeadKey);
        var own = await mobile.UploadSelfie(scene.OperatorKey);
        (await mobile.Post("/visits", With(somebodyElse))).ShouldRefuse("face.not_matched", "PEO-31");
        (await mobile.Post("/visits", With(own))).ShouldRefuse("visit.challenge_used", "CHK-01", 409);

        var attempt = await mobile.CheckIn(scene.ProjectId, scene.OperatorKey, scene.OnSite);
        var visit = (await mobile.Post("/visits", attempt, "one attempt")).ShouldBeOk().Id;
        House.Time.At(House.Time.GetUtcNow().AddMinutes(10));
        Assert.Equal((visit, true), ((await mobile.Post("/visits", attempt, "one attempt")).ShouldBeOk() is var again ? (again.Id, again.IsReplayed) : default));
        (await mobile.EndVisit(visit, scene.ProjectId, scene.OperatorKey, scene.OnSite)).ShouldBeOk();

        // Under another key it is another act with a used word, also when nothing else stands against it.
        (await mobile.Post("/visits", attempt)).ShouldRefuse("visit.challenge_used", "CHK-01", 409);
        Assert.Equal(1L, await Count("visit"));
        Assert.Equal(3L, await Count("spent_challenge"));
    }

    [Fact, Rule("CHK-04", Regions = ["shanghai"])]
    public async Task Two_starts_with_one_challenge_at_the_same_instant_leave_one_visit()
    {
        var scene = await Given.APlan();
        var mobile = await scene.Operator();
        var challenge = await mobile.Challenge(scene.ProjectId);
        var photos = new[] { await mobile.UploadSelfie(scene.OperatorKey), await mobile.UploadSelfie(scene.OperatorKey) };

        var answers = await Task.WhenAll(photos.Select(photoId => mobile.Post("/visits", new { projectId = scene.ProjectId, challenge, photoId, position = scene.OnSite })));

        Assert.Single(answers, a => (int)a.Status < 300);
        Assert.Single(answers, a => (int)a.Status == 409);
        Assert.Equal((1L, 1L), (await Count("visit"), await Count("spent_challenge")));
    }

    [Theory, Rule("CHK-01")]
    [InlineData("beijing")]
    [InlineData("shaanxi")]
    [InlineData("xinjiang")]
    public async Task Where_no_check_in_is_known_none_is_issued(string region)
    {
        var scene = Given.AProject(region);
        (await (await scene.Operator()).Post("/visits/challenges", new { projectId = scene.ProjectId, act = "Start" })).ShouldRefuse("visit.not_used_here", "CHK-01", 409);
    }

    private Task<long> Count(string table) => House.Value<long>($"select count(*) from {table}");

    private async Task<int> FacesAsked() => (await House.Sandbox.Log("face")).GetArrayLength();
}
