using WeChatService.Kernel;
using WeChatService.TestKit;
using Demo = WeChatService.TestKit.Demo;

namespace WeChatService.Modules.Tests.Projects.Slices;

/// <summary>The administrator completes a project part by part at his desk; what locks the parts later, and what hangs at the site.</summary>
public sealed class CompleteProjectTests(House house) : Slice(house)
{
    private static readonly object Hall = new
    {
        name = "教学楼", areaSquareMetres = 5000, aboveGroundSquareMetres = 4000, undergroundSquareMetres = 1000, floorsAbove = 5, floorsBelow = 1,
        heightMetres = 21.5, remark = "只维保 1 至 3 层",
    };

    private static readonly object Shed = new { name = "B 楼", areaSquareMetres = 10, aboveGroundSquareMetres = 4, undergroundSquareMetres = 5, floorsAbove = 1, floorsBelow = 0, heightMetres = 4 };

    [Theory, InlineData("beijing"), InlineData("shaanxi"), InlineData("xinjiang"), InlineData("shanghai")]
    [Rule("PRJ-10"), Rule("PRJ-11"), Rule("PRJ-12"), Rule("PRJ-13"), Rule("PRJ-14"), Rule("PRJ-15"), Rule("PRJ-19"), Rule("PRJ-22")]
    [Rule("PRJ-05", Regions = ["beijing", "shaanxi", "xinjiang"])]
    public async Task Part_by_part_until_nothing_is_missing_and_each_refusal_names_its_rule(string region)
    {
        using var admin = await House.Console(Admin(region));
        var id = await AnEmptyProject(admin, region);
        var asksKeyUnit = (await admin.Get($"/projects/{id}/parts")).ShouldBeOk()["asksKeyUnit"].GetBoolean();
        Assert.Equal(region != "shanghai", asksKeyUnit);

        await Refused("buildings", new { rows = Array.Empty<object>() }, "project.building_incomplete", "PRJ-10");
        await Refused("buildings", new { rows = new[] { Hall, Hall } }, "project.buildings_not_one_system", "PRJ-11");
        await Refused("buildings", new { rows = new[] { Shed } }, "project.areas_differ", "PRJ-12");
        await Refused("buildings", new { rows = new[] { Hall }, waterSupplies = new[] { new { exists = true, kind = "Pool", position = "B1" } } }, "project.water_supply_incomplete", "PRJ-14");
        var pool = new { exists = true, kind = "Pool", position = "B1", volumeCubicMetres = 108 };
        (await admin.Put($"/projects/{id}/buildings", new { rows = new[] { Hall, Hall }, waterSupplies = new[] { pool }, shareOneSystem = true })).ShouldBeOk();
        Assert.Equal("只维保 1 至 3 层", (await admin.Get($"/projects/{id}/parts")).ShouldBeOk()["buildings"][0].GetProperty("remark").GetString());

        await Refused("systems", new { classCodes = Array.Empty<string>() }, "project.systems_missing", "PRJ-15");
        await Refused("systems", new { classCodes = new[] { "M00-00" } }, "project.system_unknown", "PRJ-15");
        (await admin.Put($"/projects/{id}/systems", new { classCodes = new[] { "M02-01", "M01-01", "M01-01" } })).ShouldBeOk();
        var classes = (await admin.Get($"/projects/{id}/parts")).ShouldBeOk()["systems"].EnumerateArray().SelectMany(s => s.GetProperty("classes").EnumerateArray());
        Assert.Equal(["M01-01", "M02-01"], classes.Where(c => c.GetProperty("ticked").GetBoolean()).Select(c => c.GetProperty("code").GetString()));

        await Refused("place", new { latitude = 121.47, longitude = 31.23 }, "project.place_outside", "PRJ-19");
        await Refused("place", new { latitude = 31.23, longitude = 121.47, radiusMetres = 5 }, "project.radius_unfit", "PRJ-19");
        (await admin.Put($"/projects/{id}/place", new { latitude = 31.23, longitude = 121.47 })).ShouldBeOk();
        var place = (await admin.Get($"/projects/{id}/parts")).ShouldBeOk()["place"];
        Assert.Equal((31.23, 121.47, 100), (place.GetProperty("latitude").GetDouble(), place.GetProperty("longitude").GetDouble(), place.GetProperty("radiusMetres").GetInt32()));

        await Refused("jurisdiction", new { brigadeId = Guid.NewGuid(), isKeyUnit = false }, "project.brigade_unknown", "PRJ-22", 404);
        var brigade = (await admin.Get("/projects/choices")).ShouldBeOk()["brigades"][0].GetProperty("id").GetGuid();
        if (asksKeyUnit)
        {
            await Refused("jurisdiction", new { brigadeId = brigade }, "project.key_unit_missing", "PRJ-05");
            await Refused("jurisdiction", new { brigadeId = brigade, isKeyUnit = true, keyUnitName = "云" }, "project.key_unit_missing", "PRJ-05");
        }

        var saved = (await admin.Put($"/projects/{id}/jurisdiction", new { brigadeId = brigade, isKeyUnit = false })).ShouldBeOk();
        Assert.Empty(saved["missingParts"].EnumerateArray());
        Assert.Equal(4, await House.Value<long>($"select count(*) from audit_entry where subject_id = '{id}' and act in ('project.buildings', 'project.systems', 'project.place', 'project.jurisdiction')"));

        // Nobody of another agency, whichever part.
        using var stranger = await House.Console(Admin(region == "beijing" ? "shanghai" : "beijing"));
        (await stranger.Put($"/projects/{id}/place", new { latitude = 31.23, longitude = 121.47 })).ShouldRefuse("project.not_yours", "ACC-15", 404);
        (await stranger.Get($"/projects/{id}/parts")).ShouldRefuse("project.not_yours", "ACC-15", 404);

        async Task Refused(string part, object said, string code, string rule, int status = 422) => (await admin.Put($"/projects/{id}/{part}", said)).ShouldRefuse(code, rule, status);
    }

