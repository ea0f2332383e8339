using System.Text.Json;
using WeChatService.TestKit;
using static WeChatService.Modules.Tests.FieldTasks.Slices.Steps;

namespace WeChatService.Modules.Tests.FieldTasks.Slices;

/// <summary>From the open list to 待审核, over HTTP.</summary>
public sealed class TaskFlowTests(House house) : Slice(house)
{
    [Fact, Rule("FLD-01"), Rule("FLD-02"), Rule("FLD-36")]
    public async Task Taken_facilities_leave_the_open_list()
    {
        var scene = await Given.AnAssignedPlan();
        var mobile = await scene.Operator();
        Assert.Equal(scene.ClassCodes.Order(), await Open(mobile, scene.PlanId));

        var first = await Take(mobile, scene.PlanId, scene.ClassCodes[0]);

        Assert.Equal([scene.ClassCodes[1]], await Open(mobile, scene.PlanId));
        (await mobile.Post("/tasks", new { planId = scene.PlanId, classCodes = new[] { scene.ClassCodes[0] } })).ShouldRefuse("plan.facility_taken");
        var second = (await mobile.Post("/tasks", new { planId = scene.PlanId, classCodes = new[] { scene.ClassCodes[1] } })).ShouldBeOk();
        Assert.EndsWith("_2", second["name"].GetString());
        Assert.Empty(await Open(mobile, scene.PlanId));
        var mine = (await mobile.Get("/tasks?state=Created")).ShouldBeOk();
        Assert.Equal(2, mine["total"].GetInt32());
        Assert.Contains(first, mine["items"].EnumerateArray().Select(t => t.GetProperty("id").GetGuid()));
    }

    [Fact, Rule("FLD-38")]
    public async Task Another_operators_task_does_not_exist()
    {
        var scene = await Given.AnAssignedPlan();
        var task = await Take(await scene.Operator(), scene.PlanId, [.. scene.ClassCodes]);
        var other = await House.MiniProgram("sh-operator3");

        (await other.Get($"/tasks/{task}")).ShouldRefuse("task.not_yours", "FLD-38", 404);
        (await other.Post($"/tasks/{task}/records", new { records = new[] { Finding("x", "M18-01-a") } })).ShouldRefuse("task.not_yours", "FLD-38", 404);
        (await other.Post($"/tasks/{task}/submit")).ShouldRefuse("task.not_yours", "FLD-38", 404);
        (await other.Delete($"/tasks/{task}")).ShouldRefuse("task.not_yours", "FLD-38", 404);
        (await other.Post("/tasks", new { planId = scene.PlanId, classCodes = scene.ClassCodes })).ShouldRefuse("task.plan_not_yours", "FLD-01", 404);
        Assert.Equal(0, (await other.Get("/tasks")).ShouldBeOk()["total"].GetInt32());
    }

    [Fact, Rule("FLD-05")]
    public async Task A_start_without_its_photos_is_refused_and_nothing_is_half_written()
    {
        var scene = await Given.AnAssignedPlan();
        var mobile = await scene.Operator();
        var task = await Take(mobile, scene.PlanId, [.. scene.ClassCodes]);

        (await mobile.Post($"/tasks/{task}/start", new { selfiePhotoId = await mobile.UploadSelfie(scene.OperatorKey), position = scene.OnSite }))
            .ShouldRefuse("task.start_photo_missing", "FLD-05", 422);
        (await mobile.Post($"/tasks/{task}/start", new { selfiePhotoId = Guid.NewGuid(), position = scene.OnSite })).ShouldRefuse("photo.missing");
        (await mobile.Post($"/tasks/{task}/records", new { records = new[] { Finding("a", "M18-01-a") } })).ShouldRefuse("task.not_started", "FLD-04");
        Assert.Equal("Created", (await mobile.Get($"/tasks/{task}")).ShouldBeOk()["state"].GetString());
    }

    [Fact, Rule("FLD-04"), Rule("FLD-05"), Rule("FLD-07"), Rule("FLD-20"), Rule("FLD-25"), Rule("FLT-01")]
    public async Task Started_recorded_and_submitted_it_waits_for_review()
    {
        var scene = await Given.AnAssignedPlan();
        var mobile = await scene.Operator();
        var task = await Take(mobile, scene.PlanId, [.. scene.ClassCodes]);
        var started = await Start(mobile, scene, task);
        Assert.True(started["insideFence"].GetBoolean());
        var items = (await mobile.Get($"/tasks/{task}")).ShouldBeOk()["items"].EnumerateArray().ToList();
        Assert.All(items, i => Assert.NotEmpty(i.GetProperty("do").GetString()!));
        Assert.All(items, i => Assert.False(i.GetProperty("recorded").GetBoolean()));

        await Record(mobile, task, [.. items.Skip(1).Select(i => Finding(Code(i), Code(i)))]);
        (await mobile.Post($"/tasks/{task}/submit")).ShouldRefuse("task.items_missing", "FLD-07", 409);
        var failing = new
        {
            clientId = "fault", itemCode = Code(items[0]), canInspect = true, verdict = "Fails", text = "压力偏低",
            photoIds = new[] { await mobile.UploadScene(scene.OperatorKey) }, position = scene.OnSite, clientTime = House.Time.GetUtcNow(),
        };
        Assert.Equal(0, (await mobile.Post($"/tasks/{task}/records", new { records = new[] { failing } })).ShouldBeOk()["left"].GetInt32());
        var submitted = (await mobile.Post($"/tasks/{task}/submit")).ShouldBeOk();

        Assert.Equal(("Submitted", 1), (submitted["state"].GetString(), submitted["failures"].GetInt32()));
        (await mobile.Post($"/tasks/{task}/records", new { records = new[] { failing } })).ShouldRefuse("task.not_open", "FLD-25");
        (await mobile.Delete($"/tasks/{task}")).ShouldRefuse("task.not_deletable", "FLD-24");
        Assert.Equal(1, await House.Value<long>("select count(*) from audit_entry where act = 'task.submitted'"));
        Assert.Equal(1, await House.Value<long>($"select count(*) from fault where task_id = '{task}'"));
    }

