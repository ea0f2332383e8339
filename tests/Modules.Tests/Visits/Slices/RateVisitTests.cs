using Microsoft.EntityFrameworkCore;
using Npgsql;
using WeChatService.Kernel;
using WeChatService.TestKit;
using WeChatService.Visits;
using Demo = WeChatService.TestKit.Demo;

namespace WeChatService.Modules.Tests.Visits.Slices;

/// <summary>The feedback form and the client's rating over HTTP.</summary>
public sealed class RateVisitTests(House house) : Slice(house)
{
    private static readonly string[] Keys = ["people", "time", "place", "content", "onSite", "works"];

    [Fact, Rule("CHK-11", Regions = ["shanghai"]), Rule("CHK-18", Regions = ["shanghai"]), Rule("CHK-14", Regions = ["shanghai"])]
    public async Task One_form_a_day_after_the_end_and_the_contact_is_told()
    {
        var scene = await Given.APlan();
        var mobile = await scene.Operator();
        var visit = await Start(mobile, scene.OperatorKey, scene);
        (await Write(mobile, scene, visit)).ShouldRefuse("visit.form_before_end", "CHK-18", 409);
        await End(mobile, scene.OperatorKey, scene, visit);

        var form = (await Write(mobile, scene, visit)).ShouldBeOk();
        Assert.True(form["asksForRating"].GetBoolean());
        (await Write(mobile, scene, visit)).ShouldRefuse("visit.form_exists", "CHK-11", 409);
        var colleague = await House.MiniProgram("sh-operator3");
        var second = await Start(colleague, "sh-operator3", scene);
        await End(colleague, "sh-operator3", scene, second);
        (await Write(colleague, scene, second)).ShouldRefuse("visit.form_exists", "CHK-11", 409);

        Assert.Equal(1, await House.Value<long>("select count(*) from feedback_form"));
        var told = await House.Phone(scene.ContactKey).AwaitMessage("owner", "请为本次服务打分");
        Assert.EndsWith($"/owner/ratings/{form.Id}", told.Url);
    }

    [Fact, Rule("CHK-11", Regions = ["shanghai"])]
    public async Task Who_confirms_writes_it_the_others_are_told_whose_it_is_and_he_may_give_it_back()
    {
        var scene = await Given.APlan();
        var (mobile, colleague) = (await scene.Operator(), await House.MiniProgram("sh-operator3"));
        var mine = await Start(mobile, scene.OperatorKey, scene);
        (await mobile.Put($"/visits/{mine}/form-writer", new { mine = true })).ShouldBeOk();
        (await mobile.Put($"/visits/{mine}/form-writer", new { mine = true })).ShouldBeOk();
        var his = (await colleague.StartVisit(scene.ProjectId, "sh-operator3", scene.OnSite)).ShouldBeOk();
        Assert.Equal(Demo.Person(scene.OperatorKey).Name, his["formWriter"].GetString());
        Assert.Contains(Demo.Person(scene.OperatorKey).Name, (await colleague.Put($"/visits/{his.Id}/form-writer", new { mine = true })).ShouldRefuse("visit.form_is_taken", "CHK-11", 409).Text);
        (await colleague.Put($"/visits/{mine}/form-writer", new { mine = false })).ShouldRefuse("visit.not_yours", "CHK-15", 404);
        Assert.True((await mobile.Get("/visits/current")).ShouldBeOk()["formIsMine"].GetBoolean());

        await End(colleague, "sh-operator3", scene, his.Id);
        (await Write(colleague, scene, his.Id)).ShouldRefuse("visit.form_is_taken", "CHK-11", 409);
        (await mobile.Put($"/visits/{mine}/form-writer", new { mine = false })).ShouldBeOk();
        (await Write(colleague, scene, his.Id)).ShouldBeOk();
        (await mobile.Put($"/visits/{mine}/form-writer", new { mine = true })).ShouldRefuse("visit.form_exists", "CHK-11", 409);
    }

    [Fact, Rule("CHK-11", Regions = ["shanghai"])]
    public async Task What_the_writer_leaves_unwritten_whoever_ends_after_midnight_is_asked_for()
    {
        var scene = await Given.APlan();
        var (mobile, colleague) = (await scene.Operator(), await House.MiniProgram("sh-operator3"));
        var mine = await Start(mobile, scene.OperatorKey, scene);
        (await mobile.Put($"/visits/{mine}/form-writer", new { mine = true })).ShouldBeOk();
        var his = await Start(colleague, "sh-operator3", scene);

        House.Time.At(ChinaTime.StartOf(ChinaTime.DayOf(House.Time.GetUtcNow()).AddDays(1)).AddMinutes(30));
        var ended = (await colleague.EndVisit(his, scene.ProjectId, "sh-operator3", scene.OnSite)).ShouldBeOk();
        Assert.True(ended["formIsMissing"].GetBoolean());
        Assert.Equal(System.Text.Json.JsonValueKind.Null, ended["formWriter"].ValueKind);
        (await Write(colleague, scene, his)).ShouldBeOk();
    }

