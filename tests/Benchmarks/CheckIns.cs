using System.Text;
using Npgsql;
using WeChatService.Benchmarks.Children;
using WeChatService.Benchmarks.Load;
using WeChatService.TestKit;

namespace WeChatService.Benchmarks;

/// <summary>
/// Our part of a check-in, the face service left out: the one-time challenge is asked for, then a photo of 300 KiB is hashed, put on the
/// disk and committed with its idempotency key (G14): the photo alone, as the goal defines it, at 16 connections and at 50 a second; and both requests.
/// </summary>
internal static class CheckIns
{
    private const int Connections = 16;
    private const int PhotoBytes = 300 * 1024;

    /// <summary>A second: as many faces as Tencent Cloud compares in it.</summary>
    private const int Usual = 50;

    /// <summary>Passes. On two busy cores the compiler of a fresh process needs a minute until what is called often is compiled for good.</summary>
    private const int WarmUp = 15;

    /// <summary>It has little to compile, and fills the disk.</summary>
    private const int WarmUpOfBare = 2;

    public static async IAsyncEnumerable<Figure> Run(TimeSpan time)
    {
        await using var sandbox = await BenchSandbox.Start();
        var settings = await Settings.Make(sandbox.Address);
        var photo = await Photo(sandbox);
        Measured alone, usual, both, raw;
        await Prepare(settings);
        using (var child = await Child.Baseline("photo", settings))
        {
            raw = (await RawLoad.Run(child.Port, Connections, time, _ => Bare(photo), time * WarmUpOfBare)).Only(200);
        }

        using (var child = await Child.Host(settings))
        {
            var system = new RunningSystem(new Uri($"http://127.0.0.1:{child.Port}"), sandbox.Address);
            var person = await system.MiniProgram("sh-operator");
            var bearer = person.Http.DefaultRequestHeaders.Authorization!.ToString();
            both = (await RawLoad.Run(child.Port, Connections, time, _ => InTurn(Challenge(bearer), Multipart(photo, bearer)), time * WarmUp)).Only(200);
            alone = (await RawLoad.Run(child.Port, Connections, time, _ => Multipart(photo, bearer))).Only(200);
            usual = (await RawLoad.Run(child.Port, Connections, time, _ => Multipart(photo, bearer), perSecond: Usual)).Only(200);
        }

        yield return new Figure("G14", "check-in: a photo of 300 KiB, hashed, fsynced, committed once; photos/s beside the same on bare Kestrel and Npgsql", alone.PerSecond, raw.PerSecond, 0.8, 1);
        yield return new Figure("G14", "check-in photo: p99 in ms beside the 35 ms allowed", alone.Percentile(0.99), 35, 1, 0.8, LessIsBetter: true);
        yield return new Figure("G14", "check-in photo at 50 a second: p99 in ms beside the 12 ms allowed", usual.Percentile(0.99), 12, 1, 0.6, LessIsBetter: true);
        // No goal names it: two requests beside one.
        yield return new Figure("G14", "check-in with the challenge before it: pairs/s beside the bare photo alone", both.PerSecond / 2, raw.PerSecond, 0.6, 0.8);
    }

    /// <summary>A real selfie, made longer before its last marker.</summary>
    private static async Task<byte[]> Photo(BenchSandbox sandbox)
    {
        using var http = new HttpClient();
        var selfie = await http.GetByteArrayAsync(new Uri(sandbox.Address, "/__sandbox/people/sh-operator/selfie"));
        var photo = new byte[PhotoBytes];
        Random.Shared.NextBytes(photo);
        selfie.AsSpan(0, Math.Min(selfie.Length, PhotoBytes) - 2).CopyTo(photo);
        photo[^2] = 0xFF;
        photo[^1] = 0xD9;
        return photo;
    }

    private static Func<byte[]> Bare(byte[] photo)
    {
        var head = Encoding.ASCII.GetBytes($"POST /photo HTTP/1.1\r\nHost: localhost\r\nContent-Type: image/jpeg\r\nContent-Length: {photo.Length}\r\n\r\n");
        byte[] request = [.. head, .. photo];
        return () => Fresh(request, request.Length - 100);
    }

    private static Func<byte[]> InTurn(Func<byte[]> first, Func<byte[]> second)
    {
        var turn = false;
        return () => (turn = !turn) ? first() : second();
    }

    private static Func<byte[]> Challenge(string bearer)
    {
        var body = $"{{\"projectId\":\"{Demo.Id("project", "shanghai-main")}\",\"act\":\"Start\"}}";
        var request = Encoding.ASCII.GetBytes(
            $"POST /api/miniprogram/visits/challenges HTTP/1.1\r\nHost: localhost\r\nAuthorization: {bearer}\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n{body}");
        return () => request;
    }

    private static Func<byte[]> Multipart(byte[] photo, string bearer)
    {
        const string boundary = "bench-boundary";
        var before = Encoding.ASCII.GetBytes(
            $"--{boundary}\r\nContent-Disposition: form-data; name=\"kind\"\r\n\r\nSelfie\r\n"
            + $"--{boundary}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"photo.jpg\"\r\nContent-Type: image/jpeg\r\n\r\n");
        var after = Encoding.ASCII.GetBytes($"\r\n--{boundary}--\r\n");
        var keyAt = 0;
        byte[] Build()
        {
            var start = $"POST /api/miniprogram/photos HTTP/1.1\r\nHost: localhost\r\nAuthorization: {bearer}\r\nIdempotency-Key: ";
            keyAt = start.Length;
            var head = Encoding.ASCII.GetBytes(
                $"{start}{new string('0', 32)}\r\nContent-Type: multipart/form-data; boundary={boundary}\r\nContent-Length: {before.Length + photo.Length + after.Length}\r\n\r\n");
            return [.. head, .. before, .. photo, .. after];
        }

        var request = Build();
        return () =>
        {
            Encoding.ASCII.GetBytes(Guid.NewGuid().ToString("N")).CopyTo(request, keyAt);
            return Fresh(request, request.Length - after.Length - 100);
        };
    }

    /// <summary>No two photos are equal.</summary>
    private static byte[] Fresh(byte[] request, int at)
    {
        Random.Shared.NextBytes(request.AsSpan(at, 16));
        return request;
    }

    private static async Task Prepare(Settings settings)
    {
        await using var connection = new NpgsqlConnection(settings.DatabaseAsAdmin);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(
            "create table bench_photo (id uuid primary key, hash text not null, bytes int not null, at timestamptz not null); create index on bench_photo (hash); grant all on bench_photo to wcs_app",
            connection);
        await command.ExecuteNonQueryAsync();
    }
}
