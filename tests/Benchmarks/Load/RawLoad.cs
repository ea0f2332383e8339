using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace WeChatService.Benchmarks.Load;

/// <summary>
/// Connections that each send a ready-made request, read the whole answer and send the next: as little work as possible
/// on the two cores that the server needs too. The same for our server and for its baseline.
/// </summary>
internal static class RawLoad
{
    /// <param name="port">On 127.0.0.1.</param>
    /// <param name="connections">Side by side.</param>
    /// <param name="time">How long is measured.</param>
    /// <param name="requests">Made once for each connection; gives that connection's next request.</param>
    /// <param name="warmUp">Spent before; a third of the time unless told.</param>
    /// <param name="perSecond">Of all connections together, evenly; as fast as they can unless told. Who is kept from his turn by the answer before counts from his turn.</param>
    public static async Task<Measured> Run(
        int port, int connections, TimeSpan time, Func<int, Func<byte[]>> requests, TimeSpan? warmUp = null, double perSecond = double.PositiveInfinity)
    {
        var measured = new Measured();
        using var stop = new CancellationTokenSource();
        var running = Enumerable.Range(0, connections).Select(i => Task.Run(() => Connect(port, requests(i), new Pace(i / perSecond, connections / perSecond), measured, stop.Token))).ToList();
        await Task.Delay(warmUp ?? time / 3);
        measured.Begin();
        await Task.Delay(time);
        measured.End();
        await stop.CancelAsync();
        await Task.WhenAll(running);
        return measured;
    }

    private static async Task Connect(int port, Func<byte[]> next, Pace pace, Measured measured, CancellationToken stop)
    {
        var buffer = new byte[1 << 20];
        while (!stop.IsCancellationRequested)
        {
            try
            {
                using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                await socket.ConnectAsync(IPAddress.Loopback, port, stop);
                while (!stop.IsCancellationRequested)
                {
                    var request = next();
                    var sentAt = await pace.Turn(stop);
                    for (var sent = 0; sent < request.Length;)
                    {
                        sent += await socket.SendAsync(request.AsMemory(sent), stop);
                    }

                    var status = await ReadAnswer(socket, buffer, stop);
                    measured.Add(status, Stopwatch.GetElapsedTime(sentAt));
                }
            }
            catch (Exception e) when (e is SocketException or IOException or OperationCanceledException)
            {
                if (!stop.IsCancellationRequested)
                {
                    measured.Add(0, TimeSpan.Zero);
                    await Task.Delay(20);
                }
            }
        }
    }

    /// <summary>When one connection's turns are, in seconds.</summary>
    private sealed class Pace(double first, double every)
    {
        private readonly long beganAt = Stopwatch.GetTimestamp();
        private int turn;

        /// <returns>From when the request counts.</returns>
        public async Task<long> Turn(CancellationToken stop)
        {
            var due = beganAt + (long)((first + every * turn++) * Stopwatch.Frequency);
            var early = Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), due);
            if (early <= TimeSpan.Zero)
            {
                return every > 0 ? due : Stopwatch.GetTimestamp();
            }

            await Task.Delay(early, stop);
            return Stopwatch.GetTimestamp();
        }
    }

    private static async Task<int> ReadAnswer(Socket socket, byte[] buffer, CancellationToken stop)
    {
        for (var length = 0; ;)
        {
            var read = await socket.ReceiveAsync(buffer.AsMemory(length), stop);
            if (read == 0)
            {
                throw new IOException("closed by the server");
            }

            length += read;
            var answer = buffer.AsSpan(0, length);
            var head = answer.IndexOf("\r\n\r\n"u8);
            if (head >= 0 && IsWhole(answer[..head], answer[(head + 4)..]))
            {
                Utf8Parser.TryParse(answer[9..], out int status, out _);
                return status;
            }
        }
    }

    private static bool IsWhole(ReadOnlySpan<byte> head, ReadOnlySpan<byte> body)
    {
        var at = head.IndexOf("Content-Length: "u8);
        if (at >= 0)
        {
            Utf8Parser.TryParse(head[(at + 16)..], out int length, out _);
            return body.Length >= length;
        }

        // Neither length nor chunks: an answer without a body.
        return head.IndexOf("chunked"u8) < 0 || body.EndsWith("0\r\n\r\n"u8);
    }
}

/// <summary>What came back within the measured time.</summary>
internal sealed class Measured
{
    private readonly ConcurrentQueue<double> milliseconds = new();
    private readonly ConcurrentDictionary<int, int> statuses = new();
    private volatile bool counting;
    private long beganAt;
    private double seconds;

    public double PerSecond => milliseconds.Count / seconds;

    public IReadOnlyDictionary<int, int> Statuses => statuses;

    public double Percentile(double share)
    {
        var sorted = milliseconds.Order().ToList();
        return sorted.Count == 0 ? double.NaN : sorted[(int)Math.Min(sorted.Count - 1, share * sorted.Count)];
    }

    public void Begin()
    {
        beganAt = Stopwatch.GetTimestamp();
        counting = true;
    }

    public void End()
    {
        counting = false;
        seconds = Stopwatch.GetElapsedTime(beganAt).TotalSeconds;
    }

    public void Add(int status, TimeSpan took)
    {
        if (counting)
        {
            statuses.AddOrUpdate(status, 1, (_, count) => count + 1);
            milliseconds.Enqueue(took.TotalMilliseconds);
        }
    }

    /// <exception cref="InvalidOperationException">Other answers came than the measurement is about.</exception>
    public Measured Only(int status)
    {
        return statuses.Count == 1 && statuses.ContainsKey(status)
            ? this
            : throw new InvalidOperationException($"expected {status} only, got {string.Join(", ", statuses.Select(s => $"{s.Value} x {s.Key}"))}");
    }
}
