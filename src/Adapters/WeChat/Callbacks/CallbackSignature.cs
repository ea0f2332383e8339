using System.Security.Cryptography;
using System.Text;

namespace WeChatService.WeChat.Callbacks;

/// <summary>
/// SHA-1 over the sorted parts, lower-case hex. The sort is by code unit: a sort by language puts "aToken" before "Bnonce" and fails
/// for tokens with capital letters.
/// </summary>
internal static class CallbackSignature
{
    public static string Of(params string[] parts)
    {
        var sorted = (string[])parts.Clone();
        Array.Sort(sorted, StringComparer.Ordinal);
        return Convert.ToHexStringLower(SHA1.HashData(Encoding.UTF8.GetBytes(string.Concat(sorted))));
    }

    /// <summary>Compares in constant time, so that a forger learns nothing from how long the refusal takes.</summary>
    public static bool Holds(string? given, params string[] parts) =>
        given is { Length: 40 } && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), Encoding.UTF8.GetBytes(Of(parts)));
}
