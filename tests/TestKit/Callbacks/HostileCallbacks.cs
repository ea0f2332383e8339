using System.Text;

namespace WeChatService.TestKit;

/// <summary>
/// Callbacks that nobody should believe, of fourteen kinds, the same ones for the same seed: what a scanner sends, what an attacker sends who
/// has seen genuine ones, and what only a holder of the keys could send and yet makes no sense.
/// </summary>
public sealed class HostileCallbacks(CallbackAccount account, int seed)
{
    /// <summary>The sender inside of everything that is genuinely encrypted here; what is stored of it was accepted.</summary>
    public const string Sender = "oHostile00000000000000000000";

    private const int Unbelieved = 401;
    private const int Malformed = 400;
    private const int TooLarge = 413;

    private readonly Random _random = new(seed);
    private long _msgId = 9_000_000_000_000_000;

    public static IReadOnlyList<string> Kinds { get; } =
    [
        "noise", "cut off", "bits flipped", "signature made up", "signature of the query", "parameters gone or doubled", "not base64", "cipher text changed and signed anew",
        "for another account", "DTD around it", "DTD inside of it", "too deep or too wide", "not encrypted, too old, or out of order", "too large",
    ];

    /// <summary>So many, the kinds by turns.</summary>
    public IEnumerable<HostileCallback> Take(int count)
    {
        for (var i = 0; i < count; i++)
        {
            yield return Make(i % Kinds.Count);
        }
    }

    private HostileCallback Make(int kind) => kind switch
    {
        0 => Of(kind, Signed(Encrypted()).Query, Noise(_random.Next(0, 4000)), Unbelieved),
        1 => CutOff(kind),
        2 => Flipped(kind),
        3 => Of(kind, Signed(Encrypted()).Query.Replace("msg_signature=", $"msg_signature={_random.Next(16):x}", StringComparison.Ordinal), Body(Encrypted()), Unbelieved),
        4 => QuerySignature(kind),
        5 => Parameters(kind),
        6 => SignedNonsense(kind, Pick("%%%not-base64%%%", "AAAA", "", "====", new string('A', 4099), Encrypted()[..^3])),
        7 => SignedNonsense(kind, Resealed()),
        8 => Resigned(kind, account.Encrypt(CallbackAccount.Text(Sender, _msgId++), forAnother: true), Unbelieved),
        9 => AroundIt(kind),
        10 => InsideOfIt(kind),
        11 => TooDeep(kind),
        12 => WrongTime(kind),
        _ => Large(kind),
    };

    private HostileCallback CutOff(int kind)
    {
        var (query, body) = Signed(Encrypted());
        return Of(kind, query, body[.._random.Next(0, body.Length - 1)], Unbelieved, Malformed);
    }

    /// <summary>Outside of the cipher text a flipped bit may leave the message whole: then it is the genuine one and no other.</summary>
    private HostileCallback Flipped(int kind)
    {
        var (query, body) = Signed(Encrypted());
        for (var i = _random.Next(1, 4); i > 0; i--)
        {
            body[_random.Next(body.Length)] ^= (byte)(1 << _random.Next(8));
        }

        return Of(kind, query, body, Unbelieved, Malformed, 200);
    }

    private HostileCallback QuerySignature(int kind)
    {
        var (query, body) = Signed(Encrypted());
        var signature = query["signature=".Length..query.IndexOf('&', StringComparison.Ordinal)];
        return Of(kind, query[..query.IndexOf("&msg_signature", StringComparison.Ordinal)] + $"&msg_signature={signature}", body, Unbelieved);
    }

    private HostileCallback Parameters(int kind)
    {
        var (query, body) = Signed(Encrypted());
        var all = query.Split('&').ToList();
        var name = Pick("timestamp=", "nonce=", "msg_signature=");
        var needed = all.FindIndex(p => p.StartsWith(name, StringComparison.Ordinal));
        var changed = _random.Next(4) switch
        {
            0 => string.Join('&', all.Where((_, i) => i != needed)),
            1 => string.Join('&', all.Append(all[needed])),
            2 => string.Join('&', all.Select((p, i) => i == needed ? p.Split('=')[0] + "=" + Uri.EscapeDataString(Encoding.Latin1.GetString(Noise(40))) : p)),
            _ => "",
        };
        return Of(kind, changed, body, Unbelieved);
    }

    private HostileCallback SignedNonsense(int kind, string encrypted) => Resigned(kind, encrypted, Unbelieved, Malformed);

    /// <summary>Changed where only the padding, the length or the app id can tell.</summary>
    private string Resealed()
    {
        var bytes = Convert.FromBase64String(Encrypted());
        bytes[^(1 + _random.Next(32))] ^= (byte)_random.Next(1, 256);
        return Convert.ToBase64String(_random.Next(3) == 0 ? bytes[..^16] : bytes);
    }

