using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using WeChatService.TestKit;

namespace WeChatService.Pipeline.Tests.Callbacks;

/// <summary>C5: who sends without end, by drops, or heads like books is cut; meanwhile good callbacks pass.</summary>
public sealed class SlowSenderTests(House house) : IClassFixture<House>
{
    private const int MebiByte = 1 << 20;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly CallbackAccount _account = CallbackAccount.Demo();

    [Theory]
    [InlineData("Content-Length: 104857600\r\n", false)]
    [InlineData("Transfer-Encoding: chunked\r\n", true)]
    public async Task A_body_without_end_is_cut_at_the_limit(string header, bool chunked)
    {
        using var line = await Open();
        await line.SendAsync(Head(header));
        var piece = new byte[MebiByte / 16];
        byte[] part = chunked ? [.. Encoding.ASCII.GetBytes($"{piece.Length:x}\r\n"), .. piece, .. "\r\n"u8] : piece;
        var answer = ReadAll(line);
        long sent = 0;
        try
        {
            while (sent < 100 * MebiByte && !answer.IsCompleted)
            {
                sent += await line.SendAsync(part).WaitAsync(Patience);
            }
        }
        catch (SocketException)
        {
            // Cut, as it should be.
        }

        Assert.True(sent < 100 * MebiByte, "all of it was swallowed");
        var text = await answer.WaitAsync(Patience);
        Assert.True(text.Length == 0 || text.StartsWith("HTTP/1.1 413", StringComparison.Ordinal), text);
    }

    [Fact]
    public async Task Senders_by_drops_are_cut_and_good_callbacks_pass_meanwhile()
    {
        var lines = await Task.WhenAll(Enumerable.Range(0, 200).Select(async i =>
        {
            var line = await Open();
            // Half of them drip their body, half their head.
            await line.SendAsync(i % 2 == 0 ? Head("Content-Length: 1000\r\n") : Encoding.ASCII.GetBytes($"POST {_account.Path} HTTP/1.1\r\nHost: x\r\nX-Drip: "));
            return (Line: line, Ended: ReadAll(line));
        }));
        using var stop = new CancellationTokenSource();
        var dripping = Drip(lines.Select(l => l.Line), stop.Token);

        using var http = new HttpClient { BaseAddress = house.System.Host, Timeout = Patience };
        for (var i = 0; i < 50; i++)
        {
            var callback = _account.Genuine(CallbackAccount.Text("oGood", 8_000_000 + i));
            using var answer = await http.PostAsync($"{_account.Path}?{callback.Query}", new ByteArrayContent(callback.Body));
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }

        var ended = await Task.WhenAll(lines.Select(l => l.Ended)).WaitAsync(Patience);
        await stop.CancelAsync();
        await dripping;
        Assert.All(ended, text => Assert.True(text.Length == 0 || text.StartsWith("HTTP/1.1 408", StringComparison.Ordinal), text));
        foreach (var (line, _) in lines)
        {
            line.Dispose();
        }
    }

    [Theory]
    [InlineData(20_000)]
    [InlineData(200_000)]
    public async Task A_head_like_a_book_is_refused(int bytes)
    {
        using var line = await Open();
        var answer = ReadAll(line);
        try
        {
            await line.SendAsync(Encoding.ASCII.GetBytes($"POST {_account.Path} HTTP/1.1\r\nHost: x\r\nX-Long: {new string('a', bytes)}\r\nContent-Length: 0\r\n\r\n")).WaitAsync(Patience);
        }
        catch (SocketException)
        {
            // Cut while it was being sent.
        }

        var text = await answer.WaitAsync(Patience);
        Assert.True(text.Length == 0 || text.StartsWith("HTTP/1.1 431", StringComparison.Ordinal), text);
    }

    private byte[] Head(string header) => Encoding.ASCII.GetBytes($"POST {_account.Path}?timestamp=1&nonce=1&msg_signature=x HTTP/1.1\r\nHost: x\r\n{header}\r\n");

    private async Task<Socket> Open()
    {
        var line = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await line.ConnectAsync(IPAddress.Loopback, house.System.Host.Port);
        return line;
    }

    private static async Task Drip(IEnumerable<Socket> lines, CancellationToken stop)
    {
        var open = lines.ToList();
        while (open.Count > 0 && !stop.IsCancellationRequested)
        {
            await Task.Delay(1000, stop).ContinueWith(_ => { }, TaskScheduler.Default);
            open.RemoveAll(line =>
            {
                try
                {
                    return line.Send("x"u8) == 0;
                }
                catch (Exception e) when (e is SocketException or ObjectDisposedException)
                {
                    return true;
                }
            });
        }
    }

    /// <summary>What is answered until the line ends.</summary>
    private static async Task<string> ReadAll(Socket line)
    {
        var (buffer, text) = (new byte[4096], new StringBuilder());
        try
        {
            for (int read; (read = await line.ReceiveAsync(buffer)) > 0;)
            {
                text.Append(Encoding.ASCII.GetString(buffer, 0, read));
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Reset.
        }

        return text.ToString();
    }
}
