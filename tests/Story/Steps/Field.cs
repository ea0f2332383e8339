using WeChatService.TestKit;

namespace WeChatService.Story.Steps;

/// <summary>The operator takes the facilities that were given to him and starts their task.</summary>
internal static class Field
{
    /// <summary>接收 (FLD-01): what is taken leaves the open list.</summary>
    public static async Task Take(Tale tale)
    {
        var worker = await tale.Operator();
        var codes = await Open(tale, worker);
        Tale.Must(codes.Count > 0, "the operator's open list: expected the assigned facilities, was empty");
        var stranger = tale.Keep(await tale.System.MiniProgram(tale.StrangerKey));
        object order = new { planId = tale.PlanId, classCodes = codes };
        tale.Refused("a stranger taking the facilities", await stranger.Post("/tasks", order), "task.plan_not_yours", "FLD-01");
        var task = (await worker.Post("/tasks", order)).ShouldBeOk();
        tale.TaskId = task.Id;
        Tale.MustEqual(0, (await Open(tale, worker)).Count, "facilities left on the open list");
        tale.Saw($"took {codes.Count} facility classes as task 「{task["name"].GetString()}」 with {task["items"].GetInt32()} items; they left the open list");
    }

    /// <summary>执行 (FLD-05): selfie, sign-in photo, the controller and its brand.</summary>
    public static async Task Start(Tale tale)
    {
        var worker = await tale.Operator();
        var path = $"/tasks/{tale.TaskId}/start";
        var selfie = await worker.UploadSelfie(tale.OperatorKey);
        var refused = tale.Refused(
            "starting with a selfie only", await worker.Post(path, new { selfiePhotoId = selfie, position = tale.OnSite }), "task.start_photo_missing", "FLD-05");
        Tale.MustEqual(3, refused["missing"].GetArrayLength(), "what is missing at the start");
        var started = (await worker.Post(path, new
        {
            selfiePhotoId = selfie, signInPhotoId = await worker.UploadScene(tale.OperatorKey, "site", "SignIn"),
            controllerPhotoId = await worker.UploadScene(tale.OperatorKey, "controller", "Controller"), controllerBrand = "海湾 GST5000", position = tale.OnSite,
        })).ShouldBeOk();
        Tale.Must(started["insideFence"].GetBoolean(), $"the place of the start: expected inside the fence, was {started.Text}");
        tale.TaskIsStarted = true;
        tale.Saw($"started with three photos and the controller's brand, inside the fence, {started["distanceMetres"].GetDouble():0} m from its edge");
    }

    private static async Task<List<string>> Open(Tale tale, MiniProgramClient worker)
    {
        var plans = (await worker.Get("/plan-items?size=100")).ShouldBeOk()["items"].EnumerateArray();
        return [.. plans.Where(p => p.GetProperty("planId").GetGuid() == tale.PlanId)
            .SelectMany(p => p.GetProperty("facilities").EnumerateArray()).Select(f => f.GetProperty("classCode").GetString()!)];
    }
}
