using System.Security.Cryptography;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using WeChatService.Adapters.Tests.Kit;
using WeChatService.Reports.Ports;
using WeChatService.Smtp;

namespace WeChatService.Adapters.Tests.Smtp;

/// <summary>Mail over SMTP to the sandbox's server: one plain mail, one file, and no failure that names the receiver.</summary>
public sealed class SmtpMailSenderTests(AdaptersAtSandbox at) : IClassFixture<AdaptersAtSandbox>, IAsyncLifetime
{
    private const string Boss = "boss@lake.example";
    private static readonly byte[] File = RandomNumberGenerator.GetBytes(70_000);

    public Task InitializeAsync() => at.Fresh();
    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Words_and_file_arrive_unchanged_under_the_mails_own_id()
    {
        var mail = AMail(Boss);
        await Sender().Send(mail, default);
        var seen = Assert.Single((await at.Ask("mails")).AsArray())!;
        Assert.Equal(("澄湖 报告", "reports@lanan.example", $"<{mail.Id:N}@lanan.example>"), ((string?)seen["subject"], (string?)seen["from"], (string?)seen["messageId"]));
        Assert.Equal("第一行\r\n.\r\n第三行", ((string?)seen["text"])!.Trim());
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(File)), (string?)seen["attachments"]![0]!["sha256"]);
    }

    [Theory]
    [InlineData("code:421", typeof(MailUnavailable))]
    [InlineData("code:451", typeof(MailUnavailable))]
    [InlineData("code:550", typeof(MailRefused))]
    [InlineData("code:554", typeof(MailRefused))]
    [InlineData("down", typeof(MailUnavailable))]
    [InlineData("lost", typeof(MailUnavailable))]
    [InlineData("hang", typeof(MailUnavailable))]
    public async Task A_failure_says_whether_trying_again_helps_and_names_nobody(string mode, Type failure)
    {
        await at.Fault("mail", mode, times: 1);
        var said = await Assert.ThrowsAsync(failure, () => Sender().Send(AMail(Boss), default));
        Assert.DoesNotContain("lake.example", said.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mailbox_that_is_none_and_a_wrong_password_are_told_apart()
    {
        await Assert.ThrowsAsync<MailRefused>(() => Sender().Send(AMail("who@nobody.example"), default));
        await Assert.ThrowsAsync<MailUnavailable>(() => Sender(password: "wrong").Send(AMail(Boss), default));
        Assert.Empty((await at.Ask("mails")).AsArray());
    }

    private static OutgoingMail AMail(string to) => new(Guid.NewGuid(), to, "澄湖\r\n报告".Replace("\r\n", "\n", StringComparison.Ordinal), "第一行\r\n.\r\n第三行", new MailFile("T-1.pdf", "application/pdf", File));

    private SmtpMailSender Sender(string password = "sandboxDemoMailPassword00000") => new(
        new SmtpSettings("127.0.0.1", at.SmtpPort, Tls: false, "reports@lanan.example", password, "reports@lanan.example", "岚安消防"), new Hasty(), NullLogger<SmtpMailSender>.Instance);

    /// <summary>Deadlines come ten times sooner.</summary>
    private sealed class Hasty : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, dueTime > TimeSpan.Zero ? dueTime / 10 : dueTime, period);
    }
}
