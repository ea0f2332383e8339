namespace WeChatService.TestKit;

// A detection: the story's project becomes one, small enough to be judged by hand. Beijing records it item by item, the others by a site record.
public sealed partial class Given
{
    /// <summary>消防电梯 (D-A.8, 11 items) and 消防救援窗口 (D-A.9, 5 items), by the maintenance classes that stand for them.</summary>
    public const string DetectionClasses = "M15-01,M21-04";

    /// <summary>The main project is a detection; its one plan is made, and all of it the operator's (PLN-05, 11).</summary>
    public async Task<Scene> AnAssignedDetection(string region = "beijing")
    {
        await house.SqlAsAdmin($"update project set service_type = 'AnnualDetection', facility_class_codes = '{{{DetectionClasses}}}' where id = '{Demo.Id("project", $"{region}-main")}'");
        var scene = await ABoundContact(region);
        var lead = await scene.Lead();
        scene.PlanId = (await lead.Post("/plans", new { projectId = scene.ProjectId, kind = "Year", month = scene.Month.ToString() })).ShouldBeOk().Id;
        scene.ClassCodes = [.. (await lead.Get($"/plans/{scene.PlanId}")).ShouldBeOk()["facilities"].EnumerateArray().Select(f => f.GetProperty("classCode").GetString()!)];
        (await lead.Post($"/plans/{scene.PlanId}/assignments", new { classCodes = scene.ClassCodes, personId = scene.OperatorId })).ShouldBeOk();
        return scene;
    }

    /// <summary>A started task for some systems of the plan.</summary>
    public async Task<Scene> AStartedDetection(Scene scene, params string[] classCodes)
    {
        var mobile = await scene.Operator();
        scene.TaskId = (await mobile.Post("/tasks", new { planId = scene.PlanId, classCodes = classCodes.Length > 0 ? classCodes : [.. scene.ClassCodes] })).ShouldBeOk().Id;
        return await AStartedTask(await AStartedVisit(scene));
    }

    /// <summary>Every item of the task recorded with the result that is asked of its code, 合格 where none is.</summary>
    public async Task<Scene> ARecordedDetection(Scene scene, Func<string, string?>? resultOf = null)
    {
        var mobile = await scene.Operator();
        var photo = await mobile.UploadScene(scene.OperatorKey);
        var items = (await mobile.Get($"/tasks/{scene.TaskId}")).ShouldBeOk()["items"].EnumerateArray().Select(i => i.GetProperty("code").GetString()!);
        (await mobile.Post($"/tasks/{scene.TaskId}/records", new
        {
            records = items.Select(code => Detected(scene, code, resultOf?.Invoke(code) ?? "Qualified", photo)),
        })).ShouldBeOk();
        return scene;
    }

    /// <summary>待审核.</summary>
    public async Task<Scene> ASubmittedDetection(Scene scene, Func<string, string?>? resultOf = null) =>
        await ASubmittedTask(await ARecordedDetection(scene, resultOf));

    /// <summary>The whole plan in 待审核, in one task.</summary>
    public async Task<Scene> ASubmittedDetection(Func<string, string?>? resultOf = null, string region = "beijing") =>
        await ASubmittedDetection(await AStartedDetection(await AnAssignedDetection(region)), resultOf);

    /// <summary>One detection record as the phone sends it.</summary>
    public static object Detected(Scene scene, string itemCode, string? result, Guid? photo = null, object[]? answers = null) => new
    {
        clientId = $"{scene.TaskId:N}-{itemCode}", itemCode, result, answers = answers ?? [], text = result is "Qualified" ? "正常" : "现场情况见照片",
        photoIds = photo is { } one ? new[] { one } : [], position = scene.OnSite, clientTime = scene.House.Time.GetUtcNow().AddMinutes(-1),
    };

    /// <summary>Sent again after a return, with the lead's consent where the profile asks for it.</summary>
    public Task<Scene> ASubmittedAgain(Scene scene) => ASubmittedTask(scene);
}
