using System.Net;
using System.Net.Sockets;
using System.Text;

namespace WeChatService.Pipeline.Tests.Faults;

/// <summary>Bodies without end, senders without haste, and letters that were good once.</summary>
public sealed partial class FaultMatrix
{
    [FaultRow("C5", "100 MB, endless chunks, 500 slow senders of a byte a second, 20 kB of headers", quick: false)]
    public Task C5_endless_and_slow() => Row(async run =>
    {
        await using var house = await HouseStage.Open(run);
        await house.StartHost("api");
        var letters = new Letters();
        var quiet = new List<double>();
        for (var i = 0; i < 300; i++)
        {
            quiet.Add(await Good(letters, house));
        }

        var (memory, during, path) = (house.Host.ResidentMiB, new List<double>(), letters.Text("oFlood", "x").Path);
        using var over = new CancellationTokenSource();
        var slow = Enumerable.Range(0, 500).Select(_ => Slowly(house.System.Host, path, over.Token)).ToList();
        run.Note("100 MB", await FirstLine(house.System.Host, $"POST {path} HTTP/1.1\r\nHost: x\r\nContent-Length: 104857600\r\n\r\n", Block(), 1_600));
        run.Note("endless chunks", await FirstLine(house.System.Host, $"POST {path} HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n", "10000\r\n" + Block() + "\r\n", 1_600));
        run.Note("20 kB of headers", await FirstLine(house.System.Host, $"POST {path} HTTP/1.1\r\nHost: x\r\nX-Much: {new string('a', 20_000)}\r\nContent-Length: 0\r\n\r\n", "", 0));
        run.Note("40 kB of headers", await FirstLine(house.System.Host, $"POST {path} HTTP/1.1\r\nHost: x\r\nX-Much: {new string('a', 40_000)}\r\nContent-Length: 0\r\n\r\n", "", 0));
        while (run.Elapsed < TimeSpan.FromSeconds(90) && slow.Exists(of => !of.IsCompleted))
        {
            during.Add(await Good(letters, house));
            await Task.Delay(30);
        }

        await over.CancelAsync();
        var lives = await Task.WhenAll(slow);
        var grown = house.Host.ResidentMiB - memory;
        run.Note("slow senders cut after s", $"{lives.Min():0} to {lives.Max():0}");
        run.Note("good p99 ms", $"{P99(quiet):0.0} quiet, {P99(during):0.0} beside it");
        run.Note("grown MiB", grown);
        Assert.Contains("413", run.Figures["100 MB"]);
        Assert.Contains("413", run.Figures["endless chunks"]);
        Assert.True(lives.Max() < 60, "a slow sender was never cut");
        Assert.True(grown <= 50 * Campaign.Slack, $"the Host grew by {grown:0} MiB");
        Assert.True(P99(during) <= Math.Max(2 * P99(quiet), 10) * Campaign.Slack * 2, $"good callbacks: p99 {P99(quiet):0.0} ms quiet, {P99(during):0.0} ms beside the flood");
    });

    [FaultRow("C6", "a signed callback again: an hour old, swapped, downgraded, for another app; and in time", quick: false)]
    public Task C6_replays() => Row(async run =>
    {
        await using var house = await HouseStage.Open(run);
        await house.StartHost("api");
        var letters = new Letters();
        var good = letters.Text("oReplay", "你好");
        Letter[] refused =
        [
            letters.Text("oReplay", "你好", at: DateTimeOffset.UtcNow.AddHours(-1)),
            letters.Text("oReplay", "你好", at: DateTimeOffset.UtcNow.AddHours(1)),
            good with { Timestamp = good.Nonce, Nonce = good.Timestamp },
            good with { SaysEncrypted = false },
            good with { SaysEncrypted = false, Body = "<xml><ToUserName>gh_7c1e5a90b3d2</ToUserName><FromUserName>oReplay</FromUserName><CreateTime>1</CreateTime><MsgType>text</MsgType><Content>x</Content><MsgId>1</MsgId></xml>" },
            letters.Text("oReplay", "你好", forAppId: "wx0000000000000000"),
        ];
        for (var i = 0; i < refused.Length; i++)
        {
            using var answer = await letters.Post(house.System.Host, refused[i]);
            Assert.True(answer.StatusCode == HttpStatusCode.Unauthorized, $"replay {i} was answered {(int)answer.StatusCode}");
        }

        Assert.Equal(0, await house.Stage.Ask<long>("select count(*) from callback_message"));
        for (var i = 0; i < 5; i++)
        {
            (await letters.Post(house.System.Host, good)).EnsureSuccessStatusCode();
        }

        run.Note("refused", refused.Length);
        Assert.Equal(1, await house.Stage.Ask<long>("select count(*) from callback_message"));
    });

    private static string Block() => new('x', 65_536);

    /// <summary>Sends as told, as long as it is let, and gives the first line of the answer.</summary>
    private static async Task<string> FirstLine(Uri host, string head, string block, int blocks)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(host.Host, host.Port);
        var stream = client.GetStream();
        var (bytes, answer) = (Encoding.ASCII.GetBytes(block), new byte[64]);
        await stream.WriteAsync(Encoding.ASCII.GetBytes(head));
        var reading = stream.ReadAsync(answer).AsTask();
        var sent = 0;
        try
        {
            for (; sent < blocks && !reading.IsCompleted; sent++)
            {
                await stream.WriteAsync(bytes);
            }

            var length = await reading.WaitAsync(TimeSpan.FromSeconds(30));
            return $"{Encoding.ASCII.GetString(answer, 0, length).Split('\r')[0]} after {sent * 64} kB";
        }
        catch (IOException)
        {
            return reading.IsCompletedSuccessfully ? $"{Encoding.ASCII.GetString(answer).Split('\r')[0]} after {sent * 64} kB" : $"cut after {sent * 64} kB";
        }
    }

    /// <summary>A byte a second of a body that is never whole.</summary>
    /// <returns>Seconds until it was cut.</returns>
    private static async Task<double> Slowly(Uri host, string path, CancellationToken over)
    {
        var clock = System.Diagnostics.Stopwatch.StartNew();
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(host.Host, host.Port, over);
            var stream = client.GetStream();
            await stream.WriteAsync(Encoding.ASCII.GetBytes($"POST {path} HTTP/1.1\r\nHost: x\r\nContent-Length: 600\r\n\r\n"), over);
            var answer = stream.ReadAsync(new byte[16], over).AsTask();
            while (!answer.IsCompleted)
            {
                await stream.WriteAsync(new byte[] { (byte)'x' }, over);
                await Task.WhenAny(answer, Task.Delay(1_000, over));
            }
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException)
        {
            // cut
        }

        return clock.Elapsed.TotalSeconds;
    }
}
