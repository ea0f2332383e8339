using WeChatService.Modules.Tests.Reports;
using WeChatService.TestKit;

namespace WeChatService.Modules.Tests.Visits.Slices;

/// <summary>A client who says nothing, and the list of what clients said.</summary>
public sealed class SilenceTests(House house) : Slice(house)
{
    private static readonly string[] Keys = ["people", "time", "place", "content", "onSite", "works"];

    [Fact, Rule("EVL-10", Regions = ["shanghai"])]
    public async Task Silence_is_reminded_on_the_first_and_third_day_and_then_marked_as_silence()
    {
        House.At("2026-11-03T02:00Z");
        var (scene, form) = await AForm();
        var days = scene.Policy("evaluation", "remindAfterDays").EnumerateArray().Select(d => d.GetInt32()).ToArray();
        Assert.Equal([1, 3], days);
        await Told(form, "2026-11-04T00:30Z", 1);
        await Told(form, "2026-11-04T01:30Z", 2);
        await Told(form, "2026-11-05T09:00Z", 2);
        await Told(form, "2026-11-06T01:30Z", 3);
        await Told(form, "2026-11-09T09:00Z", 3);
        var lead = await House.Agency(scene.LeadKey);
        Assert.Equal("Open", await StateOf(lead, form));
        (await lead.Post($"/feedback-forms/{form}/proofs", new { text = "电话请过两次" })).ShouldRefuse("rating.proof_not_needed", "EVL-10", 409);

        await Told(form, "2026-11-10T09:00Z", 3);

        Assert.Equal("NotRated", await StateOf(lead, form));
        var read = (await lead.Get("/ratings")).ShouldBeOk();
        Assert.Equal((1, 0, "Null"), (
            read["figures"].GetProperty("notRated").GetInt32(), read["figures"].GetProperty("done").GetInt32(), read["figures"].GetProperty("average").ValueKind.ToString()));
        var contact = await House.Owner(scene.ContactKey);
        Assert.Equal("NotRated", (await contact.Get($"/ratings/{form}")).ShouldBeOk()["state"].GetString());
        Assert.DoesNotContain((await contact.Get("/home")).ShouldBeOk()["todo"].EnumerateArray(), t => t.GetProperty("id").GetGuid() == form);
    }

    [Fact, Rule("EVL-10", Regions = ["shanghai"])]
    public async Task The_agency_shows_how_it_asked_and_both_sides_and_the_authority_see_it()
    {
        var (scene, form) = await ASilentForm();
        var lead = await House.Agency(scene.LeadKey);
        (await lead.Post($"/feedback-forms/{form}/proofs", new { text = " " })).ShouldRefuse("rating.proof_incomplete", "EVL-10", 422);
        (await lead.Post($"/feedback-forms/{form}/proofs", new { text = "电话请过两次", photoIds = new[] { Guid.NewGuid() } })).ShouldRefuse("photo.missing");
        (await lead.Post($"/feedback-forms/{Guid.NewGuid()}/proofs", new { text = "电话请过两次" })).ShouldRefuse("rating.form_unknown", "EVL-08", 404);
        using var other = await House.Agency("bj-lead");
        (await other.Post($"/feedback-forms/{form}/proofs", new { text = "电话请过两次" })).ShouldRefuse("rating.form_unknown", "EVL-08", 404);
        (await lead.Post($"/feedback-forms/{form}/proofs", new { text = "电话请过两次" })).ShouldBeOk();

        using var brigade = await House.Authority(scene.BrigadeKey);
        foreach (var reader in new Caller[] { lead, brigade })
        {
            var row = (await reader.Get("/ratings?state=NotRated")).ShouldBeOk()["page"].GetProperty("items")[0];
            Assert.Equal("电话请过两次", row.GetProperty("proofs")[0].GetProperty("text").GetString());
            Assert.Equal("NotRated", row.GetProperty("state").GetString());
        }

        using var elsewhere = await House.Authority("bj-brigade");
        Assert.Equal(0, (await elsewhere.Get("/ratings")).ShouldBeOk()["page"].GetProperty("total").GetInt32());
    }

    [Fact, Rule("EVL-10", Regions = ["shanghai"])]
    public async Task The_proof_of_silence_is_a_file_for_agency_and_authority_and_for_nobody_else()
    {
        var (scene, form) = await ASilentForm();
        var lead = await House.Agency(scene.LeadKey);
        (await lead.Get($"/feedback-forms/{form}/silence.pdf")).ShouldRefuse("rating.proof_missing", "EVL-10", 409);
        var photo = await lead.UploadScene(scene.LeadKey, kind: "Other");
        (await lead.Post($"/feedback-forms/{form}/proofs", new { text = "打过两次电话<b>没有接</b>", photoIds = new[] { photo } })).ShouldBeOk();

        using var brigade = await House.Authority(scene.BrigadeKey);
        foreach (var reader in new Caller[] { lead, brigade })
        {
            var file = (await reader.Get($"/feedback-forms/{form}/silence.pdf")).ShouldBeOk();
            Assert.Equal("application/pdf", file.MediaType);
            var text = await SmallPdf.TextOf(file.Bytes);
            Assert.Contains("打过两次电话<b>没有接</b>", text, StringComparison.Ordinal);
            Assert.Contains("2026年11月4日、2026年11月6日再次提醒", text, StringComparison.Ordinal);
            Assert.Contains("记为未评价，至今没有评价", text, StringComparison.Ordinal);
            Assert.Contains(Demo.Project(scene.ProjectKey).GetProperty("name").GetString()!.Replace(" ", "", StringComparison.Ordinal), text, StringComparison.Ordinal);
        }

        using var other = await House.Agency("bj-lead");
        using var elsewhere = await House.Authority("bj-brigade");
        foreach (var stranger in new Caller[] { other, elsewhere })
        {
            (await stranger.Get($"/feedback-forms/{form}/silence.pdf")).ShouldRefuse("rating.form_unknown", "EVL-08", 404);
        }
    }

