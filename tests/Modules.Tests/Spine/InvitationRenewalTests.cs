using WeChatService.TestKit;

namespace WeChatService.Modules.Tests.Spine;

/// <summary>A project's code stays good for people although WeChat's pictures live thirty days.</summary>
public class InvitationRenewalTests(House house) : Slice(house)
{
    [Fact]
    [Rule("OWN-06")]
    public async Task A_code_in_its_last_week_gets_a_new_picture_and_keeps_its_scene()
    {
        var scene = Given.AProject("shanghai");
        var lead = await scene.Lead();
        var first = await Ask(lead, scene);
        House.At(House.Time.GetUtcNow().AddDays(20).ToString("O"));
        lead = await House.Agency(scene.LeadKey);
        Assert.Equal(first["imageUrl"].GetString(), (await Ask(lead, scene))["imageUrl"].GetString());

        House.At(House.Time.GetUtcNow().AddDays(5).ToString("O"));
        lead = await House.Agency(scene.LeadKey);
        var renewed = await Ask(lead, scene);
        Assert.NotEqual(first["imageUrl"].GetString(), renewed["imageUrl"].GetString());
        Assert.Equal(first["scene"].GetString(), renewed["scene"].GetString());
        Assert.True(renewed["expiresAt"].GetDateTimeOffset() > first["expiresAt"].GetDateTimeOffset());
        Assert.Equal(1L, await House.Value<long>("select count(*) from contact_invitation"));
    }

    [Fact]
    [Rule("OWN-06")]
    public async Task A_code_that_ran_out_is_followed_by_one_with_another_scene()
    {
        var scene = Given.AProject("shanghai");
        var first = await Ask(await scene.Lead(), scene);
        House.At(House.Time.GetUtcNow().AddDays(31).ToString("O"));
        var next = await Ask(await House.Agency(scene.LeadKey), scene);
        Assert.NotEqual(first["scene"].GetString(), next["scene"].GetString());
    }

    private static async Task<Answer> Ask(Caller lead, Scene scene) => (await lead.Post($"/projects/{scene.ProjectId}/contact-invitation")).ShouldBeOk();
}
