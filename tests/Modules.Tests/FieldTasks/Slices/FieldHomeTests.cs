using System.Text.Json;
using WeChatService.TestKit;
using static WeChatService.Modules.Tests.FieldTasks.Slices.Steps;

namespace WeChatService.Modules.Tests.FieldTasks.Slices;

/// <summary>What the field app opens with, what it may keep for a place without a network, and the day's log.</summary>
public sealed class FieldHomeTests(House house) : Slice(house)
{
    [Fact, Rule("SCR-06", Regions = ["beijing"])]
    public async Task An_operator_of_beijing_finds_the_seven_entries_of_the_manual()
    {
        var home = await Home("beijing");

        var group = Assert.Single(home["groups"].EnumerateArray());
        Assert.Equal("", group.GetProperty("name").GetString());
        Assert.Equal(["接收下发计划", "待开始工作", "继续记录", "排查维修", "查询历史记录", "工作日志", "我的设置"], Texts(group));
    }

    [Theory, InlineData("shaanxi"), InlineData("xinjiang"), Rule("SCR-07", Regions = ["shaanxi", "xinjiang"])]
    public async Task An_operator_there_finds_receive_make_and_query(string region)
    {
        var groups = (await Home(region))["groups"].EnumerateArray().ToList();

        Assert.Equal(["接收", "自建", "查询"], groups.Select(g => g.GetProperty("name").GetString()));
        Assert.Equal(["按计划自建任务", "补充测试项", "处理消防设施与当前测试规范不匹配", "管理未提交任务"], Texts(groups[1]));
    }

    [Theory, InlineData("shanghai"), InlineData("beijing"), InlineData("shaanxi"), InlineData("xinjiang"), Rule("FLD-03")]
    public async Task The_app_is_told_from_how_many_facilities_on_it_advises_several_tasks_and_what_waits(string region)
    {
        var scene = await Given.AnAssignedPlan(region);
        var mobile = await scene.Operator();
        Assert.True((await mobile.Get("/field")).ShouldBeOk()["adviseSplitAbove"].GetInt32() > 1);
        var (plans, unsubmitted) = (await Waiting(mobile, "ReceivePlan"), await Waiting(mobile, "Unsubmitted"));

        await Take(mobile, scene.PlanId, [.. scene.ClassCodes]);

        Assert.Equal((plans - 1, unsubmitted + 1), (await Waiting(mobile, "ReceivePlan"), await Waiting(mobile, "Unsubmitted")));
    }

    [Theory, InlineData("shanghai"), InlineData("shaanxi"), InlineData("xinjiang"), Rule("FLD-23")]
    public async Task What_was_begun_and_recorded_without_a_network_is_taken_later_with_both_times(string region)
    {
        var scene = await Given.ATakenTask(region);
        var mobile = await scene.Operator();
        var task = (await mobile.Get($"/tasks/{scene.TaskId}")).ShouldBeOk();
        Assert.True(task["photosAtMost"].GetInt32() > 0);
        var (began, code) = (House.Time.GetUtcNow(), task["items"][0].GetProperty("code").GetString()!);
        House.Time.At(began.AddHours(5));

        (await mobile.Post($"/tasks/{scene.TaskId}/start", new
        {
            selfiePhotoId = await mobile.UploadSelfie(scene.OperatorKey), signInPhotoId = await mobile.UploadScene(scene.OperatorKey, "site", "SignIn"),
            controllerPhotoId = await mobile.UploadScene(scene.OperatorKey, "controller", "Controller"), controllerBrand = "无", position = scene.OnSite, at = began,
        })).ShouldBeOk();
        await Record(mobile, scene.TaskId, new { clientId = "a", itemCode = code, canInspect = true, verdict = "Conforms", clientTime = began.AddMinutes(3) });

        var seen = (await mobile.Get($"/tasks/{scene.TaskId}")).ShouldBeOk();
        Assert.Equal(Millis(began), Millis(seen["start"].GetProperty("at").GetDateTimeOffset()));
        Assert.True(seen["startedAt"].GetDateTimeOffset() >= began.AddHours(5));
        var record = seen["items"][0].GetProperty("records")[0];
        Assert.Equal(Millis(began.AddMinutes(3)), Millis(record.GetProperty("clientTime").GetDateTimeOffset()));
        Assert.True(record.GetProperty("storedAt").GetDateTimeOffset() >= began.AddHours(5));
    }

