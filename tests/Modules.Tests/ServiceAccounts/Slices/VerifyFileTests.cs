using System.Net;
using WeChatService.TestKit;

namespace WeChatService.Modules.Tests.ServiceAccounts.Slices;

public class VerifyFileTests(House house) : Slice(house)
{
    [Fact]
    public async Task The_file_by_which_WeChat_checks_the_domain_is_there_and_no_other()
    {
        await House.Restart(new Dictionary<string, string?> { ["Public:VerifyFiles:MP_verify_a1B2c3"] = "a1B2c3" });
        using var http = new HttpClient { BaseAddress = House.System.Host };
        Assert.Equal("a1B2c3", await http.GetStringAsync("/MP_verify_a1B2c3.txt"));
        foreach (var other in (string[])["/MP_verify_zzzzzz.txt", "/MP_verify_a1B2c3.html", "/..%2FMP_verify_a1B2c3.txt"])
            Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync(other)).StatusCode);
    }
}
