using System.Text;

namespace WeChatService.Pipeline.Tests.Faults;

/// <summary>
/// Fourteen kinds of callbacks that are wrong in one way each, drawn by a seed. Only one kind leaves everything that is signed intact; what
/// has a valid signature and is wrong inside stands for a leaked token.
/// </summary>
internal sealed class HostileLetters(Letters letters, Random random)
{
    public const int Kinds = 14;

    /// <summary>Bit flips outside of what is signed: this one may be believed.</summary>
    public const int Harmless = 2;

    public Letter Draw(int kind)
    {
        var good = letters.Text($"oHostile{random.Next():D10}", "你好");
        return kind switch
        {
            0 => good with { Body = good.Body[..random.Next(1, good.Body.Length - 20)] },
            1 => good with { Body = Flip(good.Body, good.Body.IndexOf("<Encrypt>", StringComparison.Ordinal) + 20, good.Body.Length - 40) },
            Harmless => good with { Body = good.Body.Replace("gh_7c1e5a90b3d2", $"gh_{random.Next():x12}", StringComparison.Ordinal) },
            3 => good with { Body = "" },
            4 => good with { Body = Noise(random.Next(1, 4_000)) },
            5 => good with { MsgSignature = Convert.ToHexStringLower(Bytes(20)) },
            6 => good with { SaysEncrypted = false, Body = "<xml><FromUserName>o</FromUserName><MsgType>text</MsgType><CreateTime>1</CreateTime></xml>" },
            7 => good with { Timestamp = good.Nonce, Nonce = good.Timestamp },
            8 => letters.Text("oOld", "你好", at: DateTimeOffset.UtcNow.AddMinutes(random.Next(6, 600))),
            9 => letters.Sign(Convert.ToBase64String(Bytes(16 * random.Next(1, 60)))),
            10 => letters.Text("oWrongApp", "你好", forAppId: $"wx{random.Next():x16}"),
            11 => letters.Seal(Inner(random.Next(4))),
            12 => good with { Body = good.Body + new string(' ', 70_000) },
            _ => good with { More = $"&nonce={good.Nonce}&timestamp=%00{random.Next()}" },
        };
    }

    /// <summary>Messages that are properly sealed and no proper messages.</summary>
    private string Inner(int which) => which switch
    {
        0 => "<!DOCTYPE xml [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">]><xml><MsgType>&b;</MsgType></xml>",
        1 => string.Concat(Enumerable.Repeat("<x>", 4_000)),
        2 => "<xml><MsgType><![CDATA[text]]></MsgType></xml>",
        _ => Noise(300),
    };

    private string Flip(string body, int from, int to)
    {
        var text = new StringBuilder(body);
        var at = random.Next(from, to);
        text[at] = text[at] == 'A' ? 'B' : 'A';
        return text.ToString();
    }

    private byte[] Bytes(int count)
    {
        var bytes = new byte[count];
        random.NextBytes(bytes);
        return bytes;
    }

    private string Noise(int length) => Encoding.Latin1.GetString(Bytes(length)).Replace('\0', ' ');
}
