using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Configuration;

namespace WeChatService.Kernel;

/// <summary>Signs short-lived links to stored objects with <c>Secrets__LinkKey</c> (HMAC-SHA256).</summary>
public sealed class ObjectLinks(IConfiguration configuration, TimeProvider time)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    private byte[] Key => Encoding.UTF8.GetBytes(
        configuration["Secrets:LinkKey"] ?? throw new InvalidOperationException("Secrets__LinkKey is not set"));

    /// <summary>A path that works for ten to twenty minutes; the same within each ten, so that browsers can cache it.</summary>
    public string To(Guid id)
    {
        var step = (long)Lifetime.TotalSeconds;
        var until = (time.GetUtcNow().ToUnixTimeSeconds() / step + 2) * step;
        return Until(id, until);
    }

    /// <summary>For what cannot be asked for again when it is opened, such as a mail.</summary>
    public string To(Guid id, TimeSpan lifetime) => Until(id, (time.GetUtcNow() + lifetime).ToUnixTimeSeconds());

    public bool IsValid(Guid id, long until, string signature) =>
        until > time.GetUtcNow().ToUnixTimeSeconds()
        && CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Sign(id, until)), Encoding.ASCII.GetBytes(signature));

    private string Until(Guid id, long until) => $"/api/public/objects/{id}?until={until.ToString(CultureInfo.InvariantCulture)}&sig={Sign(id, until)}";

    private string Sign(Guid id, long until) =>
        Base64Url.EncodeToString(HMACSHA256.HashData(Key, Encoding.ASCII.GetBytes($"{id:N}.{until}")).AsSpan(0, 18));
}
