using WeChatService.Kernel;

namespace WeChatService.TestKit;

/// <summary>
/// Brings a fresh demonstration world into a named state, over the same HTTP that people's clients use. Each step
/// stands on the one before it. A <see cref="Scene"/> is the story's project of one region with the people who act
/// there, signed in when first needed.
/// </summary>
public sealed partial class Given(House house)
{
    /// <summary>Nothing has happened yet: the complete project <c>{region}-main</c>, its lead, operator, contact.</summary>
    public Scene AProject(string region = "shanghai") => new(house, region);

    /// <summary>The contact has scanned the lead's code, follows the owner account and is bound (OWN-06).</summary>
    public async Task<Scene> ABoundContact(string region = "shanghai") => await ABoundContact(AProject(region));

    private static async Task<Scene> ABoundContact(Scene scene)
    {
        var lead = await scene.Lead();
        var invitation = (await lead.Post($"/projects/{scene.ProjectId}/contact-invitation")).ShouldBeOk();
        await scene.House.Phone(scene.ContactKey).Scan(invitation["content"].GetString()!);
        var contact = await scene.Contact();
        var bound = (await contact.Post("/bindings", await scene.House.Sandbox.BindingForm(contact, invitation["scene"].GetString()!, scene.ContactKey))).ShouldBeOk();
        scene.ContactId = bound["contactId"].GetGuid();
        return scene;
    }

    /// <summary>This month's plan, nothing assigned (PLN-01).</summary>
    public async Task<Scene> APlan(string region = "shanghai") => await APlan(await ABoundContact(region));

    private static async Task<Scene> APlan(Scene scene)
    {
        var lead = await scene.Lead();
        scene.PlanId = (await lead.Post("/plans", new { projectId = scene.ProjectId, kind = "Month", month = scene.Month.ToString() })).ShouldBeOk().Id;
        return scene;
    }

    /// <summary>Two facilities of this month's plan are the operator's (PLN-11).</summary>
    public async Task<Scene> AnAssignedPlan(string region = "shanghai") => await AnAssignedPlan(await APlan(region));

    private static async Task<Scene> AnAssignedPlan(Scene scene)
    {
        var lead = await scene.Lead();
        await TwoFacilities(scene);
        (await lead.Post($"/plans/{scene.PlanId}/assignments", new { classCodes = scene.ClassCodes, personId = scene.OperatorId })).ShouldBeOk();
        return scene;
    }

    /// <summary>The scene goes on with the plan that the lead has made and assigned by hand.</summary>
    public static async Task<Scene> ThePlanMadeByHand(Scene scene)
    {
        var plans = (await (await scene.Lead()).Get($"/plans?month={scene.Month}&projectId={scene.ProjectId}")).ShouldBeOk()["items"];
        scene.PlanId = plans.EnumerateArray().Single().GetProperty("id").GetGuid();
        await TwoFacilities(scene);
        return scene;
    }

    /// <summary>The scene's work is the two smallest facilities of its plan.</summary>
    private static async Task TwoFacilities(Scene scene)
    {
        var facilities = (await (await scene.Lead()).Get($"/plans/{scene.PlanId}")).ShouldBeOk()["facilities"].EnumerateArray();
        scene.ClassCodes = [.. facilities.OrderBy(f => f.GetProperty("items").GetInt32()).Select(f => f.GetProperty("classCode").GetString()!).Take(2)];
    }
}
