using System.Diagnostics;
using System.Text;
using WeChatService.TestKit;

namespace WeChatService.Pipeline.Tests.Faults;

/// <summary>Uploads that mean harm, or are as large as is allowed: what they cost the Host, which is a process of its own here.</summary>
public sealed partial class FaultMatrix
{
    private const int LargestPhoto = 10 * 1024 * 1024;

    [FaultRow("K2", "50 whole photos of 10 MB, and a byte too long, 20 MB, bombs, archives, halves, scripts, 10,000 parts between them", quick: true)]
    public Task K2_hostile_uploads() => Row(async run =>
    {
        await using var house = await HouseStage.Open(run);
        await house.StartHost("api");
        using var person = await house.System.MiniProgram("sh-operator");
        var picture = await house.System.Phone("sh-operator").Picture("item");
        var whole = Longer(picture, LargestPhoto);
        async Task<int> Photo(byte[] bytes) => (int)(await person.Upload(bytes)).Status;
        (string What, Func<Task<int>> Send, int Status)[] hostile =
        [
            ("a byte too long", () => Photo(Longer(picture, LargestPhoto + 1)), 413), ("20 MB", () => Announced(person, 20), 413),
            ("bomb", () => Photo(Bomb(50_000)), 422), ("archive", () => Photo([.. "PK\u0003\u0004"u8, .. new byte[2_000]]), 422),
            ("half", () => Photo(picture[..(picture.Length / 2)]), 422), ("script", () => Photo("<svg xmlns=\"http://www.w3.org/2000/svg\"><script/></svg>"u8.ToArray()), 422),
            ("10,000 parts", async () => (int)(await person.Post("/photos", Parts(10_000))).Status, 400),
        ];
        for (var i = 0; i < Campaign.Of(4, 2); i++)
        {
            await Wave(person, whole, hostile, 5, run);
        }

        var (before, most) = (house.Host.ResidentMiB, 0.0);
        using var over = new CancellationTokenSource();
        var watching = Task.Run(async () =>
        {
            while (!over.IsCancellationRequested)
            {
                most = Math.Max(most, house.Host.ResidentMiB);
                await Task.Delay(10);
            }
        });
        for (var sent = 0; sent < Campaign.Times(50, 15); sent += 5)
        {
            await Wave(person, whole, hostile, 5, run);
        }

        await over.CancelAsync();
        await watching;
        var took = new List<double>();
        foreach (var (_, send, _) in Enumerable.Range(0, 10).SelectMany(_ => hostile[2..6]))
        {
            var from = Stopwatch.GetTimestamp();
            await send();
            took.Add(Stopwatch.GetElapsedTime(from).TotalMilliseconds);
        }

        var middle = took.Order().ElementAt(took.Count / 2);
        run.Note("before MiB", $"{before:0}");
        run.Note("grown MiB", $"{most - before:0.0}");
        run.Note("refused in ms", $"{middle:0.0}");
        Assert.Equal(1, await house.Stage.Ask<long>($"select count(distinct sha256) from stored_object where bytes = {LargestPhoto}"));
        Assert.Equal(0, await house.Stage.Ask<long>($"select count(*) from stored_object where bytes > {LargestPhoto}"));
        Assert.True(most - before <= 30, $"the Host grew by {most - before:0} MiB");
        Assert.True(middle <= 20 * Campaign.Slack, $"half of the small ones were refused within {middle:0} ms");
    });

    /// <summary>Whole ones side by side, the hostile ones among them; each is answered as it deserves.</summary>
    private static async Task Wave(MiniProgramClient person, byte[] whole, (string What, Func<Task<int>> Send, int Status)[] hostile, int count, FaultRun run)
    {
        var good = Enumerable.Range(0, count).Select(_ => person.Upload(whole)).ToList();
        foreach (var (what, send, status) in hostile)
        {
            var answer = await send();
            Assert.True(answer == status, $"{what}: {answer}");
            run.Add("refused", 1);
        }

        Assert.All(await Task.WhenAll(good), answer => answer.ShouldBeOk());
        run.Add("taken", count);
    }

    /// <summary>The same picture with noise before its last marker.</summary>
    private static byte[] Longer(byte[] jpeg, int bytes)
    {
        var longer = new byte[bytes];
        jpeg.AsSpan(0, jpeg.Length - 2).CopyTo(longer);
        longer.AsSpan(jpeg.Length - 2).Fill(0x5A);
        (longer[^2], longer[^1]) = (0xFF, 0xD9);
        return longer;
    }

    /// <summary>As a client does it that asks before it sends: what is refused is never on its way.</summary>
    private static async Task<int> Announced(MiniProgramClient person, int megabytes)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/miniprogram/photos")
        {
            Content = new MultipartFormDataContent { { new ByteArrayContent(new byte[megabytes * 1024 * 1024]), "file", "photo.jpg" }, { new StringContent("Item"), "kind" } },
            Headers = { ExpectContinue = true },
        };
        request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString("N"));
        using var answer = await person.Http.SendAsync(request);
        return (int)answer.StatusCode;
    }

    private static MultipartFormDataContent Parts(int count)
    {
        var form = new MultipartFormDataContent();
        for (var i = 0; i < count; i++)
        {
            form.Add(new StringContent("x"), $"part{i}");
        }

        return form;
    }

    /// <summary>A PNG of few bytes that says it is as wide and high as that.</summary>
    private static byte[] Bomb(int side)
    {
        byte[] Chunk(string kind, byte[] body) => [.. BitConverter.GetBytes(body.Length).Reverse(), .. Encoding.ASCII.GetBytes(kind), .. body, 0, 0, 0, 0];
        byte[] size = [.. BitConverter.GetBytes(side).Reverse(), .. BitConverter.GetBytes(side).Reverse(), 8, 6, 0, 0, 0];
        return [0x89, .. "PNG\r\n\u001a\n"u8, .. Chunk("IHDR", size), .. Chunk("IDAT", new byte[60_000]), .. Chunk("IEND", [])];
    }
}