    [Fact, Rule("PRJ-27", Regions = ["shanghai"]), Rule("PRJ-28", Regions = ["shanghai"]), Rule("PRJ-45", Regions = ["shanghai"])]
    public async Task A_draft_is_handed_in_when_its_parts_are_there_and_only_then_has_a_notice()
    {
        using var admin = await House.Console("sh-admin");
        var id = await AnEmptyProject(admin, "shanghai");
        Assert.Equal("Draft", (await admin.Get($"/projects/{id}")).ShouldBeOk()["state"].GetString());
        var refused = (await admin.Post($"/projects/{id}/submission")).ShouldRefuse("project.not_ready", "PRJ-28", 409);
        Assert.Equal(["建筑", "系统", "位置", "管辖"], refused["missing"].EnumerateArray().Select(m => m.GetString()));
        (await admin.Get($"/projects/{id}/notice.pdf")).ShouldRefuse("project.not_submitted", "PRJ-45", 409);

        await Complete(admin, id);
        Assert.Equal("Active", (await admin.Post($"/projects/{id}/submission")).ShouldBeOk()["state"].GetString());
        (await admin.Post($"/projects/{id}/submission")).ShouldRefuse("project.submitted_already", "PRJ-28", 409);
        (await admin.Put($"/projects/{id}/safety-people", new { responsible = new { name = "郑守田", phone = "13900000817" } })).ShouldBeOk();
        var notice = string.Concat((await PrintedFile.Tool("pdftotext", await Bytes(admin, $"/projects/{id}/notice.pdf"), "-raw", "{in}", "-")).Where(c => !char.IsWhiteSpace(c)));
        foreach (var said in new[] { "项目公示", "青石中学教学楼", "青石路8号", "消防设施维护保养", Demo.Person("sh-lead").Name, Demo.Person("sh-technical").Name, "注册消防工程师", "消防供电配电" })
        {
            Assert.Contains(said, notice, StringComparison.Ordinal);
        }

        // What hangs at the door names no telephone of the unit and no contract.
        Assert.DoesNotContain("13900000817", notice, StringComparison.Ordinal);
        Assert.DoesNotContain("QS-2026-01", notice, StringComparison.Ordinal);
        Assert.Equal(1, await House.Value<long>($"select count(*) from audit_entry where act = 'project.submitted' and subject_id = '{id}'"));
    }

