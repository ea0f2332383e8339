using WeChatService.TestKit;
using Demo = WeChatService.TestKit.Demo;

namespace WeChatService.Modules.Tests.Reviews.Slices;

/// <summary>非人脸: the reviewer whom the face service does not recognise, where the profile asks for his face.</summary>
public sealed class ReviewSecondWayTests(House house) : Slice(house)
{
    [Fact, Rule("PEO-31"), Rule("REV-02", Regions = ["xinjiang"])]
    public async Task A_reviewer_who_is_not_recognised_gives_his_verdict_by_codes_and_a_witness_and_the_log_says_so()
    {
        var scene = await Given.ASubmittedTask("xinjiang");
        var lead = await scene.Lead();
        var path = $"/reviews/{scene.TaskId}";
        Assert.True((await lead.Get(path)).ShouldBeOk()["secondWay"].GetBoolean());
        (await lead.Post($"{path}/codes", new { witnessId = scene.OperatorId })).ShouldRefuse("identity.face_first", "PEO-31", 409);
        (await lead.Post($"{path}/return", new { reason = "照片不够" })).ShouldRefuse("review.face_missing", "REV-02", 422);
        (await lead.Post($"{path}/return", new { reason = "照片不够", photoId = await House.StrangersFace(lead, scene) })).ShouldRefuse("face.not_matched");
        Assert.Contains(scene.OperatorId, (await lead.Get($"{path}/witnesses")).ShouldBeOk().Json.EnumerateArray().Select(w => w.GetProperty("id").GetGuid()));
        var sent = (await lead.Post($"{path}/codes", new { witnessId = scene.OperatorId })).ShouldBeOk();
        (await lead.Post($"{path}/return", new { reason = "照片不够", secondWay = await House.SecondWay(lead, sent, scene.LeadKey, scene.OperatorKey) })).ShouldBeOk();

        var line = Assert.Single((await lead.Get(path)).ShouldBeOk()["log"].EnumerateArray());
        Assert.Equal((Demo.Person(scene.OperatorKey).Name, false), (line.GetProperty("witnessName").GetString(), line.GetProperty("faceProven").GetBoolean()));
        Assert.Equal(1, await House.Value<long>($"select count(*) from second_way_proof where subject_id = '{scene.TaskId}' and purpose = 'Review'"));
        Assert.Equal(1, await House.Value<long>("select count(*) from audit_entry where act = 'review.returned' and summary like '%非人脸%见证%'"));
    }

    [Fact, Rule("PEO-31")]
    public async Task Where_a_review_asks_for_no_face_no_codes_are_sent()
    {
        var scene = await Given.ASubmittedTask("shaanxi");
        var lead = await scene.Lead();
        (await lead.Post($"/reviews/{scene.TaskId}/codes", new { witnessId = scene.OperatorId })).ShouldRefuse("review.no_face_asked", "REV-02", 409);
        Assert.False((await lead.Get($"/reviews/{scene.TaskId}")).ShouldBeOk()["secondWay"].GetBoolean());
        Assert.Empty((await House.Sandbox.Get("sms")).EnumerateArray());
    }
}
