using System.Net.Http.Json;
using System.Text.Json;

namespace WeChatService.TestKit;

/// <summary>The sandbox behind the phones: breaks things on purpose, tells what was asked of it.</summary>
public sealed class SandboxDriver(Uri sandbox)
{
    private static readonly HttpClient Http = new() { Timeout = TimeSpan.FromMinutes(3) };

    /// <param name="target">face, wechat, store or callback.</param>
    /// <param name="mode">down, hang, slow, lost, <c>errcode:N</c>, <c>code:X</c>.</param>
    /// <param name="times">How many requests; null: until <see cref="ClearFaults"/>.</param>
    /// <param name="path">Only paths beginning so.</param>
    /// <param name="seconds">How slow.</param>
    public Task Fault(string target, string mode, int? times = null, string? path = null, double? seconds = null) =>
        Post("faults", new { target, mode, times, path, seconds });

    public async Task ClearFaults() => (await Http.DeleteAsync(Address("faults"))).EnsureSuccessStatusCode();

    /// <summary>Requests in order, redacted.</summary>
    public Task<JsonElement> Log(string? target = null) => Get(target is null ? "log" : $"log?target={target}");

    /// <summary>What a service account has sent.</summary>
    public Task<JsonElement> Messages(string account) => Get($"accounts/{account}/messages");

    public Task FaceScore(string personKey, double? score) => Post($"people/{personKey}/face-score", new { score });
    public Task AdvanceClock(TimeSpan by) => Post("clock/advance", new { seconds = by.TotalSeconds });
    public Task ExpireTokens(string account) => Post($"accounts/{account}/token", new { action = "expire" });
    public Task Reset() => Post("reset", new { });
    public Task CallBackTo(Uri host) => Post("host", new { @base = host.ToString().TrimEnd('/') });

    /// <summary>The text of a QR picture, read by a decoder that is not the product's.</summary>
    public async Task<string> ReadQr(byte[] png) =>
        (await Post("qr/decode", new { pngBase64 = Convert.ToBase64String(png) })).GetProperty("content").GetString()!;

    public async Task<JsonElement> Get(string path) => await Read(await Http.GetAsync(Address(path)));
    public async Task<JsonElement> Post(string path, object body) => await Read(await Http.PostAsJsonAsync(Address(path), body, Caller.JsonOptions));

    public async Task<JsonElement> Send(HttpMethod method, string path)
    {
        using var request = new HttpRequestMessage(method, Address(path));
        return await Read(await Http.SendAsync(request));
    }

    private Uri Address(string path) => new(sandbox, $"/__sandbox/{path}");

    private static async Task<JsonElement> Read(HttpResponseMessage response)
    {
        using (response)
        {
            var text = await response.Content.ReadAsStringAsync();
            return response.IsSuccessStatusCode
                ? JsonDocument.Parse(text.Length == 0 ? "{}" : text).RootElement
                : throw new InvalidOperationException($"{response.RequestMessage?.RequestUri} answered {(int)response.StatusCode}: {text}");
        }
    }
}
