using WeChatService.Modules.Tests.Agencies;
using WeChatService.TestKit;

namespace WeChatService.Modules.Tests.Reports;

/// <summary>What tests of filing do again and again.</summary>
internal static class FilingDesk
{
    /// <summary>The technical lead files a report, with his own face where the region asks for it.</summary>
    public static async Task FileIt(Scene scene, Guid report)
    {
        var technical = await scene.TechnicalLead();
        Guid? face = Policies.For(scene.Region).Filing.Face ? await technical.UploadSelfie(scene.TechnicalLeadKey) : null;
        (await technical.Post($"/reports/{report}/filing", new { opinion = "内容属实，同意备案", photoId = face })).ShouldBeOk();
    }

    public static Task<string> State(House house, Guid report) => house.Value<string>($"select state from report where id = '{report}'");

    public static async Task<int> Total(Caller caller, string path) => (await caller.Get(path)).ShouldBeOk()["total"].GetInt32();
}
