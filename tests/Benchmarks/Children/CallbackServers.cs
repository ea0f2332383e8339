using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using WeChatService.ServiceAccounts.Contracts;
using WeChatService.ServiceAccounts.Ports;
using WeChatService.WeChat;

namespace WeChatService.Benchmarks.Children;

/// <summary>
/// Two servers on bare Kestrel that verify, decrypt, parse and answer encrypted and store nothing: one with the product's reader, one with
/// throw-away code that checks as little as will do (the ceiling).
/// </summary>
internal static class CallbackServers
{
    public static async Task Serve(string name, string[] args)
    {
        var builder = WebApplication.CreateSlimBuilder(args);
        builder.Configuration.AddEnvironmentVariables();
        builder.Logging.ClearProviders();
        builder.Services.AddWeChat(builder.Configuration);
        var app = builder.Build();
        var answer = name == "callback-reader" ? Product(app.Services.GetRequiredService<ICallbackReader>()) : Ceiling(app.Configuration.GetSection("WeChat:Agency"));
        app.Run(async http =>
        {
            if (HttpMethods.IsGet(http.Request.Method))
            {
                return;
            }

            var body = await Body(http);
            var reply = answer(http.Request.QueryString.Value!, body);
            http.Request.BodyReader.AdvanceTo(body.End);
            http.Response.StatusCode = reply is null ? 401 : 200;
            http.Response.ContentLength = reply?.Length ?? 0;
            http.Response.ContentType = "application/xml";
            if (reply is not null)
            {
                await http.Response.Body.WriteAsync(reply);
            }
        });
        await app.RunAsync();
    }

    private static async ValueTask<ReadOnlySequence<byte>> Body(HttpContext http)
    {
        while (true)
        {
            var part = await http.Request.BodyReader.ReadAsync();
            if (part.IsCompleted)
            {
                return part.Buffer;
            }

            http.Request.BodyReader.AdvanceTo(part.Buffer.Start, part.Buffer.End);
        }
    }

    private static Func<string, ReadOnlySequence<byte>, byte[]?> Product(ICallbackReader reader) => (text, body) =>
    {
        string? signature = null, messageSignature = null, timestamp = null, nonce = null;
        foreach (var pair in new QueryStringEnumerable(text))
        {
            switch (pair.EncodedName.Span)
            {
                case "signature": signature = pair.DecodeValue().ToString(); break;
                case "msg_signature": messageSignature = pair.DecodeValue().ToString(); break;
                case "timestamp": timestamp = pair.DecodeValue().ToString(); break;
                case "nonce": nonce = pair.DecodeValue().ToString(); break;
            }
        }

        var read = reader.Read(ServiceAccountKind.Agency, new(signature, messageSignature, timestamp, nonce), body.IsSingleSegment ? body.FirstSpan : body.ToArray(), out _);
        return read is null ? null : reader.Reply(ServiceAccountKind.Agency, read, "ok", nonce!);
    };

    private static Func<string, ReadOnlySequence<byte>, byte[]?> Ceiling(IConfigurationSection account)
    {
        var (token, appId, key) = (account["Token"]!, Encoding.ASCII.GetBytes(account["AppId"]!), Convert.FromBase64String(account["AesKey"] + "="));
        var idle = new ThreadLocal<Aes>(() =>
        {
            var aes = Aes.Create();
            aes.Key = key;
            return aes;
        });
        return (text, sequence) =>
        {
            var body = sequence.IsSingleSegment ? sequence.FirstSpan : sequence.ToArray();
            string Of(string name) => text[(text.IndexOf(name, StringComparison.Ordinal) + name.Length)..].Split('&')[0];
            var (timestamp, nonce) = (Of("timestamp="), Of("nonce="));
            var encrypted = Between(body, "<Encrypt><![CDATA["u8, "]]>"u8);
            if (Signature(token, timestamp, nonce, Encoding.ASCII.GetString(encrypted)) != Of("msg_signature="))
            {
                return null;
            }

            var cipher = Convert.FromBase64String(Encoding.ASCII.GetString(encrypted));
            var frame = idle.Value!.DecryptCbc(cipher, key.AsSpan(0, 16), PaddingMode.None);
            var plain = frame.AsSpan(20);
            var from = Encoding.UTF8.GetString(Between(plain, "<FromUserName><![CDATA["u8, "]]>"u8));
            var to = Encoding.UTF8.GetString(Between(plain, "<ToUserName><![CDATA["u8, "]]>"u8));
            var reply = Encoding.UTF8.GetBytes(
                $"<xml><ToUserName><![CDATA[{from}]]></ToUserName><FromUserName><![CDATA[{to}]]></FromUserName><CreateTime>{timestamp}</CreateTime><MsgType><![CDATA[text]]></MsgType><Content><![CDATA[ok]]></Content></xml>");
            var bare = 20 + reply.Length + appId.Length;
            var padded = new byte[bare + 32 - (bare % 32)];
            RandomNumberGenerator.Fill(padded.AsSpan(0, 16));
            (padded[18], padded[19]) = ((byte)(reply.Length >> 8), (byte)reply.Length);
            reply.CopyTo(padded, 20);
            appId.CopyTo(padded, 20 + reply.Length);
            padded.AsSpan(bare).Fill((byte)(padded.Length - bare));
            var sealedReply = Convert.ToBase64String(idle.Value!.EncryptCbc(padded, key.AsSpan(0, 16), PaddingMode.None));
            return Encoding.UTF8.GetBytes(
                $"<xml><Encrypt><![CDATA[{sealedReply}]]></Encrypt><MsgSignature><![CDATA[{Signature(token, timestamp, nonce, sealedReply)}]]></MsgSignature><TimeStamp>{timestamp}</TimeStamp><Nonce><![CDATA[{nonce}]]></Nonce></xml>");
        };
    }

    private static ReadOnlySpan<byte> Between(ReadOnlySpan<byte> text, ReadOnlySpan<byte> open, ReadOnlySpan<byte> close)
    {
        text = text[(text.IndexOf(open) + open.Length)..];
        return text[..text.IndexOf(close)];
    }

    private static string Signature(params string[] parts)
    {
        Array.Sort(parts, StringComparer.Ordinal);
        return Convert.ToHexStringLower(SHA1.HashData(Encoding.ASCII.GetBytes(string.Concat(parts))));
    }
}