    private HostileCallback AroundIt(int kind)
    {
        var encrypted = Encrypted();
        var element = $"<Encrypt><![CDATA[{encrypted}]]></Encrypt>";
        var body = Pick(
            $"<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><xml><ToUserName>&e;</ToUserName>{element}</xml>",
            $"<!DOCTYPE x SYSTEM \"http://127.0.0.1:9/x.dtd\"><xml>{element}</xml>", $"<xml>{element}{element}</xml>", $"<xml>{element}", $"<xml>{element}</xml><xml/>",
            $"<xml><!--{element}--></xml>", $"{element}</xml>");
        return new(Kinds[kind], account.Query(encrypted, CallbackAccount.Now(), Nonce()), Encoding.UTF8.GetBytes(body), [Malformed]);
    }

    private HostileCallback InsideOfIt(int kind)
    {
        var laughs = "<!DOCTYPE l [<!ENTITY a0 \"ha\">" + string.Concat(Enumerable.Range(1, 30).Select(i => $"<!ENTITY a{i} \"&a{i - 1};&a{i - 1};&a{i - 1};&a{i - 1};\">")) + "]>";
        var message = CallbackAccount.Text(Sender, _msgId++);
        return Resigned(kind, account.Encrypt(Pick(
            laughs + message.Replace("<Content>", "<Content>&a30;", StringComparison.Ordinal),
            "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]>" + message,
            message.Replace("<MsgType>", "&e;<MsgType>", StringComparison.Ordinal), message + message, message[..^4],
            message.Replace("CreateTime", "CreatedTime", StringComparison.Ordinal), "")), Malformed);
    }

    private HostileCallback TooDeep(int kind)
    {
        var depth = _random.Next(9, 6000);
        var deep = string.Concat(Enumerable.Repeat("<a>", depth)) + string.Concat(Enumerable.Repeat("</a>", depth));
        var wide = string.Concat(Enumerable.Repeat("<a/>", 600 + depth));
        return _random.Next(3) switch
        {
            0 => Resigned(kind, account.Encrypt($"<xml>{deep}</xml>"), Malformed),
            1 => Resigned(kind, account.Encrypt($"<xml>{wide}</xml>"), Malformed),
            _ => Resigned(kind, account.Encrypt([.. "<xml><FromUserName>"u8, .. Noise(200), .. "</FromUserName></xml>"u8]), Malformed),
        };
    }

    private HostileCallback WrongTime(int kind)
    {
        var encrypted = Encrypted();
        var (now, nonce) = (CallbackAccount.Now(), Nonce());
        return _random.Next(4) switch
        {
            0 => Of(kind, account.Query(encrypted, CallbackAccount.Now(-_random.Next(310, 90_000)), nonce), Body(encrypted), Unbelieved),
            1 => Of(kind, account.Query(encrypted, CallbackAccount.Now(_random.Next(310, 90_000)), nonce), Body(encrypted), Unbelieved),
            2 => Of(kind, account.Query(encrypted, now, nonce).Replace($"timestamp={now}&nonce={nonce}", $"timestamp={nonce}&nonce={now}", StringComparison.Ordinal), Body(encrypted), Unbelieved),
            _ => Of(kind, account.Query(encrypted, now, nonce).Replace("&encrypt_type=aes", "", StringComparison.Ordinal), Encoding.UTF8.GetBytes(CallbackAccount.Text(Sender, _msgId++)), Unbelieved),
        };
    }

    private HostileCallback Large(int kind)
    {
        var (query, body) = Signed(Encrypted());
        return Of(kind, query, [.. body, .. Noise(_random.Next(64 * 1024, 200 * 1024))], TooLarge);
    }

    private HostileCallback Resigned(int kind, string encrypted, params int[] allowed) =>
        new(Kinds[kind], account.Query(encrypted, CallbackAccount.Now(), Nonce()), Body(encrypted), allowed);

    private (string Query, byte[] Body) Signed(string encrypted) => (account.Query(encrypted, CallbackAccount.Now(), Nonce()), Body(encrypted));

    private string Encrypted() => account.Encrypt(CallbackAccount.Text(Sender, _msgId++));

    private static byte[] Body(string encrypted) => Encoding.UTF8.GetBytes(CallbackAccount.Envelope(encrypted));

    private string Nonce() => _random.Next(1, 1_000_000_000).ToString(System.Globalization.CultureInfo.InvariantCulture);

    private byte[] Noise(int length)
    {
        var bytes = new byte[length];
        _random.NextBytes(bytes);
        return bytes;
    }

    private string Pick(params string[] one) => one[_random.Next(one.Length)];

    private static HostileCallback Of(int kind, string query, byte[] body, params int[] allowed) => new(Kinds[kind], query, body, allowed);
}

/// <param name="Allowed">The statuses that are right for it.</param>
public sealed record HostileCallback(string Kind, string Query, byte[] Body, IReadOnlyList<int> Allowed) : SentCallback(Kind, Query, Body);
