using System.Net.Security;
using System.Net.Sockets;
using System.Text;

namespace WeChatService.Redis.Guard;

/// <summary>
/// Asks Redis on a socket of its own whether it would serve, before a client library is let near it: a library
/// that meets LOADING reconnects at once, up to hundreds of times a second.
/// </summary>
internal static class ReadinessProbe
{
    public static ProbeAnswer Ask(RedisPushOptions options)
    {
        try
        {
            using var client = new TcpClient { NoDelay = true };
            var connecting = client.ConnectAsync(options.Host, options.Port);
            if (!connecting.Wait(options.ConnectDeadline))
            {
                RedisLink.Forget(connecting);
                return new ProbeAnswer(Readiness.Unreachable, "no connection in time");
            }

            using var stream = Secure(client.GetStream(), options);
            stream.ReadTimeout = (int)options.ConnectDeadline.TotalMilliseconds;
            stream.WriteTimeout = stream.ReadTimeout;
            return Ask(stream, options.Password);
        }
        catch (Exception failed)
        {
            return new ProbeAnswer(Readiness.Unreachable, failed.GetBaseException().Message);
        }
    }

    private static ProbeAnswer Ask(Stream stream, string? password)
    {
        if (password is not null)
        {
            var welcome = Exchange(stream, "AUTH", password);
            if (welcome != "+OK")
            {
                return new ProbeAnswer(Readiness.Unreachable, welcome);
            }
        }

        var answer = Exchange(stream, "PING");
        if (answer == "+PONG")
        {
            return new ProbeAnswer(Readiness.Ready, "");
        }

        var isLoading = answer.StartsWith("-LOADING", StringComparison.Ordinal);
        return new ProbeAnswer(isLoading ? Readiness.Loading : Readiness.Unreachable, answer);
    }

    private static Stream Secure(NetworkStream plain, RedisPushOptions options)
    {
        if (!options.Tls)
        {
            return plain;
        }

        var secure = new SslStream(plain);
        secure.AuthenticateAsClient(options.Host);
        return secure;
    }

    private static string Exchange(Stream stream, params string[] words)
    {
        var request = new StringBuilder($"*{words.Length}\r\n");
        foreach (var word in words)
        {
            request.Append($"${Encoding.UTF8.GetByteCount(word)}\r\n{word}\r\n");
        }

        stream.Write(Encoding.UTF8.GetBytes(request.ToString()));
        return ReadLine(stream);
    }

    private static string ReadLine(Stream stream)
    {
        var line = new StringBuilder();
        for (var next = stream.ReadByte(); next != '\n'; next = stream.ReadByte())
        {
            if (next < 0 || line.Length > 1_000)
            {
                throw new IOException("closed by the peer");
            }

            line.Append((char)next);
        }

        return line.ToString().TrimEnd('\r');
    }
}

internal enum Readiness
{
    Ready,
    Loading,
    Unreachable,
}

internal readonly record struct ProbeAnswer(Readiness Readiness, string Detail);
