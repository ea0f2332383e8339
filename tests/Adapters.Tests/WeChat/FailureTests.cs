using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using WeChatService.Adapters.Tests.Kit;
using WeChatService.ServiceAccounts.Contracts;
using WeChatService.ServiceAccounts.Ports;
using WeChatService.WeChat.Setup;

namespace WeChatService.Adapters.Tests.WeChat;

/// <summary>Every call that may be repeated, on a bad line: -1 is waited out, silence becomes WeChatUnavailable, nothing else escapes.</summary>
public sealed class FailureTests(AdaptersAtSandbox at) : IClassFixture<AdaptersAtSandbox>, IAsyncLifetime
{
    private static readonly Dictionary<string, Func<IServiceProvider, string, Task>> Calls = new()
    {
        ["/cgi-bin/qrcode/create"] = (s, openId) => s.GetRequiredService<IQrCodeIssuer>().Issue(ServiceAccountKind.Owner, "scene", TimeSpan.FromDays(1), default),
        ["/cgi-bin/user/info"] = (s, openId) => s.GetRequiredService<IFollowerLookup>().Ask(ServiceAccountKind.Owner, openId, default),
        ["/cgi-bin/user/info/batchget"] = (s, openId) => s.GetRequiredService<IFollowerLookup>().AskMany(ServiceAccountKind.Owner, [openId], default),
        ["/cgi-bin/user/get"] = (s, openId) => s.GetRequiredService<IFollowerLookup>().Page(ServiceAccountKind.Owner, null, default),
        ["/cgi-bin/ticket/getticket"] = (s, openId) => s.GetRequiredService<IJsSdk>().Sign(ServiceAccountKind.Owner, "http://127.0.0.1:5080/owner/", default),
        ["/cgi-bin/menu/get"] = (s, openId) => s.GetRequiredService<Menus>().Compare(ServiceAccountKind.Owner, default),
        ["/cgi-bin/menu/create"] = (s, openId) => s.GetRequiredService<Menus>().Put(ServiceAccountKind.Owner, default),
        ["/cgi-bin/template/get_all_private_template"] = (s, openId) => s.GetRequiredService<Templates>().Compare(ServiceAccountKind.Owner, default),
        ["/wxa/getwxacodeunlimit"] = (s, openId) => s.GetRequiredService<IMiniProgramLinks>().Code("scene", null, MiniProgramVersion.Release, default),
        ["/wxa/checksession"] = (s, openId) => s.GetRequiredService<IMiniProgramWire>().SessionHolds(openId, "key", default),
    };

    public static TheoryData<string> Paths => [.. Calls.Keys];

