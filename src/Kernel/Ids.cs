using System.Buffers.Text;
using System.Security.Cryptography;

namespace WeChatService.Kernel;

/// <summary>Identifiers: UUIDv7 (they sort by time, which keeps indexes compact) and unguessable tokens.</summary>
public sealed class Ids(TimeProvider time)
{
    public Guid Next() => Guid.CreateVersion7(time.GetUtcNow());

    /// <summary>A random URL-safe token of <paramref name="bytes"/> bytes of entropy.</summary>
    public string Token(int bytes = 16) => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(bytes));
}
