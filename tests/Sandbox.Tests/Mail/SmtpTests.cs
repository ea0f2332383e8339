using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using WeChatService.Sandbox.Tests.Kit;

namespace WeChatService.Sandbox.Tests.Mail;

/// <summary>The mail server by what goes over its wire.</summary>
public sealed class SmtpTests(SandboxUnderTest sandbox) : IClassFixture<SandboxUnderTest>, IAsyncLifetime
{
    const string From = "reports@lanan.example";

    public Task InitializeAsync() => sandbox.Reset();

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task A_mail_is_taken_from_whoever_signed_in_and_shown_in_clear()
    {
        using Talk talk = await Talk.With(sandbox.SmtpPort);
        await talk.SignIn();
        Assert.StartsWith("250", await talk.Say($"MAIL FROM:<{From}>"));
        Assert.StartsWith("250", await talk.Say("RCPT TO:<boss@lake.example>"));
        Assert.StartsWith("354", await talk.Say("DATA"));
        string body = Convert.ToBase64String("您好"u8);
        Assert.StartsWith("250", await talk.Say(
            "Subject: =?utf-8?B?" + Convert.ToBase64String("报告"u8) + "?=\r\nMessage-ID: <1@x>\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain; charset=utf-8\r\n"
            + $"Content-Transfer-Encoding: base64\r\n\r\n{body}\r\n--b\r\nContent-Type: application/pdf; name=a.pdf\r\nContent-Disposition: attachment\r\n\r\n..dots\r\n--b--\r\n."));
        Assert.StartsWith("221", await talk.Say("QUIT"));
        JsonNode mail = (await sandbox.Get("/__sandbox/mails?to=BOSS@lake.example")).AsArray().Single()!;
        Assert.Equal(("报告", "您好", "<1@x>", From), ((string)mail["subject"]!, (string)mail["text"]!, (string)mail["messageId"]!, (string)mail["from"]!));
        Assert.Equal("a.pdf", (string)mail["attachments"]![0]!["name"]!);
        Assert.Equal(".dots", await sandbox.Http.GetStringAsync($"/__sandbox/mails/{mail["number"]}/attachments/0"));
        Assert.Equal(HttpStatusCode.NotFound, (await sandbox.Http.GetAsync("/__sandbox/mails/99/raw")).StatusCode);
    }

    [Theory]
    [InlineData("MAIL FROM:<a@b.example>", "503")]
    [InlineData("EHLO x|MAIL FROM:<reports@lanan.example>", "530")]
    [InlineData("EHLO x|AUTH PLAIN AHdyb25nAHdyb25n", "535")]
    [InlineData("EHLO x|AUTH CRAM-MD5", "504")]
    [InlineData("EHLO x|RCPT TO:<a@b.example>", "503")]
    [InlineData("EHLO x|DATA", "503")]
    [InlineData("EHLO x|VRFY a", "502")]
    [InlineData("EHLO", "503")]
    public async Task What_is_out_of_order_or_unknown_is_refused(string lines, string code)
    {
        using Talk talk = await Talk.With(sandbox.SmtpPort);
        string answer = "";
        foreach (string line in lines.Split('|')) answer = await talk.Say(line);
        Assert.StartsWith(code, answer);
    }

    [Theory]
    [InlineData("MAIL FROM:<somebody@lanan.example>", "553")]
    [InlineData("MAIL FROM:<reports@lanan.example> SIZE=99999999", "552")]
    [InlineData("MAIL FROM:reports@lanan.example", "501")]
    [InlineData("MAIL FROM:<reports@lanan.example>|RCPT TO:<who@nobody.example>", "550")]
    [InlineData("MAIL FROM:<reports@lanan.example>|RCPT TO:<a@b@c>", "501")]
    public async Task Also_who_signed_in_sends_as_himself_only_and_to_mailboxes_that_are(string lines, string code)
    {
        using Talk talk = await Talk.With(sandbox.SmtpPort);
        await talk.SignIn();
        string answer = "";
        foreach (string line in lines.Split('|')) answer = await talk.Say(line);
        Assert.StartsWith(code, answer);
    }

    [Fact]
    public async Task A_bare_line_feed_ends_the_conversation()
    {
        using Talk talk = await Talk.With(sandbox.SmtpPort);
        Assert.Equal("", await talk.Raw("EHLO x\n"));
    }

    sealed class Talk(TcpClient line) : IDisposable
    {
        readonly StreamReader _in = new(line.GetStream(), Encoding.Latin1);

        public static async Task<Talk> With(int port)
        {
            TcpClient line = new() { ReceiveTimeout = 30_000 };
            await line.ConnectAsync(IPAddress.Loopback, port);
            Talk talk = new(line);
            Assert.StartsWith("220", await talk._in.ReadLineAsync());
            return talk;
        }

        public async Task SignIn()
        {
            await Say("EHLO x");
            Assert.StartsWith("334", await Say("AUTH LOGIN"));
            Assert.StartsWith("334", await Say(Convert.ToBase64String("reports@lanan.example"u8)));
            Assert.StartsWith("235", await Say(Convert.ToBase64String("sandboxDemoMailPassword00000"u8)));
        }

        public Task<string> Say(string words) => Raw(words + "\r\n");

        public async Task<string> Raw(string words)
        {
            await line.GetStream().WriteAsync(Encoding.Latin1.GetBytes(words));
            string? answer;
            do answer = await _in.ReadLineAsync();
            while (answer is { Length: > 3 } && answer[3] == '-');
            return answer ?? "";
        }

        public void Dispose() => line.Dispose();
    }
}