    public Task InitializeAsync() => at.Fresh();
    public Task DisposeAsync() => Task.CompletedTask;

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task A_busy_moment_is_waited_out(string path)
    {
        await at.Fault("wechat", "errcode:-1", times: 2, path: path);
        await Make(path);
        Assert.Equal(3, await at.Calls(path));
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task A_line_that_stays_dead_is_given_up_after_three_attempts(string path)
    {
        await at.Fault("wechat", "down", times: 50, path: path);
        await Assert.ThrowsAsync<WeChatUnavailable>(() => Make(path));
        Assert.InRange(await at.Calls(path), 0, 3);
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task A_gateway_that_answers_for_WeChat_is_no_answer_of_WeChats(string path)
    {
        await at.Fault("wechat", "http:502", times: 50, path: path);
        await Assert.ThrowsAsync<WeChatUnavailable>(() => Make(path));
        Assert.Equal(3, await at.Calls(path));
    }

    [Theory]
    [InlineData("garbage")]
    [InlineData("http:503")]
    public async Task A_sign_in_that_WeChat_does_not_answer_is_asked_once_and_may_be_tried_again(string mode)
    {
        const string path = "/sns/jscode2session";
        var code = (await at.Post($"people/{AdaptersAtSandbox.Lead}/jscode", new { }))!["code"]!.GetValue<string>();
        await at.Fault("wechat", mode, times: 1, path: path);
        var login = at.Provider().GetRequiredService<IWeChatLogin>();
        await Assert.ThrowsAsync<WeChatUnavailable>(() => login.ByMiniProgramCode(code, default));
        Assert.Equal(1, await at.Calls(path));
        // The code may be spent by now, or not: what counts is that WeChat is asked again and nobody waits for the first one.
        await Record.ExceptionAsync(() => login.ByMiniProgramCode(code, default));
        Assert.Equal(2, await at.Calls(path));
    }

    [Fact]
    public async Task A_sign_in_that_hangs_is_given_up_and_does_not_hold_the_next_one()
    {
        await at.Fault("wechat", "hang", times: 1, path: "/sns/jscode2session");
        var login = at.Provider().GetRequiredService<IWeChatLogin>();
        var code = (await at.Post($"people/{AdaptersAtSandbox.Lead}/jscode", new { }))!["code"]!.GetValue<string>();
        await Assert.ThrowsAsync<WeChatUnavailable>(() => login.ByMiniProgramCode(code, default));
        Assert.NotEmpty((await login.ByMiniProgramCode(code, default)).OpenId);
    }

    [Fact]
    public async Task No_log_line_carries_a_token_a_secret_a_code_or_an_openid()
    {
        var lines = new System.Collections.Concurrent.ConcurrentBag<string>();
        var process = at.Provider(lines, ("WeChat:Owner:secret", "0123456789abcdef0123456789abcdef"));
        var openId = await at.OpenId(AdaptersAtSandbox.Lead, "agency");
        await at.Fault("wechat", "errcode:42001", times: 1, path: "/cgi-bin/user/info");
        await process.GetRequiredService<IFollowerLookup>().Ask(ServiceAccountKind.Agency, openId, default);
        await Record.ExceptionAsync(() => process.GetRequiredService<IFollowerLookup>().Ask(ServiceAccountKind.Owner, openId, default));
        await Record.ExceptionAsync(() => process.GetRequiredService<IWeChatLogin>().ByMiniProgramCode("made-up-code-77", default));
        Assert.Contains(lines, l => l.Contains("/cgi-bin/user/info", StringComparison.Ordinal));
        string[] secrets = [openId, "made-up-code-77", "0123456789abcdef0123456789abcdef", .. at.Tokens.Held.Values.Select(t => t.Value)];
        Assert.All(lines, line => Assert.All(secrets, secret => Assert.DoesNotContain(secret, line)));
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task A_token_that_was_taken_back_costs_one_more_call(string path)
    {
        await at.Fault("wechat", "errcode:42001", times: 1, path: path);
        await Make(path);
        Assert.Equal(2, await at.Calls(path));
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task What_an_operator_must_mend_is_told_as_such(string path)
    {
        await at.Fault("wechat", "errcode:48001", times: 1, path: path);
        await Assert.ThrowsAsync<WeChatMisconfigured>(() => Make(path));
        Assert.Single(at.Alarms.Open.Keys, a => a.Code == 48001 && a.Path == path);
    }

    [Fact]
    public async Task Every_call_is_counted_with_its_path_and_errcode()
    {
        var seen = new System.Collections.Concurrent.ConcurrentBag<(string? Path, string? Code)>();
        using var listener = new MeterListener { InstrumentPublished = (instrument, l) => { if (instrument.Meter.Name == "WeChatService.WeChat" && instrument.Name == "wechat.calls") l.EnableMeasurementEvents(instrument); } };
        listener.SetMeasurementEventCallback<long>((_, _, tags, _) =>
        {
            string? Tag(ReadOnlySpan<KeyValuePair<string, object?>> all, string name)
            {
                foreach (var tag in all) if (tag.Key == name) return tag.Value as string;
                return null;
            }
            seen.Add((Tag(tags, "path"), Tag(tags, "errcode")));
        });
        listener.Start();
        await at.Fault("wechat", "errcode:48001", times: 1, path: "/cgi-bin/qrcode/create");
        await Record.ExceptionAsync(() => Make("/cgi-bin/qrcode/create"));
        Assert.Contains(("/cgi-bin/qrcode/create", "48001"), seen);
        Assert.Contains(("/cgi-bin/stable_token", "0"), seen);
    }

    private async Task Make(string path) => await Calls[path](at.Provider(), await at.OpenId(AdaptersAtSandbox.Lead, path.StartsWith("/wxa/", StringComparison.Ordinal) ? "miniProgram" : "owner"));
}
