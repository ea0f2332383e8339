using System.Text.Json;
using WeChatService.TestKit;
using Demo = WeChatService.TestKit.Demo;

namespace WeChatService.Modules.Tests.Visits.Slices;

/// <summary>What follows a rating: the agency's answer, and who is told of a flag.</summary>
public sealed class AnswerRatingTests(House house) : Slice(house)
{
    [Fact, Rule("OWN-15", Regions = ["shanghai"])]
    public async Task The_agency_answers_once_the_owner_is_told_once_and_reads_the_correction_with_name_and_time()
    {
        var scene = await Given.AFeedbackForm();
        await House.Phone(scene.ContactKey).Follow("owner");
        var (lead, contact) = (await scene.Lead(), await scene.Contact());
        var path = $"/feedback-forms/{scene.FormId}/reply";
        (await lead.Put(path, new { text = "谢谢" })).ShouldRefuse("rating.nothing_to_answer", "OWN-15", 409);
        await Rate(scene);

        (await lead.Put(path, new { text = " 好 " })).ShouldRefuse("rating.reply_missing", "OWN-15", 422);
        (await lead.Put(path, new { text = new string('字', 501) })).ShouldRefuse("rating.reply_missing", "OWN-15", 422);
        using var foreign = await House.Agency("bj-lead");
        (await foreign.Put(path, new { text = "不是我们" })).ShouldRefuse("rating.form_unknown", status: 404);
        using var technical = await House.Agency(scene.TechnicalLeadKey);
        (await technical.Put(path, new { text = "看过了" })).ShouldRefuse("actor.not_your_role", status: 403);
        var key = Guid.NewGuid().ToString();
        (await lead.Put(path, new { text = "门卫登记晚了，下次先拍照" }, key)).ShouldBeOk();
        (await lead.Put(path, new { text = "门卫登记晚了，下次先拍照" }, key)).ShouldBeOk();
        (await lead.Put(path, new { text = "门卫登记晚了，下次先拍照" })).ShouldBeOk();
        var told = await House.Phone(scene.ContactKey).AwaitMessage("owner", "服务机构回应了您的评价");
        Assert.EndsWith($"/owner/ratings/{scene.FormId}", told.Url);

        using var admin = await House.Console("sh-admin");
        (await admin.Put(path, new { text = "门卫登记晚了，已经换人登记" })).ShouldBeOk();
        await House.Settled();
        using var brigade = await House.Authority(scene.BrigadeKey);
        foreach (var reply in new[]
        {
            (await contact.Get($"/ratings/{scene.FormId}")).ShouldBeOk()["reply"],
            (await lead.Get("/ratings")).ShouldBeOk()["page"].GetProperty("items")[0].GetProperty("reply"),
            (await brigade.Get("/ratings")).ShouldBeOk()["page"].GetProperty("items")[0].GetProperty("reply"),
        })
        {
            Assert.Equal(
                ("门卫登记晚了，已经换人登记", Demo.Person(scene.LeadKey).Name, Demo.Person("sh-admin").Name),
                (reply.GetProperty("text").GetString(), reply.GetProperty("byName").GetString(), reply.GetProperty("correctedByName").GetString()));
            Assert.Equal(JsonValueKind.String, reply.GetProperty("correctedAt").ValueKind);
        }

        Assert.Equal(1, await House.Value<long>("select count(*) from notice where template = 'rating_answered'"));
        Assert.Equal(1, await House.Value<long>("select count(*) from rating_reply"));
        Assert.Equal("1,1", await House.Value<string>(
            "select count(*) filter (where act = 'rating.answered') || ',' || count(*) filter (where act = 'rating.answer_corrected') from audit_entry"));
        using var stranger = await House.Owner("bj-contact");
        (await stranger.Get($"/ratings/{scene.FormId}")).ShouldRefuse("rating.form_unknown", status: 404);
    }

    [Fact, Rule("EVL-09", Regions = ["shanghai"]), Rule("SUP-09", Regions = ["shanghai"])]
    public async Task Of_a_disagreement_lead_administrator_and_authority_are_told_once_and_the_authority_narrows_its_list()
    {
        var scene = await Given.AFeedbackForm();
        await House.Phone(scene.LeadKey).Follow("agency");
        await Rate(scene);
        await House.Settled();

        var told = await House.Phone(scene.LeadKey).AwaitMessage("agency", "监管标记等您说明");
        Assert.EndsWith($"/agency/flags?projectId={scene.ProjectId}", told.Url);
        Assert.Equal(
            new[] { "sh-admin", scene.LeadKey }.Select(k => Demo.Id("person", k)).Order(),
            (await House.Value<Guid[]>("select array_agg(receiver_id) from notice where template = 'flag_raised'")).Order());

        using var brigade = await House.Authority(scene.BrigadeKey);
        using var corps = await House.Authority("sh-corps");
        foreach (var officer in new[] { brigade, corps })
        {
            var notice = Assert.Single((await officer.Get("/notices")).ShouldBeOk()["page"].GetProperty("items").EnumerateArray());
            Assert.Equal("FlagRaised", notice.GetProperty("kind").GetString());
            Assert.Contains("来的时间：不一致", notice.GetProperty("text").GetString(), StringComparison.Ordinal);
        }

        using var elsewhere = await House.Authority("bj-corps");
        Assert.Equal(0, (await elsewhere.Get("/notices")).ShouldBeOk()["page"].GetProperty("total").GetInt32());
        var id = (await brigade.Get("/notices?unread=true")).ShouldBeOk()["page"].GetProperty("items")[0].GetProperty("id").GetGuid();
        (await elsewhere.Post($"/notices/{id}/read")).ShouldRefuse("resource.not_found", status: 404);
        (await brigade.Post($"/notices/{id}/read")).ShouldBeOk();
        Assert.Equal(0, (await brigade.Get("/notices?unread=true")).ShouldBeOk()["unread"].GetInt32());

        // Each filter finds it, and each filter leaves it out.
        var (agency, other) = (Demo.Id("agency", "sh-agency"), Demo.Id("agency", "bj-agency"));
        foreach (var (query, found) in new[]
        {
            ("flagged=true", 1), ("flagged=false", 0), ($"agencyId={agency}", 1), ($"agencyId={other}", 0), ($"projectId={scene.ProjectId}", 1),
            ($"projectId={Guid.NewGuid()}", 0), ($"month={scene.Month}&agencyId={agency}&flagged=true", 1), ($"month={scene.Month.AddMonths(-1)}", 0),
        })
        {
            Assert.Equal(found, (await brigade.Get($"/ratings?{query}")).ShouldBeOk()["page"].GetProperty("total").GetInt32());
        }

        var choices = (await brigade.Get("/ratings/choices")).ShouldBeOk();
        Assert.Equal(agency, Assert.Single(choices["agencies"].EnumerateArray()).GetProperty("id").GetGuid());
        Assert.Contains(choices["projects"].EnumerateArray(), p => p.GetProperty("id").GetGuid() == scene.ProjectId);
        Assert.Empty((await elsewhere.Get("/ratings/choices")).ShouldBeOk()["agencies"].EnumerateArray());
    }

    private static async Task Rate(Scene scene)
    {
        var answers = scene.Policy("evaluation", "questions").EnumerateArray().Select(q => q.GetProperty("key").GetString())
            .Select(key => new { key, yes = key != "time", note = key == "time" ? "晚来一小时" : null });
        (await (await scene.Contact()).Post($"/feedback-forms/{scene.FormId}/rating", new { answers, stars = 3, comment = "登记本上是两点" })).ShouldBeOk();
    }
}
