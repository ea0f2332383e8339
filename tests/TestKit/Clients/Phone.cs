using System.Net.Http.Json;
using System.Text.Json;
using Xunit.Sdk;

namespace WeChatService.TestKit;

/// <summary>One person's phone in the sandbox: what a hand would do with it (see src/Sandbox/README.md).</summary>
public sealed class Phone(RunningSystem system, string key)
{
    private static readonly HttpClient Http = new() { Timeout = TimeSpan.FromMinutes(3) };

    public string Key { get; } = key;

    public Task<JsonElement> Card() => Get("");
    public Task<JsonElement> Follow(string account) => Act("follow", new { account });
    public Task<JsonElement> Unfollow(string account) => Act("unfollow", new { account });

    /// <summary>Scans what a picture of a code says, or a link.</summary>
    public Task<JsonElement> Scan(string content) => Act("scan", new { content });

    /// <summary>Scans a picture: it is really decoded.</summary>
    public Task<JsonElement> ScanPicture(byte[] png) => Act("scan", new { pngBase64 = Convert.ToBase64String(png) });

    public Task<JsonElement> Menu(string account, string button) => Post("menu", new { account, key = button });
    public Task<JsonElement> Say(string account, string content) => Post("text", new { account, content });

    /// <summary>Where the phone believes to be: GCJ-02 degrees, accuracy in metres.</summary>
    public Task<JsonElement> Stand(double latitude, double longitude, double accuracy = 15) => Post("place", new { latitude, longitude, accuracy });

    public async Task<string> JsCode() => (await Post("jscode", new { })).GetProperty("code").GetString()!;

    /// <summary>What the mini program's phone-number button gives when the person agrees.</summary>
    public async Task<string> PhoneCode() => (await Post("phone-code", new { })).GetProperty("code").GetString()!;

    /// <summary>A fresh selfie; no two have equal bytes.</summary>
    public Task<byte[]> Selfie() => Http.GetByteArrayAsync(Address("selfie"));

    /// <param name="scene">site, controller or item: a picture without a face.</param>
    public Task<byte[]> Picture(string scene) => Http.GetByteArrayAsync(Address($"selfie?scene={scene}"));

    /// <summary>The chat with a service account, oldest message first.</summary>
    public async Task<IReadOnlyList<ChatMessage>> Chat(string account) =>
        JsonSerializer.Deserialize<List<ChatMessage>>(await Get($"chats/{account}"), Caller.JsonOptions)!;

    /// <summary>Waits until a template message of this title stands in the chat.</summary>
    /// <exception cref="XunitException">It did not come within the time; shows what is there.</exception>
    public Task<ChatMessage> AwaitMessage(string account, string title, TimeSpan? within = null) =>
        AwaitMessage(account, m => m.Kind == "template" && m.Title?.Contains(title, StringComparison.Ordinal) == true, title, within);

    public async Task<ChatMessage> AwaitMessage(string account, Func<ChatMessage, bool> wanted, string described, TimeSpan? within = null)
    {
        var until = DateTimeOffset.UtcNow + (within ?? TimeSpan.FromSeconds(60));
        while (true)
        {
            var chat = await Chat(account);
            if (chat.LastOrDefault(wanted) is { } found)
            {
                return found;
            }

            if (DateTimeOffset.UtcNow > until)
            {
                throw new XunitException($"{Key} got no message \"{described}\" in the {account} chat; there: {string.Join(", ", chat.Select(m => m.Title ?? m.Text ?? m.Kind))}");
            }

            await Task.Delay(100);
        }
    }

    /// <summary>What the Host is told of by a callback, and applies a moment after its answer.</summary>
    private async Task<JsonElement> Act(string path, object body)
    {
        var done = await Post(path, body);
        await system.CallbacksApplied();
        return done;
    }

    private Uri Address(string path) => new(system.Sandbox, path.Length == 0 ? $"/__sandbox/people/{Key}" : $"/__sandbox/people/{Key}/{path}");

    private async Task<JsonElement> Get(string path) => await Read(await Http.GetAsync(Address(path)));

    private async Task<JsonElement> Post(string path, object body) => await Read(await Http.PostAsJsonAsync(Address(path), body, Caller.JsonOptions));

    private static async Task<JsonElement> Read(HttpResponseMessage response)
    {
        using (response)
        {
            var text = await response.Content.ReadAsStringAsync();
            return response.IsSuccessStatusCode
                ? JsonDocument.Parse(text.Length == 0 ? "{}" : text).RootElement
                : throw new XunitException($"{response.RequestMessage?.Method} {response.RequestMessage?.RequestUri} answered {(int)response.StatusCode}: {text}");
        }
    }
}

/// <summary>One line of a chat in the sandbox's phone.</summary>
public sealed record ChatMessage(
    string Id, DateTimeOffset At, string From, string Kind, string? Title, string? TemplateId, IReadOnlyList<ChatField>? Fields, string? Url, string? Status, string? Text)
{
    /// <summary>The value of a template message's field by its label or name.</summary>
    public string? this[string label] => Fields?.FirstOrDefault(f => f.Label == label || f.Name == label)?.Value;
}

public sealed record ChatField(string Name, string Label, string Value);
