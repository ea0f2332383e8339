using System.Text.Json;
using WeChatService.TestKit;
using static WeChatService.Modules.Tests.FieldTasks.Slices.Steps;
using Demo = WeChatService.TestKit.Demo;

namespace WeChatService.Modules.Tests.FieldTasks.Slices;

/// <summary>Beijing: what is kept of a consent, who reads it, and what came late.</summary>
public sealed class ConsentEvidenceTests(House house) : Slice(house)
{
    private const string Beijing = "beijing";

    [Fact, Rule("APR-08", Regions = [Beijing]), Rule("APR-12", Regions = [Beijing])]
    public async Task The_desk_lists_what_was_handled_with_time_place_and_score()
    {
        var (scene, mobile, lead, task) = await ATask();
        var refused = await Ask(mobile, scene, task);
        (await lead.Post($"/consents/{refused}/refuse", new { reason = "等我到场" })).ShouldBeOk();
        var granted = await Ask(mobile, scene, task);
        (await Grant(lead, scene, granted)).ShouldBeOk();

        foreach (Caller reader in new Caller[] { await House.Console("bj-admin"), lead })
        {
            var handled = (await reader.Get("/consents?handled=true")).ShouldBeOk();
            Assert.Equal(2, handled["total"].GetInt32());
            var rows = handled["items"].EnumerateArray().ToDictionary(r => r.GetProperty("id").GetGuid());
            Assert.Equal("等我到场", rows[refused].GetProperty("reason").GetString());
            var row = rows[granted];
            Assert.True(row.GetProperty("decidedAt").GetDateTimeOffset() >= row.GetProperty("askedAt").GetDateTimeOffset());
            Assert.Equal(Demo.Person(scene.LeadKey).Name, row.GetProperty("decidedByName").GetString());
            foreach (var side in new[] { "asked", "decided" })
            {
                Assert.InRange(row.GetProperty(side).GetProperty("score").GetDouble(), 0.8, 1);
                Assert.True(row.GetProperty(side).GetProperty("insideFence").GetBoolean());
                Assert.True(row.GetProperty(side).GetProperty("distanceMetres").GetDouble() >= 0);
            }

            Assert.Equal(0, (await reader.Get("/consents?handled=true&kind=Submit")).ShouldBeOk()["total"].GetInt32());
            Assert.Equal(0, (await reader.Get("/consents?handled=false")).ShouldBeOk()["total"].GetInt32());
        }
    }

    [Fact, Rule("APR-10", Regions = [Beijing])]
    public async Task Whoever_does_not_lead_the_project_any_more_does_not_decide()
    {
        var (scene, mobile, lead, task) = await ATask();
        var consent = await Ask(mobile, scene, task);
        await House.SqlAsAdmin($"update project set lead_id = '{Demo.Id("person", "bj-technical")}' where id = '{scene.ProjectId}'");

        (await lead.Get($"/consents/{consent}")).ShouldRefuse("consent.not_your_project", "APR-10", 403);
        (await lead.Post($"/consents/{consent}/refuse", new { reason = "不" })).ShouldRefuse("consent.not_your_project", "APR-10", 403);
        (await Grant(lead, scene, consent)).ShouldRefuse("consent.not_your_project", "APR-10", 403);
        Assert.Equal(0, (await lead.Get("/consents")).ShouldBeOk()["total"].GetInt32());
        Assert.Equal(1, await House.Value<long>("select count(*) from consent where state = 'Pending'"));
    }

    [Fact, Rule("APR-11", Regions = [Beijing])]
    public async Task Both_people_need_an_approved_base_photo()
    {
        var (scene, mobile, lead, task) = await ATask();
        await Withdraw("Rejected", scene.OperatorKey);
        (await TryAsk(mobile, scene, task)).ShouldRefuse("face.no_base", "PEO-24", 409);
        await Withdraw("Approved", scene.OperatorKey);
        var consent = await Ask(mobile, scene, task);

        await Withdraw("Pending", scene.LeadKey);
        (await Grant(lead, scene, consent)).ShouldRefuse("face.base_pending", "PEO-24", 409);
        Assert.Equal("Pending", (await lead.Get($"/consents/{consent}")).ShouldBeOk()["state"].GetString());
        await Withdraw("Approved", scene.LeadKey);
        (await Grant(lead, scene, consent)).ShouldBeOk();
    }

