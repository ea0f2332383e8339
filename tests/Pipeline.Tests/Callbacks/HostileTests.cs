using System.Net;
using System.Net.Sockets;
using System.Text;
using WeChatService.TestKit;
using Xunit.Abstractions;

namespace WeChatService.Pipeline.Tests.Callbacks;

/// <summary>C3, C4: hostile bodies never break the Host, are never believed, and good ones between them are unhurt.</summary>
public sealed class HostileTests(House house, ITestOutputHelper output) : IClassFixture<House>, IAsyncLifetime
{
    /// <summary>Two hundred of each kind; the full ten thousand and more: WCS_FUZZ=14000, with WCS_SEED to see one run again.</summary>
    private static readonly int Count = int.Parse(Environment.GetEnvironmentVariable("WCS_FUZZ") ?? "2800", System.Globalization.CultureInfo.InvariantCulture);

    private static readonly int Seed = int.Parse(
        Environment.GetEnvironmentVariable("WCS_SEED") ?? $"{Environment.TickCount & 0xFFFFFF}", System.Globalization.CultureInfo.InvariantCulture);

    public Task InitializeAsync() => house.Renew(role: "api");

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Hostile_callbacks_of_fourteen_kinds_are_refused_and_good_ones_between_them_are_taken_in()
    {
        output.WriteLine($"seed {Seed}, {Count} hostile callbacks");
        var fuzz = new CallbackFuzz(house.System.Host, CallbackAccount.Demo(), Seed);
        await fuzz.Run(HostileCallbacks.Kinds.Count * 20);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        await fuzz.Run(Count);
        var growth = (GC.GetTotalMemory(forceFullCollection: true) - before) / 1048576.0;
        output.WriteLine($"{string.Join(", ", fuzz.Statuses.Select(s => $"{s.Value} x {s.Key}"))}; {fuzz.Good} good; the heap grew by {growth:0.0} MiB");

        Assert.Equal([], fuzz.Offences);
        Assert.Equal(fuzz.Good, await house.Value<long>("select count(*) from callback_message where sender like 'oGood%'"));
        Assert.Equal(fuzz.Accepted, await house.Value<long>($"select count(*) from callback_message where sender = '{HostileCallbacks.Sender}'"));
        Assert.Equal(0, await house.Value<long>("select count(*) from callback_message where sender not like 'oGood%' and sender <> '" + HostileCallbacks.Sender + "'"));
        Assert.InRange(growth, double.MinValue, 30);
    }

    [Fact]
    public void The_same_seed_makes_the_same_kinds_and_there_are_fourteen()
    {
        var account = CallbackAccount.Demo();
        var (one, two) = (new HostileCallbacks(account, 7).Take(56).ToList(), new HostileCallbacks(account, 7).Take(56).ToList());
        Assert.Equal(14, one.Select(c => c.Kind).Distinct().Count());
        Assert.Equal(one.Select(c => (c.Kind, c.Body.Length)), two.Select(c => (c.Kind, c.Body.Length)));
    }

    [Fact]
    public async Task No_address_and_no_file_named_in_a_body_is_ever_opened()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        try
        {
            var account = CallbackAccount.Demo();
            var address = $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/x.dtd";
            var message = CallbackAccount.Text("oXxe", 1);
            foreach (var head in new[] { $"<!DOCTYPE x SYSTEM \"{address}\">", $"<!DOCTYPE x [<!ENTITY % p SYSTEM \"{address}\"> %p;]>", $"<?xml-stylesheet href=\"{address}\"?>" })
            {
                var inside = account.Genuine(head + message);
                var around = account.Genuine(message);
                Assert.Equal(HttpStatusCode.BadRequest, await Post(account, inside));
                Assert.Equal(HttpStatusCode.BadRequest, await Post(account, around with { Body = [.. Encoding.UTF8.GetBytes(head), .. around.Body] }));
            }

            Assert.False(listener.Pending());
            Assert.Equal(0, await house.Value<long>("select count(*) from callback_message where sender = 'oXxe'"));
        }
        finally
        {
            listener.Stop();
        }
    }

    private async Task<HttpStatusCode> Post(CallbackAccount account, SentCallback callback)
    {
        using var http = new HttpClient { BaseAddress = house.System.Host };
        using var answer = await http.PostAsync($"{account.Path}?{callback.Query}", new ByteArrayContent(callback.Body));
        return answer.StatusCode;
    }
}
