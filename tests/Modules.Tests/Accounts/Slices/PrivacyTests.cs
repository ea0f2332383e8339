using System.Text.Json;
using WeChatService.Kernel;
using WeChatService.TestKit;
using Demo = WeChatService.TestKit.Demo;

namespace WeChatService.Modules.Tests.Accounts.Slices;

/// <summary>The privacy agreement and, apart from it, the use of the face.</summary>
public sealed class PrivacyTests(House house) : Slice(house)
{
    [Fact, Rule("PEO-24", Regions = ["shanghai"]), Rule("PEO-31", Regions = ["shanghai"])]
    public async Task Who_takes_back_the_consent_is_compared_no_more_from_that_moment_and_checks_in_before_a_witness()
    {
        var scene = await Given.APlan();
        var mobile = await scene.Operator();
        (await mobile.Post("/privacy/Face/withdrawal")).ShouldBeOk();
        var start = await mobile.CheckIn(scene.ProjectId, scene.OperatorKey, scene.OnSite);
        (await mobile.Post("/visits", start)).ShouldRefuse("face.consent_missing", "PEO-24", 409);
        Assert.Equal(0, await House.Value<long>("select count(*) from face_comparison where purpose = 'VisitStart'"));

        var witness = (await mobile.Get("/visits/witnesses")).ShouldBeOk().Json.EnumerateArray().Single(w => w.GetProperty("name").GetString() == Demo.Person("sh-lead").Name);
        var codes = (await mobile.Post("/visits/codes", new { projectId = scene.ProjectId, witnessId = witness.GetProperty("id").GetGuid() })).ShouldBeOk();
        var challenge = await mobile.Challenge(scene.ProjectId);
        var answer = await House.SecondWay(mobile, codes, scene.OperatorKey, "sh-lead");
        var visit = (await mobile.Post("/visits", new { projectId = scene.ProjectId, challenge, position = scene.OnSite, secondWay = answer })).ShouldBeOk();
        Assert.Equal((JsonValueKind.Null, Demo.Person("sh-lead").Name), (visit["score"].ValueKind, visit["witnessName"].GetString()));
        Assert.Contains("非人脸", await House.Value<string>("select summary from audit_entry where act = 'visit.started'"), StringComparison.Ordinal);
        Assert.Equal(0, await House.Value<long>("select count(*) from face_comparison where purpose = 'VisitStart'"));

        // Codes of the start end nothing.
        var endChallenge = await mobile.Challenge(scene.ProjectId, "End");
        var used = await House.SecondWay(mobile, codes, scene.OperatorKey, "sh-lead");
        (await mobile.Post($"/visits/{visit.Id}/end", new { challenge = endChallenge, position = scene.OnSite, secondWay = used }))
            .ShouldRefuse("identity.challenge_unknown", "PEO-31", 404);
    }