    [Fact, Rule("PRJ-26", Regions = ["shanghai"])]
    public async Task After_the_first_work_place_systems_and_service_object_stand_and_telephones_may_change_with_history()
    {
        var project = Given.AProject("shanghai").ProjectId;
        await House.SqlAsAdmin($"update project set first_work_at = now() where id = '{project}'");
        using var admin = await House.Console("sh-admin");
        (await admin.Put($"/projects/{project}/place", new { latitude = 31.23, longitude = 121.47 })).ShouldRefuse("project.locked_by_work", "PRJ-26", 409);
        (await admin.Put($"/projects/{project}/systems", new { classCodes = new[] { "M01-01" } })).ShouldRefuse("project.locked_by_work", "PRJ-26", 409);
        (await admin.Put($"/projects/{project}/buildings", new { rows = new[] { Hall } })).ShouldRefuse("project.locked_by_work", "PRJ-26", 409);
        Assert.StartsWith("这个项目已经开始执业", (await admin.Get($"/projects/{project}/parts")).ShouldBeOk()["objectLocked"].GetString(), StringComparison.Ordinal);

        var person = new { name = "郑守田", phone = "13900000817" };
        (await admin.Put($"/projects/{project}/safety-people", new { responsible = person, controlRoomPhone = "12" })).ShouldRefuse("project.phone_invalid", "OWN-16", 422);
        (await admin.Put($"/projects/{project}/safety-people", new { responsible = person, controlRoomPhone = "021-86955533" })).ShouldBeOk();
        Assert.Equal("021-86955533", await House.Value<string>($"select after->>'controlRoomPhone' from audit_entry where act = 'project.safety_people' and subject_id = '{project}'"));
    }

    [Theory, InlineData("beijing"), InlineData("shaanxi"), InlineData("xinjiang")]
    [Rule("PRJ-24", Regions = ["beijing", "shaanxi", "xinjiang"])]
    public async Task An_issued_plan_locks_the_systems(string region)
    {
        var scene = await Given.AnAssignedPlan(region);
        using var admin = await House.Console(Admin(region));
        (await admin.Put($"/projects/{scene.ProjectId}/systems", new { classCodes = new[] { "M01-01" } })).ShouldRefuse("plan.systems_locked", "PRJ-24", 409);
        Assert.NotEqual(1, await House.Value<int>($"select cardinality(facility_class_codes) from project where id = '{scene.ProjectId}'"));
    }

    [Fact, Rule("PRJ-25", Regions = ["beijing"]), Rule("SUP-04", Regions = ["beijing"])]
    public async Task A_fence_that_moves_after_the_first_work_is_marked_with_the_old_and_the_new_point()
    {
        var project = Given.AProject("beijing").ProjectId;
        using var admin = await House.Console("bj-admin");
        var place = (await admin.Get($"/projects/{project}/parts")).ShouldBeOk()["place"];
        var (latitude, longitude) = (place.GetProperty("latitude").GetDouble(), place.GetProperty("longitude").GetDouble());
        (await admin.Put($"/projects/{project}/place", new { latitude, longitude })).ShouldBeOk();
        await House.Settled();
        Assert.Equal(0, await House.Value<long>("select count(*) from supervision_flag"));

        await House.SqlAsAdmin($"update project set first_work_at = now() where id = '{project}'");
        (await admin.Put($"/projects/{project}/place", new { latitude = latitude + 0.01, longitude, radiusMetres = 200 })).ShouldBeOk();
        await House.Settled();
        using var corps = await House.Authority("bj-corps");
        var flag = Assert.Single((await corps.Get("/flags")).ShouldBeOk()["items"].EnumerateArray());
        Assert.Equal("FenceMoved", flag.GetProperty("kind").GetString());
        Assert.Matches("移动了围栏 11[0-9]{2} 米：原来 [0-9.]+，[0-9.]+，现在 [0-9.]+，[0-9.]+$", flag.GetProperty("what").GetString());
    }

    [Theory, InlineData("shaanxi"), InlineData("xinjiang")]
    [Rule("PRJ-16", Regions = ["shaanxi", "xinjiang"]), Rule("PRJ-17", Regions = ["shaanxi", "xinjiang"]), Rule("PRJ-18", Regions = ["shaanxi", "xinjiang"])]
    public async Task Records_without_a_catalogue_are_ticked_alone(string region)
    {
        using var admin = await House.Console(Admin(region));
        foreach (var (type, record, code, rule) in new[]
        {
            ("AnnualDetection", "M23-01", "project.system_unknown", "PRJ-15"), ("Assessment", "M24-01", "project.system_unknown", "PRJ-15"),
            ("Maintenance", "M22-01", "project.record_stands_alone", "PRJ-18"),
        })
        {
            var id = await AnEmptyProject(admin, region, type);
            (await admin.Put($"/projects/{id}/systems", new { classCodes = new[] { record, "M01-01" } })).ShouldRefuse(code, rule, 422);
            (await admin.Put($"/projects/{id}/systems", new { classCodes = new[] { record } })).ShouldBeOk();
        }
    }