    [Fact, Rule("EVL-10", Regions = ["shanghai"])]
    public async Task A_late_rating_still_counts_and_ends_the_silence()
    {
        var (scene, form) = await ASilentForm();
        var contact = await House.Owner(scene.ContactKey);
        (await Rate(contact, form, 4)).ShouldBeOk();
        var lead = await House.Agency(scene.LeadKey);
        Assert.Equal("Done", await StateOf(lead, form));
        (await lead.Post($"/feedback-forms/{form}/proofs", new { text = "电话请过两次" })).ShouldRefuse("rating.proof_not_needed", "EVL-10", 409);
    }

    [Fact, Rule("EVL-07", Regions = ["shanghai"]), Rule("EVL-05", Regions = ["shanghai"]), Rule("EVL-09", Regions = ["shanghai"]), Rule("SUP-09", Regions = ["shanghai"])]
    public async Task Agency_and_authority_read_the_list_with_its_average_and_what_does_not_agree()
    {
        House.At("2026-11-03T02:00Z");
        var (scene, first) = await AForm();
        var contact = await House.Owner(scene.ContactKey);
        (await Rate(contact, first, 5)).ShouldBeOk();
        var second = await NextDay(scene, "2026-11-04T02:00Z");
        (await Rate(await House.Owner(scene.ContactKey), second, 2, wrong: "time", note: "晚来一小时")).ShouldBeOk();
        await NextDay(scene, "2026-11-05T02:00Z");

        var lead = await House.Agency(scene.LeadKey);
        using var brigade = await House.Authority(scene.BrigadeKey);
        foreach (var reader in new Caller[] { lead, brigade })
        {
            var read = (await reader.Get("/ratings?month=2026-11")).ShouldBeOk();
            var figures = read["figures"];
            Assert.Equal((1, 2, 1, 3.5), (
                figures.GetProperty("open").GetInt32(), figures.GetProperty("done").GetInt32(), figures.GetProperty("flagged").GetInt32(),
                figures.GetProperty("average").GetDouble()));
            Assert.Equal(3, read["page"].GetProperty("total").GetInt32());
            var flagged = (await reader.Get("/ratings?flagged=true")).ShouldBeOk()["page"].GetProperty("items").EnumerateArray().Single();
            Assert.Equal(second, flagged.GetProperty("formId").GetGuid());
            var wrong = flagged.GetProperty("disagreements").EnumerateArray().Single();
            Assert.Equal(("来的时间", "不一致", "晚来一小时"), (
                wrong.GetProperty("question").GetString(), wrong.GetProperty("says").GetString(), wrong.GetProperty("note").GetString()));
            Assert.Equal(0, (await reader.Get("/ratings?month=2026-10")).ShouldBeOk()["page"].GetProperty("total").GetInt32());
        }

        using var elsewhere = await House.Agency("bj-lead");
        Assert.Equal(0, (await elsewhere.Get("/ratings")).ShouldBeOk()["page"].GetProperty("total").GetInt32());
    }

    private async Task<string?> StateOf(Caller reader, Guid form) =>
        (await reader.Get("/ratings")).ShouldBeOk()["page"].GetProperty("items").EnumerateArray()
            .Single(r => r.GetProperty("formId").GetGuid() == form).GetProperty("state").GetString();

    /// <summary>How often the one contact has been told of the form by then: once when it came, then the reminders.</summary>
    private async Task Told(Guid form, string moment, int times)
    {
        House.At(moment);
        await House.Settled();
        Assert.Equal(times, await House.Value<long>($"select count(*) from notice where about_id = '{form}' and template = 'feedback_form' and reader = 'OwnerContact'"));
    }

    private async Task<(Scene Scene, Guid Form)> ASilentForm()
    {
        House.At("2026-11-03T02:00Z");
        var (scene, form) = await AForm();
        House.At("2026-11-11T02:00Z");
        await House.Settled();
        return (scene, form);
    }

    private async Task<(Scene Scene, Guid Form)> AForm()
    {
        var scene = await Given.APlan();
        return (scene, await Form(scene, await scene.Operator()));
    }

    private async Task<Guid> NextDay(Scene scene, string moment)
    {
        House.At(moment);
        return await Form(scene, await House.MiniProgram(scene.OperatorKey));
    }

    private static async Task<Guid> Form(Scene scene, MiniProgramClient mobile)
    {
        var visit = (await mobile.StartVisit(scene.ProjectId, scene.OperatorKey, scene.OnSite)).ShouldBeOk().Id;
        (await mobile.EndVisit(visit, scene.ProjectId, scene.OperatorKey, scene.OnSite)).ShouldBeOk();
        return (await mobile.Post("/feedback-forms", new { projectId = scene.ProjectId, visitId = visit, content = "检查了消防水泵和灭火器" })).ShouldBeOk().Id;
    }

    private static Task<Answer> Rate(OwnerClient contact, Guid form, int stars, string? wrong = null, string? note = null) =>
        contact.Post($"/feedback-forms/{form}/rating", new { answers = Keys.Select(key => new { key, yes = key != wrong, note = key == wrong ? note : null }), stars });
}