    [Theory, InlineData("2020-01-01T00:00:00Z"), InlineData("2099-01-01T00:00:00Z"), Rule("FLD-23")]
    public async Task A_phones_time_that_cannot_be_is_not_taken_for_the_start(string phone)
    {
        var scene = await Given.ATakenTask();
        var mobile = await scene.Operator();

        (await mobile.Post($"/tasks/{scene.TaskId}/start", new
        {
            selfiePhotoId = await mobile.UploadSelfie(scene.OperatorKey), signInPhotoId = await mobile.UploadScene(scene.OperatorKey, "site", "SignIn"),
            controllerPhotoId = await mobile.UploadScene(scene.OperatorKey, "controller", "Controller"), controllerBrand = "无", position = scene.OnSite, at = phone,
        })).ShouldBeOk();

        var seen = (await mobile.Get($"/tasks/{scene.TaskId}")).ShouldBeOk();
        Assert.Equal(Millis(seen["startedAt"].GetDateTimeOffset()), Millis(seen["start"].GetProperty("at").GetDateTimeOffset()));
    }

    [Fact, Rule("FLD-39")]
    public async Task What_another_phone_changed_meanwhile_is_not_lost_and_both_are_shown()
    {
        var scene = await Given.AStartedTask();
        var mobile = await scene.Operator();
        var code = (await mobile.Get($"/tasks/{scene.TaskId}")).ShouldBeOk()["items"][0].GetProperty("code").GetString()!;
        object Sent(string text, string time, params string[] over) => new { clientId = "a", itemCode = code, canInspect = true, verdict = "Conforms", text, clientTime = time, over };
        const string First = "2026-11-20T01:00:00.123Z", Theirs = "2026-11-20T02:00:00.5Z", Mine = "2026-11-20T03:00:00Z";
        await Record(mobile, scene.TaskId, Sent("一", First));
        await Record(mobile, scene.TaskId, Sent("二", Theirs, First));

        var refused = await mobile.Post($"/tasks/{scene.TaskId}/records", new { records = new[] { Sent("三", Mine, First) } });

        refused.ShouldRefuse("record.changed_meanwhile", "FLD-39", 409);
        Assert.Equal(("a", "二"), (refused["clientId"].GetString(), refused["theirs"].GetProperty("text").GetString()));
        Assert.Equal(Demo.Person(scene.OperatorKey).Name, refused["theirs"].GetProperty("byName").GetString());
        Assert.Equal("二", await Text(mobile, scene.TaskId));

        // A lost answer is no conflict: the phone knows its own time. And having looked at both, its word counts.
        await Record(mobile, scene.TaskId, Sent("二", Theirs, First));
        await Record(mobile, scene.TaskId, Sent("三", Mine, First, Theirs));
        Assert.Equal("三", await Text(mobile, scene.TaskId));
    }

    [Theory, InlineData("shanghai"), InlineData("beijing"), InlineData("shaanxi"), InlineData("xinjiang"), Rule("FLD-40")]
    public async Task A_record_keeps_the_phone_and_flags_photos_without_a_place(string region)
    {
        var scene = await Given.AStartedTask(region);
        var mobile = await scene.Operator();
        var code = (await mobile.Get($"/tasks/{scene.TaskId}")).ShouldBeOk()["items"][0].GetProperty("code").GetString()!;
        var (placed, unplaced) = (await mobile.UploadScene(scene.OperatorKey, position: scene.OnSite), await mobile.UploadScene(scene.OperatorKey));
        object Sent(params Guid[] photoIds) => new { clientId = "a", itemCode = code, canInspect = true, verdict = "Conforms", photoIds, device = "HUAWEI Mate 60", clientTime = House.Time.GetUtcNow() };

        await Record(mobile, scene.TaskId, Sent(placed, unplaced));

        Assert.Equal(("HUAWEI Mate 60", 1), (await House.Value<string>("select device from item_record"), await House.Value<int>("select unplaced_photos from item_record")));
        var seen = (await mobile.Get($"/tasks/{scene.TaskId}")).ShouldBeOk();
        Assert.Equal(1, seen["items"][0].GetProperty("records")[0].GetProperty("unplacedPhotos").GetInt32());
        await Record(mobile, scene.TaskId, Sent(placed));
        Assert.Equal(0, await House.Value<int>("select unplaced_photos from item_record"));
    }

    [Theory, InlineData("shanghai"), InlineData("beijing"), InlineData("shaanxi"), InlineData("xinjiang"), Rule("FLD-33")]
    public async Task The_work_log_lists_both_tasks_of_the_day_and_none_of_another(string region)
    {
        var scene = await Given.AnAssignedPlan(region);
        var mobile = await scene.Operator();
        foreach (var code in scene.ClassCodes)
        {
            scene.TaskId = await Take(mobile, scene.PlanId, code);
            if ((await mobile.Get($"/tasks/{scene.TaskId}")).ShouldBeOk()["needsStartConsent"].GetBoolean())
            {
                await TestKit.Given.AGrantedStart(scene);
            }

            await Start(mobile, scene, scene.TaskId);
        }

        await RecordAll(mobile, scene.TaskId);
        var today = WeChatService.Kernel.ChinaTime.DayOf(House.Time.GetUtcNow());

        var log = (await mobile.Get("/work-log")).ShouldBeOk();
        Assert.Equal(2, log["tasks"].GetProperty("total").GetInt32());
        Assert.Equal($"{today:yyyy-MM-dd}", log["day"].GetString());
        var before = (await mobile.Get($"/work-log?day={today.AddDays(-40):yyyy-MM-dd}")).ShouldBeOk();
        Assert.Equal(0, before["tasks"].GetProperty("total").GetInt32());
        Assert.Equal(0, (await (await House.MiniProgram(scene.StrangerKey)).Get("/work-log")).ShouldBeOk()["tasks"].GetProperty("total").GetInt32());
    }

