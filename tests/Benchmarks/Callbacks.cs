using System.Globalization;
using System.Text;
using WeChatService.Benchmarks.Children;
using WeChatService.Benchmarks.Load;
using WeChatService.WeChat.Callbacks;

namespace WeChatService.Benchmarks;

/// <summary>WeChat's encrypted callbacks at 50 connections: our reader alone, our durable path, and a forged signature (G9, G10, G11).</summary>
internal static class Callbacks
{
    private const int Connections = 50;

    public static async IAsyncEnumerable<Figure> Run(Options options)
    {
        var time = options.PassTime;
        await Peers.Restore();
        var settings = await Settings.Make();
        Measured peer, peerForged, reader, durable, forged;
        using (var child = await Child.Node("callback.mjs", settings.Environment))
        {
            var letters = new Letters(settings, "/");
            peer = (await RawLoad.Run(child.Port, Connections, time, letters.Genuine)).Only(200);
            peerForged = (await RawLoad.Run(child.Port, Connections, time, letters.Forged)).Only(401);
        }

        using (var child = await Child.Baseline("reader", settings))
        {
            reader = (await RawLoad.Run(child.Port, Connections, time, new Letters(settings, "/").Genuine)).Only(200);
        }

        using (var child = await Child.Host(settings))
        {
            var letters = new Letters(settings, "/wechat/agency/callback");
            durable = (await RawLoad.Run(child.Port, Connections, time, letters.Genuine)).Only(200);
            forged = await RawLoad.Run(child.Port, Connections, time, letters.Forged);
        }

        yield return new Figure("G9", "callback: verify, decrypt, parse, encrypt the answer; requests/s beside co-wechat, one process", reader.PerSecond, peer.PerSecond, 7, 9);
        yield return new Figure("G9", "callback: p99 in ms beside co-wechat", reader.Percentile(0.99), peer.Percentile(0.99), 0.25, 0.1, LessIsBetter: true);
        yield return new Figure("G10", "callback, stored and deduped before the answer; requests/s beside co-wechat, which stores nothing", durable.PerSecond, peer.PerSecond, 1.5, 3);
        yield return new Figure("G10", "callback, stored: p99 in ms beside the 30 ms allowed", durable.Percentile(0.99), 30, 1, 0.5, LessIsBetter: true);
        yield return new Figure("G11", "callback with a bad signature; refusals/s beside co-wechat", forged.PerSecond, peerForged.PerSecond, 6, 7.3);
    }

    /// <summary>Requests as WeChat posts them: every one a message of its own.</summary>
    private sealed class Letters(Settings settings, string path)
    {
        private static long lastMsgId = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() * 1_000;

        private readonly string token = settings.Configuration["WeChat:Agency:Token"]!;
        private readonly string appId = settings.Configuration["WeChat:Agency:AppId"]!;
        private readonly CallbackCipher cipher = new(settings.Configuration["WeChat:Agency:AesKey"]!, settings.Configuration["WeChat:Agency:AppId"]!);

        public Func<byte[]> Genuine(int connection) => () => Request(connection, spoil: false);

        /// <summary>One and the same, since nobody looks behind the signature.</summary>
        public Func<byte[]> Forged(int connection)
        {
            var request = Request(connection, spoil: true);
            return () => request;
        }

        private byte[] Request(int connection, bool spoil)
        {
            var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
            var msgId = Interlocked.Increment(ref lastMsgId);
            var plain = $"""
                <xml><ToUserName><![CDATA[gh_0123456789ab]]></ToUserName><FromUserName><![CDATA[oBench{connection:D22}]]></FromUserName><CreateTime>{now}</CreateTime><MsgType><![CDATA[text]]></MsgType><Content><![CDATA[请问今天几点上门？]]></Content><MsgId>{msgId}</MsgId></xml>
                """;
            var encrypted = cipher.Encrypt(plain);
            var nonce = msgId.ToString(CultureInfo.InvariantCulture);
            var signature = CallbackSignature.Of(token, now, nonce, encrypted);
            var plainSignature = CallbackSignature.Of(token, now, nonce);
            if (spoil)
            {
                signature = plainSignature = new string('0', 40);
            }

            var body = $"<xml><ToUserName><![CDATA[{appId}]]></ToUserName><Encrypt><![CDATA[{encrypted}]]></Encrypt></xml>";
            return Encoding.UTF8.GetBytes(
                $"POST {path}?signature={plainSignature}&timestamp={now}&nonce={nonce}&openid=o&encrypt_type=aes&msg_signature={signature} HTTP/1.1\r\n"
                + $"Host: localhost\r\nContent-Type: text/xml\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}");
        }
    }
}
