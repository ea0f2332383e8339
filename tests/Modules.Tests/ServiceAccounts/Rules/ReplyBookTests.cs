using Microsoft.Extensions.Configuration;
using WeChatService.ServiceAccounts.Callbacks;
using WeChatService.ServiceAccounts.Contracts;

namespace WeChatService.Modules.Tests.ServiceAccounts.Rules;

public class ReplyBookTests
{
    private const string Owner = ",\"owner\":{\"welcome\":\"w\",\"otherwise\":\"o\",\"keywords\":[]}}";

    [Fact]
    public void The_reviewed_file_is_accepted_and_differs_by_account()
    {
        var book = ReplyBook.Load(new ConfigurationManager { ["Public:Base"] = "https://fire.example/" });
        Assert.Contains("https://fire.example/agency/", book.Welcome(ServiceAccountKind.Agency), StringComparison.Ordinal);
        Assert.Contains("https://fire.example/owner/reports", book.ToMessage(ServiceAccountKind.Owner, "报告"), StringComparison.Ordinal);
        Assert.Equal(book.ToMessage(ServiceAccountKind.Owner, null), book.ToMessage(ServiceAccountKind.Owner, "？"));
        Assert.Null(book.ToMessage(ServiceAccountKind.MiniProgram, "报告"));
        Assert.Null(book.ToClick(ServiceAccountKind.Owner, "unknown"));
    }

    [Theory]
    [InlineData("{}", "agency is missing")]
    [InlineData("{\"agency\":{\"welcome\":\"w\",\"otherwise\":\"o\",\"keywords\":[]}}", "owner is missing")]
    [InlineData("{\"agency\":{\"welcome\":\" \",\"otherwise\":\"o\",\"keywords\":[]}" + Owner, "welcome is empty")]
    [InlineData("{\"agency\":{\"welcome\":\"a\\u0007\",\"otherwise\":\"o\",\"keywords\":[]}" + Owner, "control character")]
    [InlineData("{\"agency\":{\"welcome\":\"w\",\"otherwise\":\"o\",\"keywords\":[{\"words\":[\"a\"],\"text\":\"t\"},{\"words\":[\"A\"],\"text\":\"t\"}]}" + Owner, "twice")]
    [InlineData("{\"agency\":{\"welcome\":\"w\",\"otherwise\":\"o\",\"keywords\":[{\"words\":[],\"text\":\"t\"}]}" + Owner, "empty keyword")]
    [InlineData("{\"agency\":{\"welcome\":\"w\",\"otherwise\":\"o\",\"keywords\":[],\"more\":1}" + Owner, "more")]
    [InlineData("{\"agency\":{\"welcome\":\"w\",\"keywords\":[]}" + Owner, "otherwise")]
    [InlineData("{\"console\":{\"welcome\":\"w\",\"otherwise\":\"o\",\"keywords\":[]},\"agency\":{\"welcome\":\"w\",\"otherwise\":\"o\",\"keywords\":[]}" + Owner, "console")]
    public void A_file_that_is_not_as_it_must_be_stops_the_start_and_says_where(string json, string where) =>
        Assert.Contains(where, Assert.Throws<InvalidOperationException>(() => ReplyBook.Read(json, "")).Message, StringComparison.Ordinal);

    [Fact]
    public void A_text_is_measured_with_the_address_in_it()
    {
        var json = "{\"agency\":{\"welcome\":\"" + new string('x', 2030) + "{public}\",\"otherwise\":\"o\",\"keywords\":[]}" + Owner;
        Assert.NotNull(ReplyBook.Read(json, "https://short.cn"));
        Assert.Throws<InvalidOperationException>(() => ReplyBook.Read(json, "https://rather-longer.example.cn"));
    }
}
