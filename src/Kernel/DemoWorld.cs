using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace WeChatService.Kernel;

/// <summary>Where the demonstration files lie (config/demo: people.json, world.json, pushes.json, accounts.json, portraits, photos).</summary>
/// <param name="Folder">The folder.</param>
/// <param name="WithPast">Something has happened there already; a test begins with a world in which nothing has.</param>
public sealed record DemoWorld(string Folder, bool WithPast = false)
{
    /// <summary>The same key always gives the same id, so that seeds of different modules agree without asking.</summary>
    public static Guid Id(string kind, string key)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{kind}:{key}"));
        hash[7] = (byte)((hash[7] & 0x0F) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash.AsSpan(0, 16));
    }

    /// <summary>The openid that the sandbox gives a demonstration person in an account.</summary>
    public static string OpenId(string appId, string personKey) =>
        "o" + Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes($"{appId}:{personKey}")))[..27];

    /// <summary>One file, read with the web's property names; unknown properties are other seeds' business.</summary>
    public async Task<T> Read<T>(string file, CancellationToken ct)
    {
        await using var content = File.OpenRead(Path.Combine(Folder, file));
        return (await JsonSerializer.DeserializeAsync<T>(content, Mapping.Json, ct))!;
    }

    /// <summary>people.json, as much of each person as the seed declares.</summary>
    public Task<List<T>> ReadPeople<T>(CancellationToken ct) => Read<List<T>>("people.json", ct);
}