    [Fact, Rule("CHK-12", Regions = ["shanghai"]), Rule("CHK-13", Regions = ["shanghai"])]
    public async Task Who_is_still_at_work_is_zeroed_and_the_contact_reads_why()
    {
        var scene = await Given.APlan();
        var (mobile, colleague) = (await scene.Operator(), await House.MiniProgram("sh-operator3"));
        var visit = await Start(mobile, scene.OperatorKey, scene);
        var open = await Start(colleague, "sh-operator3", scene);
        await End(mobile, scene.OperatorKey, scene, visit);

        var form = (await Write(mobile, scene, visit)).ShouldBeOk();

        var name = Demo.Person("sh-operator3").Name;
        Assert.Equal(name, form["zeroed"][0].GetString());
        var contact = await scene.Contact();
        Assert.Contains(name, (await contact.Get($"/ratings/{form.Id}")).ShouldBeOk()["zeroed"][0].GetString());
        var seen = (await contact.Get($"/visits/{open}")).ShouldBeOk();
        Assert.Equal(("Zeroed", 0), (seen["mark"].GetString(), seen["minutes"].GetInt32()));
    }

    [Fact, Rule("EVL-01", Regions = ["shanghai"]), Rule("EVL-02", Regions = ["shanghai"]), Rule("EVL-03", Regions = ["shanghai"]), Rule("EVL-04", Regions = ["shanghai"])]
    public async Task The_contact_answers_everything_once()
    {
        var (scene, form) = await AForm();
        var contact = await scene.Contact();
        var page = (await contact.Get($"/feedback-forms/{form}/rating")).ShouldBeOk();
        Assert.Equal(Keys, page["questions"].EnumerateArray().Select(q => q.GetProperty("key").GetString()));
        Assert.Equal(Demo.Person(scene.OperatorKey).Name, page["questions"][0].GetProperty("states").GetString());
        Assert.Equal(1, (await contact.Get("/ratings?state=Open")).ShouldBeOk()["total"].GetInt32());

        (await Rate(contact, form, Keys[..5])).ShouldRefuse("rating.incomplete", "EVL-02", 422);
        (await Rate(contact, form, Keys, stars: 6)).ShouldRefuse("rating.stars_out_of_range", "EVL-02", 422);
        (await Rate(contact, form, Keys)).ShouldBeOk();
        (await Rate(contact, form, Keys)).ShouldRefuse("rating.exists", "EVL-04", 409);

        Assert.Equal(0, (await contact.Get("/ratings?state=Open")).ShouldBeOk()["total"].GetInt32());
        Assert.Equal(5, (await contact.Get("/ratings?state=Done")).ShouldBeOk()["items"][0].GetProperty("stars").GetInt32());
        Assert.Equal("Done", (await contact.Get("/visits")).ShouldBeOk()["items"][0].GetProperty("rating").GetProperty("state").GetString());
    }

    [Fact, Rule("EVL-05", Regions = ["shanghai"])]
    public async Task Both_sides_and_the_supervisors_can_read_what_the_client_said()
    {
        var (scene, form) = await AForm();
        (await Rate(await scene.Contact(), form, Keys, stars: 4)).ShouldBeOk();
        foreach (var reader in new[]
        {
            Reader(Door.Owner) with { OwnerIds = [Demo.Id("owner", Demo.Project(scene.ProjectKey).GetProperty("ownerKey").GetString()!)] },
            Reader(Door.Agency) with { AgencyId = Demo.Id("agency", "sh-agency") },
            Reader(Door.Authority) with { BrigadeId = Demo.Id("brigade", Demo.Project(scene.ProjectKey).GetProperty("brigadeKey").GetString()!) },
            Reader(Door.Authority, Role.Corps) with { Region = "shanghai" },
        })
        {
            Assert.Equal(4, await House.InDatabase(db => db.Set<VisitRating>().Select(r => r.Stars).SingleAsync(), reader));
        }

        var elsewhere = Reader(Door.Authority, Role.Corps) with { Region = "beijing" };
        Assert.False(await House.InDatabase(db => db.Set<VisitRating>().AnyAsync(), elsewhere));
    }

    [Fact, Rule("EVL-04", Regions = ["shanghai"])]
    public async Task What_the_client_said_is_not_changed_even_by_SQL()
    {
        var (scene, form) = await AForm();
        (await Rate(await scene.Contact(), form, Keys)).ShouldBeOk();
        await Assert.ThrowsAsync<PostgresException>(() => House.SqlAsApplication("update visit_rating set stars = 1"));
        await Assert.ThrowsAsync<PostgresException>(() => House.SqlAsApplication("delete from visit_rating"));
    }

    [Fact, Rule("EVL-04", Regions = ["shanghai"])]
    public async Task Two_ratings_at_the_same_instant_leave_one()
    {
        var (scene, form) = await AForm();
        var contact = await scene.Contact();
        var answers = await Task.WhenAll(Enumerable.Range(1, 3).Select(stars => Rate(contact, form, Keys, stars)));
        Assert.Single(answers, a => (int)a.Status < 300);
        Assert.Equal(2, answers.Count(a => (int)a.Status == 409));
        Assert.Equal(1, await House.Value<long>("select count(*) from visit_rating"));
    }