    [Fact, Rule("PEO-31", Regions = ["shanghai"]), Rule("CHK-07", Regions = ["shanghai"])]
    public async Task Who_takes_the_face_back_while_at_work_ends_before_a_witness_and_who_takes_all_back_ends_after_agreeing_again()
    {
        var scene = await Given.APlan();
        var mobile = await scene.Operator();
        var visit = (await mobile.StartVisit(scene.ProjectId, scene.OperatorKey, scene.OnSite)).ShouldBeOk().Id;
        (await mobile.Post("/privacy/Privacy/withdrawal")).ShouldBeOk();
        (await mobile.Get("/visits/current")).ShouldRefuse("session.ended", status: 401);
        Assert.Equal(1, await House.Value<long>($"select count(*) from visit where id = '{visit}' and ended_at is null"));

        // Signed in anew, agreed anew: the time ran on.
        var again = await House.MiniProgram(scene.OperatorKey);
        var text = (await again.Get("/privacy")).ShouldBeOk().Json.EnumerateArray().Single(c => c.GetProperty("kind").GetString() == "Privacy").GetProperty("version").GetString();
        (await again.Put("/privacy/Privacy", new { version = text })).ShouldBeOk();
        Assert.Equal(visit, (await again.Get("/visits/current")).ShouldBeOk()["visit"].GetProperty("id").GetGuid());
        (await again.Post("/privacy/Face/withdrawal")).ShouldBeOk();
        (await again.EndVisit(visit, scene.ProjectId, scene.OperatorKey, scene.OnSite)).ShouldRefuse("face.consent_missing", "PEO-24", 409);
        var witness = (await again.Get("/visits/witnesses")).ShouldBeOk().Json.EnumerateArray().Single(w => w.GetProperty("name").GetString() == Demo.Person("sh-lead").Name);
        var codes = (await again.Post("/visits/codes", new { projectId = scene.ProjectId, visitId = visit, witnessId = witness.GetProperty("id").GetGuid() })).ShouldBeOk();
        var challenge = await again.Challenge(scene.ProjectId, "End");
        var ended = (await again.Post($"/visits/{visit}/end", new { challenge, position = scene.OnSite, secondWay = await House.SecondWay(again, codes, scene.OperatorKey, "sh-lead") })).ShouldBeOk();
        Assert.Equal(Demo.Person("sh-lead").Name, ended["witnessName"].GetString());
        Assert.Contains("非人脸", await House.Value<string>("select summary from audit_entry where act = 'visit.ended'"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Agreeing_is_kept_with_version_hash_and_time_and_again_after_it_was_taken_back()
    {
        var mobile = await House.MiniProgram("sh-operator");
        var face = (await mobile.Get("/privacy")).ShouldBeOk().Json.EnumerateArray().Single(c => c.GetProperty("kind").GetString() == "Face");
        Assert.True(face.GetProperty("inForce").GetBoolean());
        var version = face.GetProperty("version").GetString();
        (await mobile.Post("/privacy/Face/withdrawal")).ShouldBeOk();
        (await mobile.Put("/privacy/Face", new { version = "1999-01" })).ShouldRefuse("consent.outdated", status: 409);
        (await mobile.Put("/privacy/Face", new { })).ShouldRefuse("consent.missing", status: 422);
        (await mobile.Put("/privacy/Face", new { version })).ShouldBeOk();
        (await mobile.Put("/privacy/Face", new { version })).ShouldBeOk();
        var account = DemoWorld.Id("account", "sh-operator");
        Assert.Equal(2, await House.Value<long>($"select count(*) from agreement where account_id = '{account}' and kind = 'Face' and length(text_sha256) = 64 and version = '{version}'"));
        Assert.Equal(1, await House.Value<long>($"select count(*) from agreement where account_id = '{account}' and kind = 'Face' and withdrawn_at is null"));
        Assert.Equal(1, await House.Value<long>($"select count(*) from audit_entry where act = 'consent.withdrawn' and account_id = '{account}'"));
    }

    [Fact, Rule("ACC-25")]
    public async Task Taking_back_the_privacy_agreement_signs_out_everywhere_and_lets_this_WeChat_go()
    {
        var (mobile, page) = (await House.MiniProgram("sh-lead"), await House.Agency("sh-lead"));
        await House.Settled(); // WeChat is asked whether he follows
        (await mobile.Post("/privacy/Privacy/withdrawal")).ShouldBeOk();
        (await mobile.Get("/me")).ShouldRefuse("session.ended", status: 401);
        (await page.Get("/me")).ShouldRefuse("session.ended", status: 401);
        using var again = new Caller(House.System, "miniprogram");
        Assert.False((await SignInTests.SignIn(again, "sh-lead"))["linked"].GetBoolean());
    }

    [Fact, Rule("ACC-20")]
    public async Task Who_has_not_agreed_to_the_text_in_force_is_let_in_at_no_door_until_he_does()
    {
        var (mobile, page, desk, corps) = (await House.MiniProgram("sh-lead"), await House.Agency("sh-lead"), await House.Console("sh-admin"), await House.Authority("sh-corps"));
        await House.SqlAsAdmin("update agreement set version = '1999-01' where kind = 'Privacy'");
        var version = (await mobile.Get("/privacy")).ShouldBeOk().Json.EnumerateArray().Single(c => c.GetProperty("kind").GetString() == "Privacy");
        Assert.Equal(("1999-01", false), (version.GetProperty("givenVersion").GetString(), version.GetProperty("inForce").GetBoolean()));
        foreach (var (door, asked) in new (Caller, string)[] { (mobile, "/projects"), (page, "/projects"), (desk, "/accounts") })
        {
            (await door.Get(asked)).ShouldRefuse("consent.needed", "ACC-20", 403);
            (await door.Get("/me")).ShouldBeOk();
        }

        (await corps.Get("/face-bases")).ShouldBeOk(); // an officer is nobody's staff
        (await page.Put("/privacy/Privacy", new { version = "1999-01" })).ShouldRefuse("consent.outdated", status: 409);
        (await page.Put("/privacy/Privacy", new { version = version.GetProperty("version").GetString() })).ShouldBeOk();
        (await mobile.Get("/projects")).ShouldBeOk(); // agreed once, agreed at every door
        (await desk.Get("/accounts")).ShouldRefuse("consent.needed", status: 403);
        (await desk.Put("/privacy/Privacy", new { version = version.GetProperty("version").GetString() })).ShouldBeOk();
        (await desk.Get("/accounts")).ShouldBeOk();
        (await desk.Post("/privacy/Privacy/withdrawal")).ShouldBeOk();
        (await desk.Get("/accounts")).ShouldRefuse("consent.needed", status: 403);
        (await desk.Post("/sign-out")).ShouldBeOk();
    }

    [Fact]
    public async Task The_texts_are_read_before_anybody_is_known()
    {
        using var stranger = new Caller(House.System, "miniprogram");
        var texts = (await stranger.Get("/privacy")).ShouldBeOk().Json.EnumerateArray().ToList();
        Assert.All(texts, t => Assert.True(t.GetProperty("paragraphs").GetArrayLength() >= 4));
        (await stranger.Put("/privacy/Face", new { version = "x" })).ShouldRefuse("session.missing", status: 401);
    }
}
