using WeChatService.TestKit;

namespace WeChatService.Modules.Tests.FieldTasks.Slices;

/// <summary>What an operator does with the mini program.</summary>
internal static class Steps
{
    public static async Task<Guid> Take(MiniProgramClient mobile, Guid planId, params string[] classCodes) =>
        (await mobile.Post("/tasks", new { planId, classCodes })).ShouldBeOk().Id;

    /// <summary>The facilities of a plan that are still in the operator's open list.</summary>
    public static async Task<IReadOnlyList<string>> Open(MiniProgramClient mobile, Guid planId) =>
    [
        .. (await mobile.Get("/plan-items?size=100")).ShouldBeOk()["items"].EnumerateArray()
            .Where(p => p.GetProperty("planId").GetGuid() == planId)
            .SelectMany(p => p.GetProperty("facilities").EnumerateArray()).Select(f => f.GetProperty("classCode").GetString()!).Order(),
    ];

    public static async Task<Answer> TryStart(MiniProgramClient mobile, Scene scene, Guid task) => await mobile.Post($"/tasks/{task}/start", new
    {
        selfiePhotoId = await mobile.UploadSelfie(scene.OperatorKey),
        signInPhotoId = await mobile.UploadScene(scene.OperatorKey, "site", "SignIn"),
        controllerPhotoId = await mobile.UploadScene(scene.OperatorKey, "controller", "Controller"),
        controllerBrand = "海湾", position = scene.OnSite,
    });

    public static async Task<Answer> Start(MiniProgramClient mobile, Scene scene, Guid task) => (await TryStart(mobile, scene, task)).ShouldBeOk();

    /// <summary>能检查, 符合.</summary>
    public static object Finding(string clientId, string itemCode) => new
    {
        clientId, itemCode, canInspect = true, verdict = "Conforms", text = "正常", clientTime = "2026-11-20T02:00:00Z",
    };

    public static async Task Record(MiniProgramClient mobile, Guid task, params object[] records) =>
        (await mobile.Post($"/tasks/{task}/records", new { records })).ShouldBeOk();

    /// <summary>Every item of the task conforms.</summary>
    public static async Task RecordAll(MiniProgramClient mobile, Guid task)
    {
        var items = (await mobile.Get($"/tasks/{task}")).ShouldBeOk()["items"].EnumerateArray().Select(i => i.GetProperty("code").GetString()!);
        await Record(mobile, task, [.. items.Select(code => Finding(code, code))]);
    }
}
