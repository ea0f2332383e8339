using Microsoft.EntityFrameworkCore;
using WeChatService.ServiceAccounts.Callbacks;
using WeChatService.TestKit;

namespace WeChatService.Modules.Tests.ServiceAccounts.Slices;

public class ScanTests(House house) : Slice(house)
{
    [Fact, Rule("OWN-06")]
    public async Task Scanning_a_projects_code_follows_the_owner_account_and_shows_the_link_to_the_form()
    {
        var code = await ProjectCode();
        var phone = House.Phone("sh-contact");
        var scanned = await phone.Scan(code);
        Assert.Equal("subscribe", scanned.GetProperty("event").GetString());
        Assert.Contains((await phone.Chat("owner")), m => m.From == "account" && m.Text?.Contains("/owner/bind?scene=", StringComparison.Ordinal) == true);
    }

    [Fact, Rule("OWN-18")]
    public async Task Scanning_it_again_while_following_shows_the_link_again()
    {
        var code = await ProjectCode();
        var phone = House.Phone("sh-contact");
        await phone.Scan(code);
        var again = await phone.Scan(code);
        Assert.Equal("SCAN", again.GetProperty("event").GetString());
        Assert.Equal(2, (await phone.Chat("owner")).Count(m => m.Text?.Contains("/owner/bind?scene=", StringComparison.Ordinal) == true));
        Assert.Equal(2, await House.InDatabase(db => db.Set<CallbackMessage>().CountAsync()));
    }

    [Fact]
    public async Task A_code_of_nobody_is_acknowledged_without_a_word()
    {
        using var answer = await new Wire(House).Post(Wire.Event("oSomebody0000000000000000001", "SCAN", "no-such-scene", 1763650000));
        Assert.Equal("success", await answer.Content.ReadAsStringAsync());
    }

    private async Task<string> ProjectCode()
    {
        var scene = Given.AProject();
        return (await (await scene.Lead()).Post($"/projects/{scene.ProjectId}/contact-invitation")).ShouldBeOk()["content"].GetString()!;
    }
}
