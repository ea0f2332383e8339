using WeChatService.TestKit;
using static WeChatService.Modules.Tests.FieldTasks.Slices.Steps;
using Demo = WeChatService.TestKit.Demo;

namespace WeChatService.Modules.Tests.FieldTasks.Slices;

/// <summary>Beijing, 非人脸: whom the face service does not recognise asks and consents by codes, a photo and a witness.</summary>
public sealed class ConsentSecondWayTests(House house) : Slice(house)
{
    private const string Beijing = "beijing";

    [Fact, Rule("PEO-31"), Rule("APR-03", Regions = [Beijing]), Rule("APR-12", Regions = [Beijing])]
    public async Task Both_sides_come_by_the_second_way_and_it_is_marked_wherever_the_consent_is_read()
    {
        var (scene, mobile, lead, task) = await ATask();
        var witness = (await mobile.Get("/consents/witnesses")).ShouldBeOk().Json.EnumerateArray().Select(w => w.GetProperty("id").GetGuid()).ToList();
        Assert.Contains(scene.LeadId, witness);
        (await mobile.Post("/consents/codes", new { kind = "Start", taskId = task, witnessId = scene.LeadId })).ShouldRefuse("identity.face_first", "PEO-31", 409);
        (await mobile.Post("/consents", new { kind = "Start", taskId = task, photoId = await House.StrangersFace(mobile, scene), position = scene.OnSite }))
            .ShouldRefuse("face.not_matched");
        var sent = (await mobile.Post("/consents/codes", new { kind = "Start", taskId = task, witnessId = scene.LeadId })).ShouldBeOk();
        var consent = (await mobile.Post("/consents", new
        {
            kind = "Start", taskId = task, position = scene.OnSite, secondWay = await House.SecondWay(mobile, sent, scene.OperatorKey, scene.LeadKey),
        })).ShouldBeOk();
        Assert.Equal(Demo.Person(scene.LeadKey).Name, consent["witnessName"].GetString());
        Assert.Null(consent["score"].GetString());

        (await Grant(lead, consent.Id, new { photoId = await House.StrangersFace(lead, scene), position = scene.OnSite })).ShouldRefuse("face.not_matched");
        House.Time.Advance(TimeSpan.FromSeconds(61));
        var codes = (await lead.Post($"/consents/{consent.Id}/codes", new { witnessId = scene.OperatorId })).ShouldBeOk();
        (await Grant(lead, consent.Id, new { position = scene.FarAway, secondWay = await House.SecondWay(lead, codes, scene.LeadKey, scene.OperatorKey) }))
            .ShouldRefuse("consent.lead_out_of_fence", "APR-03", 422);
        var granted = (await Grant(lead, consent.Id, new { position = scene.OnSite, secondWay = await House.SecondWay(lead, codes, scene.LeadKey, scene.OperatorKey) })).ShouldBeOk();
        Assert.Equal(Demo.Person(scene.OperatorKey).Name, granted["witnessName"].GetString());

        foreach (Caller reader in new Caller[] { lead, await House.Authority(scene.BrigadeKey) })
        {
            var shown = (await reader.Get($"/consents/{consent.Id}")).ShouldBeOk();
            Assert.Equal(
                (Demo.Person(scene.LeadKey).Name, Demo.Person(scene.OperatorKey).Name),
                (shown["operator"].GetProperty("witnessName").GetString(), shown["decider"].GetProperty("witnessName").GetString()));
            Assert.Equal(2, await House.Value<long>(
                $"select count(*) from second_way_proof where id in ('{shown["operator"].GetProperty("evidenceId").GetGuid()}', '{shown["decider"].GetProperty("evidenceId").GetGuid()}')"));
        }

        Assert.Equal(2, await House.Value<long>("select count(*) from audit_entry where act in ('consent.asked', 'consent.granted') and summary like '%非人脸%见证%'"));
        (await TryStart(mobile, scene, task)).ShouldBeOk();
    }

    [Fact, Rule("PEO-31"), Rule("APR-13", Regions = [Beijing])]
    public async Task Codes_count_for_one_task_and_consent_and_never_for_what_waited_in_the_phone()
    {
        var (scene, mobile, lead, task) = await ATask();
        (await mobile.Post("/consents", new { kind = "Start", taskId = task, photoId = await House.StrangersFace(mobile, scene), position = scene.OnSite }))
            .ShouldRefuse("face.not_matched");
        var sent = (await mobile.Post("/consents/codes", new { kind = "Start", taskId = task, witnessId = scene.LeadId })).ShouldBeOk();
        var answer = await House.SecondWay(mobile, sent, scene.OperatorKey, scene.LeadKey);
        (await mobile.Post("/consents", new { kind = "Start", taskId = task, position = scene.OnSite, secondWay = answer, queuedAt = House.Time.GetUtcNow().AddMinutes(-1) }))
            .ShouldRefuse("consent.witnessed_late", "APR-13", 422);
        var consent = (await mobile.Post("/consents", new { kind = "Start", taskId = task, position = scene.OnSite, secondWay = answer })).ShouldBeOk().Id;

        // The operator's codes are not the lead's, and those of somebody else's consent are nobody's.
        (await Grant(lead, consent, new { position = scene.OnSite, secondWay = await House.SecondWay(lead, sent, scene.OperatorKey, scene.LeadKey) }))
            .ShouldRefuse("identity.challenge_unknown", "PEO-31", 404);
        (await lead.Post($"/consents/{consent}/codes", new { witnessId = scene.LeadId })).ShouldRefuse("identity.face_first", "PEO-31", 409);
        (await lead.Post($"/consents/{consent}/refuse", new { reason = "等我到场" })).ShouldBeOk();
        (await lead.Post($"/consents/{consent}/codes", new { witnessId = scene.OperatorId })).ShouldRefuse("consent.already_decided", "APR-08", 409);
    }

    private async Task<(Scene Scene, MiniProgramClient Mobile, AgencyClient Lead, Guid Task)> ATask()
    {
        var scene = await Given.AnAssignedPlan(Beijing);
        var mobile = await scene.Operator();
        return (scene, mobile, await scene.Lead(), await Take(mobile, scene.PlanId, [.. scene.ClassCodes]));
    }

    private static Task<Answer> Grant(AgencyClient lead, Guid consent, object proof) => lead.Post($"/consents/{consent}/grant", proof);
}
