using System.Text;
using System.Text.RegularExpressions;
using WeChatService.Sandbox.Inspect;
using WeChatService.Sandbox.Setting;

namespace WeChatService.Sandbox.Mail;

/// <summary>One conversation by RFC 5321, as strict as a provider's: lines end in CR LF, sign-in comes first, and one sends as oneself only.</summary>
sealed partial class SmtpTalk(Stream wire, DemoMail account, MailBox box, Hit? hit)
{
    const int LargestBytes = 20 * 1024 * 1024, LongestLine = 1000, MostReceivers = 50;
    static readonly Encoding s_latin = Encoding.Latin1;
    readonly BufferedStream _in = new(wire);
    readonly List<string> _receivers = [];
    string? _from;
    bool _greeted, _known;

    public async Task Run(CancellationToken ct)
    {
        await Say("220 sandbox.example ESMTP");
        while (await Line(ct) is { } line)
        {
            string verb = line.Split(' ', 2)[0].ToUpperInvariant(), rest = line.Length > verb.Length ? line[(verb.Length + 1)..] : "";
            switch (verb)
            {
                case "EHLO" when rest.Length > 0:
                    (_greeted, _from) = (true, null);
                    await Say($"250-sandbox.example\r\n250-SIZE {LargestBytes}\r\n250-8BITMIME\r\n250 AUTH LOGIN PLAIN");
                    break;
                case "HELO" when rest.Length > 0:
                    (_greeted, _from) = (true, null);
                    await Say("250 sandbox.example");
                    break;
                case "AUTH" when _greeted && !_known: await SignIn(rest, ct); break;
                case "MAIL": await From(rest); break;
                case "RCPT": await To(rest); break;
                case "DATA": await Data(ct); break;
                case "RSET": _from = null; _receivers.Clear(); await Say("250 2.0.0 OK"); break;
                case "NOOP": await Say("250 2.0.0 OK"); break;
                case "QUIT": await Say("221 2.0.0 Bye"); return;
                default: await Say(_greeted ? "502 5.5.1 Command not implemented or out of order" : "503 5.5.1 Say EHLO first"); break;
            }
        }
    }

    async Task SignIn(string rest, CancellationToken ct)
    {
        string[] parts = rest.Split(' ', 2);
        string? user, password;
        if (parts[0].Equals("LOGIN", StringComparison.OrdinalIgnoreCase))
        {
            if (parts.Length > 1) user = Decoded(parts[1]);
            else
            {
                await Say("334 VXNlcm5hbWU6");
                user = Decoded(await Line(ct));
            }
            await Say("334 UGFzc3dvcmQ6");
            password = Decoded(await Line(ct));
        }
        else if (parts[0].Equals("PLAIN", StringComparison.OrdinalIgnoreCase) && parts.Length > 1)
        {
            string[] said = (Decoded(parts[1]) ?? "").Split('\0');
            (user, password) = said.Length == 3 ? (said[1], said[2]) : (null, null);
        }
        else
        {
            await Say("504 5.5.4 Unrecognized authentication type");
            return;
        }
        _known = user == account.User && password == account.Password;
        await Say(_known ? "235 2.7.0 Authentication successful" : "535 5.7.8 Authentication failed");
    }

    async Task From(string rest)
    {
        Match match = FromLine().Match(rest);
        if (!_greeted) await Say("503 5.5.1 Say EHLO first");
        else if (!_known) await Say("530 5.7.0 Authentication required");
        else if (hit?.Fault.Code is { } code && int.TryParse(code, out int refused)) await Say($"{refused} sandbox fault");
        else if (!match.Success) await Say("501 5.5.4 Syntax: MAIL FROM:<address>");
        else if (match.Groups[1].Value != account.From) await Say("553 5.7.1 You may send as yourself only");
        else if (long.TryParse(match.Groups[2].Value, out long size) && size > LargestBytes) await Say("552 5.3.4 Message too big");
        else
        {
            _from = match.Groups[1].Value;
            _receivers.Clear();
            await Say("250 2.1.0 OK");
        }
    }

    async Task To(string rest)
    {
        Match match = ToLine().Match(rest);
        if (_from is null) await Say("503 5.5.1 MAIL comes first");
        else if (!match.Success) await Say("501 5.1.3 Bad address");
        else if (match.Groups[1].Value.EndsWith("@nobody.example", StringComparison.OrdinalIgnoreCase)) await Say("550 5.1.1 No such mailbox");
        else if (_receivers.Count == MostReceivers) await Say("452 4.5.3 Too many recipients");
        else
        {
            _receivers.Add(match.Groups[1].Value);
            await Say("250 2.1.5 OK");
        }
    }

    async Task Data(CancellationToken ct)
    {
        if (_from is null || _receivers.Count == 0)
        {
            await Say("503 5.5.1 RCPT comes first");
            return;
        }
        await Say("354 End data with <CR><LF>.<CR><LF>");
        using MemoryStream message = new();
        while (await Line(ct) is { } line && line != ".")
        {
            if (line.StartsWith('.')) line = line[1..];
            if (message.Length <= LargestBytes) message.Write(s_latin.GetBytes(line + "\r\n"));
        }
        if (message.Length > LargestBytes) await Say("552 5.3.4 Message too big");
        else
        {
            box.Add(_from, _receivers, message.ToArray());
            // The mail is taken and the sender never hears of it.
            if (hit?.Mode == "lost") throw new IOException("lost");
            await Say("250 2.0.0 Queued");
        }
        _from = null;
        _receivers.Clear();
    }

    /// <summary>One line without its end; null when the caller has gone. A bare LF or a line without end is no SMTP.</summary>
    async Task<string?> Line(CancellationToken ct)
    {
        List<byte> line = [];
        byte[] one = new byte[1];
        while (await _in.ReadAsync(one, ct) == 1)
        {
            if (one[0] == '\n')
            {
                if (line.Count == 0 || line[^1] != '\r') throw new IOException("bare LF");
                line.RemoveAt(line.Count - 1);
                return s_latin.GetString([.. line]);
            }
            line.Add(one[0]);
            if (line.Count > LongestLine) throw new IOException("line too long");
        }
        return null;
    }

    async Task Say(string words) => await wire.WriteAsync(s_latin.GetBytes(words + "\r\n"));

    static string? Decoded(string? base64)
    {
        try
        {
            return base64 is null ? null : Encoding.UTF8.GetString(Convert.FromBase64String(base64));
        }
        catch (FormatException)
        {
            return null;
        }
    }

    [GeneratedRegex(@"^FROM:\s?<([^<>\s]+@[^<>\s]+)>(?:.*\bSIZE=(\d+))?", RegexOptions.IgnoreCase)]
    private static partial Regex FromLine();

    [GeneratedRegex(@"^TO:\s?<([^<>\s@]+@[^<>\s@]+)>", RegexOptions.IgnoreCase)]
    private static partial Regex ToLine();
}
