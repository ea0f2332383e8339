using System.Buffers;
using System.IO.Pipelines;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace WeChatService.Sandbox.Wire;

/// <summary>
/// Lets one port speak what a client with hard-coded addresses may be pointed at: plain HTTP, HTTPS (a first byte of 22 is a
/// TLS greeting), and a forward proxy, both with absolute request targets and by CONNECT, whatever host is asked for. So a
/// client that knows only <c>https://api.weixin.qq.com</c> needs no more than a proxy setting and the sandbox's root certificate.
/// </summary>
static class FrontDoor
{
    const byte TlsGreeting = 22;
    const int LongestHead = 8192;

    enum Speech { Http, Tls, Connect, Nothing }

    public static void Open(this ListenOptions listen, RootCertificate root)
    {
        // HTTP/2 over plain sockets would need the first bytes, and no client of these platforms asks for it.
        listen.Protocols = HttpProtocols.Http1;
        listen.Use(next => connection => Welcome(connection, next, root));
    }

    static async Task Welcome(ConnectionContext connection, ConnectionDelegate next, RootCertificate root)
    {
        // A connection that says nothing must not hold up the end of the sandbox: browsers keep such ones in store.
        using CancellationTokenRegistration leaving = connection.Features.Get<IConnectionLifetimeNotificationFeature>()?.ConnectionClosedRequested
            .Register(connection.Transport.Input.CancelPendingRead) ?? default;
        try
        {
            Speech speech = await Listen(connection.Transport.Input);
            if (speech == Speech.Connect)
            {
                if (!await SkipHead(connection.Transport.Input)) return;
                await connection.Transport.Output.WriteAsync("HTTP/1.1 200 Connection established\r\n\r\n"u8.ToArray());
                speech = await Listen(connection.Transport.Input);
            }
            if (speech == Speech.Tls) await Secured(connection, next, root);
            else if (speech == Speech.Http) await next(connection);
        }
        catch (Exception e) when (e is IOException or AuthenticationException or ConnectionAbortedException or ConnectionResetException or OperationCanceledException)
        {
            // The client left, or does not trust the certificate: that is said to the client, not here.
        }
    }

    static async Task Secured(ConnectionContext connection, ConnectionDelegate next, RootCertificate root)
    {
        IDuplexPipe plain = connection.Transport;
        await using SslStream tls = new(new PipeStream(plain), leaveInnerStreamOpen: false);
        await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions
        {
            ServerCertificateSelectionCallback = (_, name) => root.For(string.IsNullOrEmpty(name) ? "localhost" : name),
            ApplicationProtocols = [SslApplicationProtocol.Http11],
        }, connection.ConnectionClosed);
        connection.Features.Set<ITlsConnectionFeature>(new OverTls());
        StreamPipe secured = new(tls);
        connection.Transport = secured;
        try
        {
            await next(connection);
        }
        finally
        {
            await secured.Input.CompleteAsync();
            await secured.Output.CompleteAsync();
            connection.Transport = plain;
        }
    }

    /// <summary>What the first bytes announce; they stay unread.</summary>
    static async Task<Speech> Listen(PipeReader input)
    {
        while (true)
        {
            ReadResult read = await input.ReadAsync();
            if (read.IsCanceled) return Speech.Nothing;
            Speech? heard = Hear(read.Buffer);
            if (heard is null && read.IsCompleted) heard = read.Buffer.IsEmpty ? Speech.Nothing : Speech.Http;
            input.AdvanceTo(read.Buffer.Start, heard is null ? read.Buffer.End : read.Buffer.Start);
            if (heard is { } speech) return speech;
        }
    }

    static Speech? Hear(ReadOnlySequence<byte> said)
    {
        if (said.IsEmpty) return null;
        if (said.FirstSpan[0] == TlsGreeting) return Speech.Tls;
        ReadOnlySpan<byte> word = "CONNECT "u8;
        Span<byte> first = stackalloc byte[word.Length];
        int length = (int)Math.Min(said.Length, word.Length);
        said.Slice(0, length).CopyTo(first);
        if (!first[..length].SequenceEqual(word[..length])) return Speech.Http;
        return length == word.Length ? Speech.Connect : null;
    }

    /// <summary>Reads past the CONNECT request's headers; false when they do not end.</summary>
    static async Task<bool> SkipHead(PipeReader input)
    {
        while (true)
        {
            ReadResult read = await input.ReadAsync();
            int end = Encoding.ASCII.GetString(read.Buffer.Slice(0, Math.Min(read.Buffer.Length, LongestHead))).IndexOf("\r\n\r\n", StringComparison.Ordinal);
            if (end >= 0)
            {
                input.AdvanceTo(read.Buffer.GetPosition(end + 4));
                return true;
            }
            if (read.IsCanceled || read.IsCompleted || read.Buffer.Length >= LongestHead) return false;
            input.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    /// <summary>Tells the server that the request came over TLS; there is no client certificate.</summary>
    sealed class OverTls : ITlsConnectionFeature
    {
        public X509Certificate2? ClientCertificate { get; set; }

        public Task<X509Certificate2?> GetClientCertificateAsync(CancellationToken cancellationToken) => Task.FromResult(ClientCertificate);
    }

    sealed class StreamPipe(Stream stream) : IDuplexPipe
    {
        public PipeReader Input { get; } = PipeReader.Create(stream, new StreamPipeReaderOptions(leaveOpen: true));

        public PipeWriter Output { get; } = PipeWriter.Create(stream, new StreamPipeWriterOptions(leaveOpen: true));
    }
}