    [Fact, Rule("FLD-39")]
    public async Task What_is_sent_again_after_a_lost_answer_makes_no_duplicate()
    {
        var scene = await Given.AnAssignedPlan();
        var mobile = await scene.Operator();
        var task = await Take(mobile, scene.PlanId, [.. scene.ClassCodes]);
        await Start(mobile, scene, task);
        var code = Code((await mobile.Get($"/tasks/{task}")).ShouldBeOk()["items"][0]);
        var photo = await mobile.UploadScene(scene.OperatorKey);
        object Sent(string text) => new
        {
            clientId = "p1", itemCode = code, canInspect = true, verdict = "Conforms", text, photoIds = new[] { photo }, position = scene.OnSite,
            clientTime = "2026-11-20T01:02:03.456Z",
        };

        var answers = new List<string>();
        foreach (var text in new[] { "正常", "正常", "正常，已擦拭" })
        {
            answers.Add((await mobile.Post($"/tasks/{task}/records", new { records = new[] { Sent(text) } })).ShouldBeOk()["records"][0].GetProperty("stored").GetString()!);
        }

        Assert.Equal(["New", "Same", "Changed"], answers);
        Assert.Equal(1, await House.Value<long>("select count(*) from item_record"));
        Assert.Equal("正常", await House.Value<string>("select string_agg(w->>'text', '、') from item_record, jsonb_array_elements(earlier) w"));
        var record = (await mobile.Get($"/tasks/{task}")).ShouldBeOk()["items"][0].GetProperty("records")[0];
        Assert.Equal("正常，已擦拭", record.GetProperty("text").GetString());
        Assert.Equal(DateTimeOffset.Parse("2026-11-20T01:02:03.456Z", System.Globalization.CultureInfo.InvariantCulture), record.GetProperty("clientTime").GetDateTimeOffset());
    }