    [Fact, Rule("FLD-24"), Rule("FLD-25")]
    public async Task The_list_shows_several_states_at_once()
    {
        var scene = await Given.ATakenTask();
        var mobile = await scene.Operator();

        Assert.Equal(1, (await mobile.Get("/tasks?state=Created&state=InProgress")).ShouldBeOk()["total"].GetInt32());
        Assert.Equal(0, (await mobile.Get("/tasks?state=Submitted&state=Approved")).ShouldBeOk()["total"].GetInt32());
        (await mobile.Get("/tasks?state=Nonsense")).ShouldRefuse("request.malformed", status: 400);
    }

    [Theory, InlineData("shaanxi", true), InlineData("xinjiang", true), InlineData("shanghai", false), InlineData("beijing", false)]
    [Rule("FLD-34", Regions = ["shaanxi", "xinjiang"])]
    public async Task At_a_granted_site_the_photos_of_the_start_suffice_where_the_profile_says_so(string region, bool suffice)
    {
        var scene = await Given.AStartedTask(region);
        var mobile = await scene.Operator();
        (await mobile.Post($"/tasks/{scene.TaskId}/submit")).ShouldRefuse("task.items_missing", "FLD-07", 409);
        await House.SqlAsAdmin($"update project set direct_upload = true where id = '{scene.ProjectId}'");

        var submitted = await mobile.Post($"/tasks/{scene.TaskId}/submit");

        Assert.Equal(suffice, (await mobile.Get($"/tasks/{scene.TaskId}")).ShouldBeOk()["photosSuffice"].GetBoolean());
        if (suffice)
        {
            Assert.Equal("Submitted", submitted.ShouldBeOk()["state"].GetString());
        }
        else
        {
            submitted.ShouldRefuse("task.items_missing", "FLD-07", 409);
        }
    }

    [Theory, InlineData("shanghai"), InlineData("beijing"), InlineData("shaanxi"), InlineData("xinjiang"), Rule("FLD-37")]
    public async Task The_console_shows_every_task_with_who_reviewed_it_and_none_of_another_agency(string region)
    {
        var scene = await Given.AnApprovedTask(region);
        var admin = await House.Console($"{scene.OperatorKey[..2]}-admin");

        var row = (await admin.Get("/tasks?state=Approved&size=100")).ShouldBeOk()["items"].EnumerateArray().Single(t => t.GetProperty("id").GetGuid() == scene.TaskId);

        Assert.Equal(("Maintenance", "Planned"), (row.GetProperty("type").GetString(), row.GetProperty("nature").GetString()));
        Assert.All(["name", "projectName", "agencyName", "leadName", "operatorName", "submittedAt", "reviewerName"], column => Assert.NotEmpty(row.GetProperty(column).GetString()!));
        var other = await House.Console(region == "shanghai" ? "bj-admin" : "sh-admin");
        Assert.DoesNotContain(scene.TaskId, (await other.Get("/tasks?size=100")).ShouldBeOk()["items"].EnumerateArray().Select(t => t.GetProperty("id").GetGuid()));
    }

    private async Task<Answer> Home(string region) => (await (await Given.AProject(region).Operator()).Get("/field")).ShouldBeOk();

    private static IEnumerable<string?> Texts(JsonElement group) => group.GetProperty("entries").EnumerateArray().Select(e => e.GetProperty("text").GetString());

    private static async Task<int> Waiting(MiniProgramClient mobile, string key) => (await mobile.Get("/field")).ShouldBeOk()["groups"].EnumerateArray()
        .SelectMany(g => g.GetProperty("entries").EnumerateArray()).Single(e => e.GetProperty("key").GetString() == key).GetProperty("waiting").GetInt32();

    private static async Task<string?> Text(MiniProgramClient mobile, Guid task) =>
        (await mobile.Get($"/tasks/{task}")).ShouldBeOk()["items"][0].GetProperty("records")[0].GetProperty("text").GetString();

    private static long Millis(DateTimeOffset time) => time.ToUnixTimeMilliseconds();
}