    [Fact, Rule("EVL-08", Regions = ["shanghai"])]
    public async Task Only_the_bound_contact_rates()
    {
        var (_, form) = await AForm();
        var stranger = await House.Owner("sh-contact2");
        (await Rate(stranger, form, Keys)).ShouldRefuse("rating.not_bound", "EVL-08", 403);
        (await stranger.Get($"/ratings/{form}")).ShouldRefuse("rating.form_unknown", "EVL-08", 404);
        Assert.Equal(0, await House.Value<long>("select count(*) from visit_rating"));
    }

    [Fact, Rule("EVL-09", Regions = ["shanghai"])]
    public async Task What_does_not_agree_is_flagged()
    {
        var (scene, form) = await AForm();
        var rated = (await (await scene.Contact()).Post($"/feedback-forms/{form}/rating", new
        {
            answers = Keys.Select(key => new { key, yes = key != "time", note = key == "time" ? "晚来一小时" : null }), stars = 3,
        })).ShouldBeOk();
        Assert.Equal("time", rated["inconsistent"][0].GetString());
        Assert.Equal("{time}", await House.Value<string>("select inconsistent::text from visit_rating"));
    }

    [Fact, Rule("EVL-05", Regions = ["shanghai"])]
    public async Task A_script_in_the_comment_is_only_text_to_every_reader()
    {
        const string Script = "<script>alert(1)</script><img src=x onerror=alert(1)>";
        var (scene, form) = await AForm();
        var contact = await scene.Contact();
        (await contact.Post($"/feedback-forms/{form}/rating", new { answers = Keys.Select(key => new { key, yes = true, note = Script }), stars = 3, comment = Script + "\0" }))
            .ShouldRefuse("request.malformed", status: 400);
        (await contact.Post($"/feedback-forms/{form}/rating", new { answers = Keys.Select(key => new { key, yes = true }), stars = 3, comment = new string('字', 501) }))
            .ShouldRefuse("rating.too_long", "EVL-02", 422);
        (await contact.Post($"/feedback-forms/{form}/rating", new { answers = Keys.Select(key => new { key, yes = true, note = Script }), stars = 3, comment = Script })).ShouldBeOk();

        using var brigade = await House.Authority(scene.BrigadeKey);
        var own = (await contact.Get($"/ratings/{form}")).ShouldBeOk();
        var theirs = (await brigade.Get("/ratings")).ShouldBeOk();
        Assert.Equal((Script, "application/json"), (own["comment"].GetString(), own.MediaType));
        Assert.Equal((Script, "application/json"), (theirs["page"].GetProperty("items")[0].GetProperty("comment").GetString(), theirs.MediaType));
    }

    [Fact]
    public async Task Bad_shapes_are_refused_and_never_a_500()
    {
        var (scene, form) = await AForm();
        var contact = await scene.Contact();
        (await contact.Post($"/feedback-forms/{form}/rating", new { })).ShouldRefuse("rating.incomplete", status: 422);
        (await contact.Post($"/feedback-forms/{form}/rating", new { answers = new object?[] { null }, stars = 3 })).ShouldRefuse("rating.incomplete", status: 422);
        (await contact.Post($"/feedback-forms/{form}/rating", new { answers = "x" })).ShouldRefuse("request.malformed", status: 400);
        (await Rate(contact, Guid.NewGuid(), Keys)).ShouldRefuse("rating.not_bound", "EVL-08", 403);
    }

    private static Actor Reader(Door door, params Role[] roles) => new(door, Guid.NewGuid(), null, "读者", roles, null, null, [], null, null, null, null);

    private async Task<(Scene Scene, Guid Form)> AForm()
    {
        var scene = await Given.APlan();
        var mobile = await scene.Operator();
        var visit = await Start(mobile, scene.OperatorKey, scene);
        await End(mobile, scene.OperatorKey, scene, visit);
        return (scene, (await Write(mobile, scene, visit)).ShouldBeOk().Id);
    }

    private static async Task<Guid> Start(MiniProgramClient mobile, string personKey, Scene scene) =>
        (await mobile.StartVisit(scene.ProjectId, personKey, scene.OnSite)).ShouldBeOk().Id;

    private static async Task End(MiniProgramClient mobile, string personKey, Scene scene, Guid visit) =>
        (await mobile.EndVisit(visit, scene.ProjectId, personKey, scene.OnSite)).ShouldBeOk();

    private static Task<Answer> Write(MiniProgramClient mobile, Scene scene, Guid visit) =>
        mobile.Post("/feedback-forms", new { projectId = scene.ProjectId, visitId = visit, content = "检查了消防水泵和灭火器", nextStep = "下月复查" });

    private static Task<Answer> Rate(OwnerClient contact, Guid form, string[] keys, int stars = 5) =>
        contact.Post($"/feedback-forms/{form}/rating", new { answers = keys.Select(key => new { key, yes = true }), stars, comment = "谢谢" });
}