    [Fact, Rule("FLD-39")]
    public async Task Two_uploads_of_one_record_at_the_same_instant_leave_one()
    {
        var scene = await Given.AnAssignedPlan();
        var mobile = await scene.Operator();
        var task = await Take(mobile, scene.PlanId, [.. scene.ClassCodes]);
        await Start(mobile, scene, task);
        var code = Code((await mobile.Get($"/tasks/{task}")).ShouldBeOk()["items"][0]);

        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => mobile.Post($"/tasks/{task}/records", new { records = new[] { Finding("same", code) } })));

        Assert.All(answers, a => Assert.True((int)a.Status is 200 or 409, a.Text));
        Assert.Contains(answers, a => (int)a.Status == 200);
        Assert.Equal(1, await House.Value<long>("select count(*) from item_record"));
    }

    [Fact, Rule("FLD-24")]
    public async Task A_deleted_task_gives_its_facilities_back()
    {
        var scene = await Given.AnAssignedPlan();
        var mobile = await scene.Operator();
        var task = await Take(mobile, scene.PlanId, [.. scene.ClassCodes]);
        await Start(mobile, scene, task);
        var code = Code((await mobile.Get($"/tasks/{task}")).ShouldBeOk()["items"][0]);
        await Record(mobile, task, [Finding("a", code)]);

        (await mobile.Delete($"/tasks/{task}")).ShouldBeOk();

        Assert.Equal(scene.ClassCodes.Order(), await Open(mobile, scene.PlanId));
        (await mobile.Get($"/tasks/{task}")).ShouldRefuse("task.not_yours", status: 404);
        Assert.Equal(0, await House.Value<long>("select count(*) from item_record"));
        await Take(mobile, scene.PlanId, [.. scene.ClassCodes]);
    }

    [Fact, Rule("FLD-32")]
    public async Task The_track_is_kept_in_order_and_sent_twice_it_is_kept_once()
    {
        var scene = await Given.AnAssignedPlan();
        var mobile = await scene.Operator();
        var task = await Take(mobile, scene.PlanId, [.. scene.ClassCodes]);
        await Start(mobile, scene, task);
        var place = scene.OnSite;
        var points = new[] { 60, 0, 30 }.Select(s => new
        {
            latitude = place.Latitude, longitude = place.Longitude + s * 1e-6, accuracyMetres = 12, system = "Gcj02", at = House.Time.GetUtcNow().AddSeconds(s),
        }).ToList();

        var first = (await mobile.Post($"/tasks/{task}/track", new { points })).ShouldBeOk();
        var again = (await mobile.Post($"/tasks/{task}/track", new { points })).ShouldBeOk();

        Assert.Equal((3, 0), (first["stored"].GetInt32(), again["stored"].GetInt32()));
        Assert.Equal(3, await House.Value<long>("select count(*) from track_point"));
        (await mobile.Post($"/tasks/{task}/track", new { points = new[] { new { latitude = 123.0, longitude = 121.0, at = "2026-11-20T00:00:00Z" } } }))
            .ShouldRefuse("position.out_of_range", status: 400);
    }

    [Fact, Rule("FLD-32"), Rule("FLD-23")]
    public async Task What_the_phone_still_had_of_the_track_comes_after_the_submission_and_what_is_hard_to_believe_is_shown_to_the_reviewer()
    {
        var scene = await Given.ASubmittedTask();
        var mobile = await scene.Operator();
        var (place, now) = (scene.OnSite, House.Time.GetUtcNow());
        object At(double minutes, double north = 0) => new { latitude = place.Latitude + north, longitude = place.Longitude, accuracyMetres = 12, system = "Wgs84", at = now.AddMinutes(minutes) };
        Task<Answer> Send(MiniProgramClient by, params object[] points) => by.Post($"/tasks/{scene.TaskId}/track", new { points });
        async Task<string> Doubts() => string.Join('|', (await (await scene.Lead()).Get($"/reviews/{scene.TaskId}")).ShouldBeOk()["trackFacts"].GetProperty("doubts").EnumerateArray().Select(d => d.GetString()));
        Assert.Equal("", await Doubts());

        // Out of order, one of them twice; one is of last year, one of next week.
        var late = (await Send(mobile, At(-1.1), At(-2.1), At(-1.1), At(-400_000), At(10_000))).ShouldBeOk();
        Assert.Equal((2, 3), (late["stored"].GetInt32(), late["known"].GetInt32()));
        Assert.Equal("", await Doubts());
        // 11 km in half a minute, and a clock that is ten minutes ahead.
        (await Send(mobile, At(-0.4, north: 0.1), At(10, north: 0.1))).ShouldBeOk();
        Assert.Matches("^轨迹有 1 处移动快得不可能，第一处在 .+\\|1 个轨迹点的手机时间比收到时还晚，手机时钟不准$", await Doubts());

        using var stranger = await House.MiniProgram("sh-operator3");
        (await Send(stranger, At(-3))).ShouldRefuse("task.not_yours", "FLD-38", 404);
        var again = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Send(mobile, At(-4), At(-5))));
        Assert.Contains(again, a => (int)a.Status == 200);
        Assert.All(again, a => Assert.True((int)a.Status is 200 or 409, a.Text));
        await House.SqlAsAdmin($"update field_task set state = 'Approved' where id = '{scene.TaskId}'");
        (await Send(mobile, At(-6))).ShouldRefuse("task.not_open", "FLD-25", 409);
    }

    [Fact]
    public async Task Bad_shapes_are_refused_and_never_a_500()
    {
        var scene = await Given.AnAssignedPlan();
        var mobile = await scene.Operator();
        var task = await Take(mobile, scene.PlanId, [.. scene.ClassCodes]);
        await Start(mobile, scene, task);

        (await mobile.Post($"/tasks/{task}/records", new { })).ShouldRefuse("record.nothing_sent", status: 422);
        (await mobile.Post($"/tasks/{task}/records", new { records = new object?[] { null } })).ShouldRefuse("record.nothing_sent", status: 422);
        (await mobile.Post($"/tasks/{task}/records", new { records = new[] { new { itemCode = "M18-01-a" } } })).ShouldRefuse("record.client_id_missing", "FLD-39", 422);
        (await mobile.Post("/consents", new { kind = 7, taskId = task })).ShouldRefuse("request.malformed", status: 400);
        (await mobile.Post($"/tasks/{task}/records", new { records = new[] { Finding("a", "M99-99-z") } })).ShouldRefuse("record.item_unknown", status: 422);
        (await mobile.Post($"/tasks/{task}/records", new { records = new[] { new { clientId = "a", verdict = 7 } } })).ShouldRefuse("request.malformed", status: 400);
        (await mobile.Post($"/tasks/{task}/records", new { records = "x" })).ShouldRefuse("request.malformed", status: 400);
        (await mobile.Post("/tasks", new { planId = scene.PlanId })).ShouldRefuse("plan.nothing_chosen", status: 422);
        (await mobile.Post("/tasks", new { planId = Guid.NewGuid(), classCodes = scene.ClassCodes })).ShouldRefuse("task.plan_not_yours", status: 404);
        Assert.Equal(0, await House.Value<long>("select count(*) from item_record"));
    }

    private static string Code(JsonElement item) => item.GetProperty("code").GetString()!;
}
