using WeChatService.TestKit;

namespace WeChatService.Modules.Tests.ServiceAccounts.Slices;

/// <summary>What a person reads in the chat at once.</summary>
public class ReplyTests(House house) : Slice(house)
{
    [Theory]
    [InlineData("owner", "sh-contact", "/owner/")]
    [InlineData("agency", "sh-lead", "/agency/")]
    public async Task Who_follows_is_welcomed_with_the_way_to_the_pages_of_that_account(string account, string person, string page)
    {
        var phone = House.Phone(person);
        await phone.Follow(account);
        Assert.Contains($"{House.System.Host}{page[1..]}", (await Last(phone, account)).Text);
    }

    [Theory]
    [InlineData("owner", "sh-contact", "上次的维保报告在哪里？", "/owner/reports")]
    [InlineData("owner", "sh-contact", "今天天气不错", "/owner/")]
    [InlineData("agency", "sh-lead", "有备案要办吗", "/agency/filings")]
    [InlineData("agency", "sh-lead", "😀 ]]> <x>", "/agency/")]
    public async Task Who_writes_gets_the_page_by_keyword_or_else_the_way_to_all_of_them(string account, string person, string text, string page)
    {
        var phone = House.Phone(person);
        await phone.Follow(account);
        await phone.Say(account, text);
        Assert.Contains($"{page}\"", (await Last(phone, account)).Text);
    }

    private static async Task<ChatMessage> Last(Phone phone, string account) => (await phone.Chat(account)).Last(m => m.From == "account");
}
