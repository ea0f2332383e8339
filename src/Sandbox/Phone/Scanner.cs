using System.Diagnostics;
using System.Web;
using WeChatService.Sandbox.Setting;
using WeChatService.Sandbox.WeChat;

namespace WeChatService.Sandbox.Phone;

/// <summary>What scanning a code came to.</summary>
public sealed record ScanResult(string Kind, string Content)
{
    public string? Account { get; init; }
    public string? Event { get; init; }
    public string? Scene { get; init; }
    public string? Page { get; init; }
    public string? Url { get; init; }
    public Delivery? Callback { get; init; }
}

/// <summary>The phone's scanner: knows the codes WeChat issued; everything else is an address or plain text.</summary>
public sealed class Scanner(QrCodes codes, Followers followers, Chats chats, CallbackDriver callbacks, People people, DemoAccounts accounts, SandboxClock clock)
{
    static readonly TimeSpan s_decodeDeadline = TimeSpan.FromSeconds(10);

    public async Task<ScanResult> Scan(Person person, string content)
    {
        if (codes.ByContent(content) is { } code)
            return codes.Expired(code) ? new ScanResult("Expired", content) { Account = accounts[code.Account].PathName, Scene = code.Scene } : await ScanScene(person, code);
        if (!Uri.TryCreate(content, UriKind.Absolute, out Uri? uri) || uri.Scheme is not ("http" or "https")) return new ScanResult("Text", content);
        // A code of weixin.qq.com that nobody issued (or that a reset forgot) is as good as expired.
        if (uri.Host == "weixin.qq.com") return new ScanResult("Expired", content);
        if (uri.Host == "wxaurl.cn")
        {
            System.Collections.Specialized.NameValueCollection query = HttpUtility.ParseQueryString(uri.Query);
            return new ScanResult("MiniProgram", content) { Page = query["page"], Scene = query["scene"] };
        }
        return new ScanResult("Url", content) { Url = content };
    }

    /// <summary>A newcomer follows (subscribe, qrscene_); a follower is only announced (SCAN).</summary>
    async Task<ScanResult> ScanScene(Person person, SceneCode code)
    {
        DemoAccount account = accounts[code.Account];
        string openId = people.OpenId(person, code.Account);
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        bool isNew = followers.Begin(person, code.Account, code.Scene, clock.GetUtcNow());
        if (isNew) chats.AddText(person, code.Account, "system", $"你已关注{account.Name}");
        CallbackMessage message = isNew
            ? CallbackMessage.Subscribe(openId, code.Scene, code.Ticket, now)
            : CallbackMessage.Scan(openId, code.Scene, code.Ticket, now);
        return new ScanResult("ServiceAccount", code.Content)
        {
            Account = account.PathName,
            Event = isNew ? "subscribe" : "SCAN",
            Scene = code.Scene,
            Callback = await callbacks.Send(account, message),
        };
    }

    /// <summary>Reads the code in a picture with zbarimg (Debian: zbar-tools), since no maintained .NET decoder is at
    /// hand. Null when there is no code in it.</summary>
    public static async Task<string?> Decode(byte[] picture, CancellationToken ct)
    {
        // The format is named: the library behind zbarimg would otherwise guess, and it guesses script formats too.
        string? format = picture is [0x89, 0x50, 0x4e, 0x47, ..] ? "png:-" : picture is [0xff, 0xd8, ..] ? "jpeg:-" : null;
        if (format is null) return null;
        ProcessStartInfo start = new("zbarimg", ["--quiet", "--raw", "--nodbus", "-Sdisable", "-Sqrcode.enable", format])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using CancellationTokenSource deadline = CancellationTokenSource.CreateLinkedTokenSource(ct);
        deadline.CancelAfter(s_decodeDeadline);
        using Process process = Process.Start(start) ?? throw new InvalidOperationException("zbarimg did not start.");
        try
        {
            Task<string> output = process.StandardOutput.ReadToEndAsync(deadline.Token);
            Task<string> errors = process.StandardError.ReadToEndAsync(deadline.Token);
            try
            {
                await process.StandardInput.BaseStream.WriteAsync(picture, deadline.Token);
                process.StandardInput.Close();
            }
            catch (IOException)
            {
                // It gave up reading: not a picture. What it says (nothing) is the answer.
            }
            await Task.WhenAll(output, errors);
            await process.WaitForExitAsync(deadline.Token);
            string text = (await output).TrimEnd('\n', '\r');
            return process.ExitCode == 0 && text.Length > 0 ? text : null;
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }
}