    [Fact, Rule("PRJ-34", Regions = ["beijing"]), Rule("PRJ-47", Regions = ["beijing"])]
    public async Task A_detection_in_beijing_is_cancelled_for_good_and_nothing_of_it_changes_any_more()
    {
        var scene = Given.AProject("beijing");
        var path = $"/projects/{scene.ProjectId}";
        await House.SqlAsAdmin($"update project set service_type = 'AnnualDetection' where id = '{scene.ProjectId}'");
        using var admin = await House.Console("bj-admin");
        (await admin.Post($"{path}/termination", new { reason = "合同期已过", isSure = false })).ShouldRefuse("project.end_not_sure", "SCR-09", 422);
        var ended = (await admin.Post($"{path}/termination", new { reason = "合同期已过", isSure = true })).ShouldBeOk();
        Assert.Equal(("Cancelled", Demo.Person("bj-admin").Name), (ended["state"].GetString(), ended["byName"].GetString()));
        (await admin.Post($"{path}/termination", new { reason = "再来一次", isSure = true })).ShouldRefuse("project.ended_already", "PRJ-32", 409);
        (await admin.Put($"{path}/safety-people", new { })).ShouldRefuse("project.ended", "PRJ-47", 409);
        (await admin.Put($"{path}/place", new { latitude = 39.9, longitude = 116.4 })).ShouldRefuse("project.ended", "PRJ-47", 409);
        (await (await scene.Lead()).Post("/plans", new { projectId = scene.ProjectId, kind = "Year", month = scene.Month.ToString() })).ShouldRefuse("plan.project_ended");
    }

    [Fact, Rule("SCR-05", Regions = ["shanghai"])]
    public async Task The_mini_programs_code_is_a_picture_and_a_page_to_hang_up_and_nobody_elses()
    {
        var path = $"/projects/{Given.AProject("shanghai").ProjectId}/mini-program-code";
        using var admin = await House.Console("sh-admin");
        var picture = await Bytes(admin, path);
        Assert.NotNull(PictureContent.TypeOf(picture));
        var drawn = (await PrintedFile.Tool("zbarimg", picture, "--quiet", "--raw", "{in}")).Trim();
        Assert.Contains($"scene={Given.AProject("shanghai").ProjectId:N}", drawn, StringComparison.Ordinal);
        var (codes, about) = await PrintedFile.Looked(await Bytes(admin, $"{path}.pdf"));
        Assert.Equal(drawn, Assert.Single(codes));
        Assert.Contains("(A4)", about, StringComparison.Ordinal);
        using var stranger = await House.Console("bj-admin");
        (await stranger.Get(path)).ShouldRefuse("project.not_yours", "ACC-15", 404);
    }

    private static string Admin(string region) => $"{Demo.Prefixes[region]}-admin";

    private static async Task<byte[]> Bytes(Caller caller, string path) => (await caller.Get(path)).ShouldBeOk().Bytes;

    /// <summary>As the administrator enters it: contract and people, nothing of the site.</summary>
    private async Task<Guid> AnEmptyProject(ConsoleClient admin, string region, string type = "Maintenance")
    {
        var scene = Given.AProject(region);
        var unit = await House.Value<Guid>($"select owner_id from project where id = '{scene.ProjectId}'");
        (await admin.Post($"/owner-units/{unit}/contacts", new { name = "贺兰青", phone = "13900007722" }, key: "")).ShouldBeOk();
        return (await admin.Post("/projects", new
        {
            ownerId = unit, name = "青石中学教学楼", serviceType = type,
            address = "青石路 8 号", contractNumber = "QS-2026-01", signedOn = "2026-11-20", termStarts = "2026-11-01", termEnds = "2027-10-31",
            leadId = scene.LeadId, technicalLeadId = Demo.Id("person", scene.TechnicalLeadKey),
        })).ShouldBeOk().Id;
    }

    private static async Task Complete(ConsoleClient admin, Guid id)
    {
        var brigade = (await admin.Get("/projects/choices")).ShouldBeOk()["brigades"][0].GetProperty("id").GetGuid();
        (await admin.Put($"/projects/{id}/buildings", new { rows = new[] { Hall } })).ShouldBeOk();
        (await admin.Put($"/projects/{id}/systems", new { classCodes = new[] { "M01-01" } })).ShouldBeOk();
        (await admin.Put($"/projects/{id}/place", new { latitude = 31.23, longitude = 121.47 })).ShouldBeOk();
        (await admin.Put($"/projects/{id}/jurisdiction", new { brigadeId = brigade })).ShouldBeOk();
    }
}
