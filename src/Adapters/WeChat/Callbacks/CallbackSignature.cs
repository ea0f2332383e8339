using System.Buffers;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace WeChatService.WeChat.Callbacks;

/// <summary>
/// SHA-1 over the sorted parts, lower-case hex. The sort is by code unit: a sort by language puts "aToken" before "Bnonce" and fails
/// for tokens with capital letters. The parts are ASCII, where bytes sort as code units do.
/// developers.weixin.qq.com/doc/offiaccount/Getting_Started/message-push.html
/// </summary>
internal static class CallbackSignature
{
    public const int Length = 40;
    private const int MaxPart = 128;

    public static string Of(params string[] parts)
    {
        var sorted = (string[])parts.Clone();
        Array.Sort(sorted, StringComparer.Ordinal);
        return Convert.ToHexStringLower(SHA1.HashData(Encoding.UTF8.GetBytes(string.Concat(sorted))));
    }

    /// <summary>
    /// Whether <paramref name="given"/> is the signature; with <paramref name="encrypted"/> that of the body, without it that of the query.
    /// Compares in constant time, so that a forger learns nothing from how long the refusal takes.
    /// </summary>
    public static bool Holds(string? given, ReadOnlySpan<byte> token, string timestamp, string nonce, ReadOnlySpan<byte> encrypted = default)
    {
        if (given is not { Length: Length } || !IsPlain(timestamp) || !IsPlain(nonce)) return false;
        Span<char> own = stackalloc char[Length];
        Write(own, token, timestamp, nonce, encrypted);
        return CryptographicOperations.FixedTimeEquals(MemoryMarshal.AsBytes(given.AsSpan()), MemoryMarshal.AsBytes(own));
    }

    /// <summary>Writes the <see cref="Length"/> characters of the signature.</summary>
    public static void Write(Span<char> hex, ReadOnlySpan<byte> token, string timestamp, string nonce, ReadOnlySpan<byte> encrypted)
    {
        Span<byte> small = stackalloc byte[2 * MaxPart];
        var at = Encoding.ASCII.GetBytes(timestamp, small);
        var parts = new Parts(token, small[..at], small.Slice(at, Encoding.ASCII.GetBytes(nonce, small[at..])), encrypted);
        var length = token.Length + timestamp.Length + nonce.Length + encrypted.Length;
        byte[]? rented = null;
        var joined = length <= 2048 ? stackalloc byte[2048] : rented = ArrayPool<byte>.Shared.Rent(length);
        parts.JoinSorted(joined, encrypted.IsEmpty ? 3 : 4);
        Span<byte> digest = stackalloc byte[SHA1.HashSizeInBytes];
        SHA1.HashData(joined[..length], digest);
        Convert.TryToHexStringLower(digest, hex, out _);
        if (rented is not null) ArrayPool<byte>.Shared.Return(rented);
    }

    private static bool IsPlain(string part) => part.Length is > 0 and <= MaxPart && Ascii.IsValid(part);

    private readonly ref struct Parts(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, ReadOnlySpan<byte> third, ReadOnlySpan<byte> fourth)
    {
        private readonly ReadOnlySpan<byte> first = first, second = second, third = third, fourth = fourth;

        private ReadOnlySpan<byte> this[int i] => i switch { 0 => first, 1 => second, 2 => third, _ => fourth };

        public void JoinSorted(Span<byte> into, int count)
        {
            Span<int> order = [0, 1, 2, 3];
            for (var i = 1; i < count; i++)
                for (var j = i; j > 0 && this[order[j - 1]].SequenceCompareTo(this[order[j]]) > 0; j--)
                    (order[j - 1], order[j]) = (order[j], order[j - 1]);
            foreach (var i in order[..count])
            {
                this[i].CopyTo(into);
                into = into[this[i].Length..];
            }
        }
    }
}
