using WeChatService.ServiceAccounts.Callbacks;
using WeChatService.ServiceAccounts.OAuth;
using WeChatService.ServiceAccounts.Ports;

namespace WeChatService.Modules.Tests.ServiceAccounts.Rules;

public class CallbackKeyTests
{
    [Fact]
    public void A_message_is_known_by_its_sender_and_number() =>
        Differ(Message("a", ("MsgId", "1")), Message("b", ("MsgId", "1")), Message("a", ("MsgId", "2")));

    [Fact]
    public void An_event_is_known_by_sender_second_name_key_and_job() =>
        Differ(Event("a", 1, "SCAN", "x"), Event("b", 1, "SCAN", "x"), Event("a", 2, "SCAN", "x"), Event("a", 1, "CLICK", "x"), Event("a", 1, "SCAN", "y"),
            Event("a", 1, "TEMPLATESENDJOBFINISH", null, "1"), Event("a", 1, "TEMPLATESENDJOBFINISH", null, "2"));

    [Fact]
    public void A_repeat_has_the_same_key_even_if_the_platform_writes_the_event_in_another_case() =>
        Assert.Equal(CallbackMessage.KeyOf(Event("a", 1, "subscribe", "")), CallbackMessage.KeyOf(Event("a", 1, "SUBSCRIBE", "")));

    [Fact]
    public void What_carries_neither_number_nor_event_is_known_by_its_whole_text() =>
        Differ(Message("a") with { Plain = "one"u8.ToArray() }, Message("a") with { Plain = "two"u8.ToArray() });

    [Theory]
    [InlineData("subscribe", "qrscene_bind_1", "bind_1")]
    [InlineData("SCAN", "bind_1", "bind_1")]
    [InlineData("SCAN", "qrscene_bind_1", "qrscene_bind_1")]
    [InlineData("subscribe", "last_trade_no_4002", null)]
    [InlineData("subscribe", "qrscene_", null)]
    [InlineData("subscribe", "", null)]
    [InlineData("CLICK", "bind_1", null)]
    public void Only_a_scan_has_a_scene(string happened, string key, string? scene) => Assert.Equal(scene, CallbackEffects.SceneOf(Event("a", 1, happened, key)));

    [Theory]
    [InlineData("/owner/", true)]
    [InlineData("/owner/reports/7?a=1#b", true)]
    [InlineData("", false)]
    [InlineData("owner", false)]
    [InlineData("//evil.example", false)]
    [InlineData("/\\evil.example", false)]
    [InlineData("/a\tb", false)]
    [InlineData("https://evil.example", false)]
    public void Only_a_path_of_this_site_is_returned_to(string path, bool local) => Assert.Equal(local, SignInByOAuth.IsLocal(path));

    private static void Differ(params ReadCallback[] all) => Assert.Equal(all.Length, all.Select(read => Convert.ToHexString(CallbackMessage.KeyOf(read))).Distinct().Count());

    private static ReadCallback Event(string from, long at, string happened, string? key, string? job = null) =>
        Message(from, [("Event", happened), ("EventKey", key ?? ""), ("MsgID", job ?? "")]) with { CreateTime = at, MsgType = "event" };

    private static ReadCallback Message(string from, params (string Name, string Value)[] fields) =>
        new("gh", from, 1, "text", [.. fields.Select(f => new CallbackField(f.Name, f.Value))], ReadOnlyMemory<byte>.Empty, Encrypted: true);
}