    [Fact, Rule("APR-04", Regions = [Beijing]), Rule("APR-12", Regions = [Beijing])]
    public async Task The_authority_reads_the_evidence_of_start_and_submission_and_another_does_not()
    {
        var scene = await Given.ASubmittedTask(Beijing);
        foreach (var officer in new[] { scene.BrigadeKey, "bj-corps" })
        {
            var authority = await House.Authority(officer);
            var listed = (await authority.Get($"/consents?taskId={scene.TaskId}")).ShouldBeOk()["items"].EnumerateArray().ToList();
            Assert.Equal(["Start", "Submit"], listed.Select(c => c.GetProperty("kind").GetString()).Order());
            foreach (var id in listed.Select(c => c.GetProperty("id").GetGuid()))
            {
                var shown = (await authority.Get($"/consents/{id}")).ShouldBeOk();
                Assert.False(shown["mayDecide"].GetBoolean());
                foreach (var side in new[] { "operator", "decider" })
                {
                    var proof = shown[side];
                    Assert.True(proof.GetProperty("insideFence").GetBoolean());
                    Assert.InRange(proof.GetProperty("score").GetDouble(), proof.GetProperty("threshold").GetDouble(), 1);
                    Assert.True(proof.GetProperty("position").GetProperty("accuracyMetres").GetDouble() > 0);
                    var picture = await authority.Get(new Uri(proof.GetProperty("pictures")[0].GetProperty("link").GetString()!, UriKind.RelativeOrAbsolute).ToString());
                    Assert.Equal((byte)0xFF, picture.ShouldBeOk().Bytes[0]);
                    var comparison = proof.GetProperty("evidenceId").GetGuid();
                    Assert.Equal(1, await House.Value<long>($"select count(*) from face_comparison where id = '{comparison}' and verdict = 'Passed'"));
                }

                (await (await House.Authority("sh-brigade")).Get($"/consents/{id}")).ShouldRefuse("consent.not_found", "APR-10", 404);
            }
        }

        Assert.Equal(0, (await (await House.Authority("sx-corps")).Get("/consents")).ShouldBeOk()["total"].GetInt32());
    }

    [Fact, Rule("APR-13", Regions = [Beijing])]
    public async Task A_request_that_waited_for_a_network_keeps_the_phones_time_and_ours()
    {
        var (scene, mobile, lead, task) = await ATask();
        await House.Phone(scene.LeadKey).Follow("agency");
        House.Time.Advance(TimeSpan.FromHours(2));
        var asked = House.Time.GetUtcNow().AddMinutes(-70);
        var consent = (await TryAsk(mobile, scene, task, asked)).ShouldBeOk();
        Assert.True(consent["isOffline"].GetBoolean());

        foreach (var shown in new[] { (await lead.Get($"/consents/{consent.Id}")).ShouldBeOk().Json, (await lead.Get("/consents?state=Pending")).ShouldBeOk()["items"][0] })
        {
            Assert.True(shown.GetProperty("isOffline").GetBoolean());
            Near(asked, shown.GetProperty("askedAt"));
            Near(House.Time.GetUtcNow(), shown.GetProperty("receivedAt"));
        }

        Near(asked, (await lead.Get($"/consents/{consent.Id}")).ShouldBeOk()["operator"].GetProperty("startedAt"));
        Assert.Contains("离线", (await House.Phone(scene.LeadKey).AwaitMessage("agency", "申请等您同意"))["申请事项"], StringComparison.Ordinal);
        (await Grant(lead, scene, consent.Id)).ShouldBeOk();
    }

    [Fact, Rule("APR-13", Regions = [Beijing])]
    public async Task A_request_from_the_future_or_from_two_days_ago_is_refused()
    {
        var (scene, mobile, _, task) = await ATask();
        (await TryAsk(mobile, scene, task, House.Time.GetUtcNow().AddHours(1))).ShouldRefuse("consent.phone_clock_wrong", "APR-13", 422);
        House.Time.Advance(TimeSpan.FromHours(25));
        (await TryAsk(mobile, scene, task, House.Time.GetUtcNow().AddHours(-24.5))).ShouldRefuse("consent.waited_too_long", "APR-13", 422);
        Assert.Equal(0, await House.Value<long>("select count(*) from consent"));
    }

    private Task<int> Withdraw(string state, string personKey) =>
        House.SqlAsAdmin($"update face_base set state = '{state}' where person_id = '{Demo.Id("person", personKey)}'");

    private static void Near(DateTimeOffset expected, JsonElement told) =>
        Assert.InRange(told.GetDateTimeOffset(), expected.AddMinutes(-1), expected.AddMinutes(1));

    private async Task<(Scene Scene, MiniProgramClient Mobile, AgencyClient Lead, Guid Task)> ATask()
    {
        var scene = await Given.AnAssignedPlan(Beijing);
        var mobile = await scene.Operator();
        return (scene, mobile, await scene.Lead(), await Take(mobile, scene.PlanId, [.. scene.ClassCodes]));
    }

    private static async Task<Guid> Ask(MiniProgramClient mobile, Scene scene, Guid task) => (await TryAsk(mobile, scene, task)).ShouldBeOk().Id;

    private static async Task<Answer> TryAsk(MiniProgramClient mobile, Scene scene, Guid task, DateTimeOffset? queuedAt = null) => await mobile.Post(
        "/consents", new { kind = "Start", taskId = task, photoId = await mobile.UploadSelfie(scene.OperatorKey), position = scene.OnSite, queuedAt });

    private static async Task<Answer> Grant(AgencyClient lead, Scene scene, Guid consent) =>
        await lead.Post($"/consents/{consent}/grant", new { photoId = await lead.UploadSelfie(scene.LeadKey), position = scene.OnSite });
}
