using System.Globalization;

namespace WeChatService.Agencies.Contracts;

/// <summary>公民身份号码 (GB 11643): eighteen characters, the last one a check over the others.</summary>
public static class IdentityNumber
{
    private const string Checks = "10X98765432";
    private static readonly int[] Weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

    /// <summary>As people type it; null when it can be nobody's.</summary>
    public static string? Read(string? typed) =>
        typed?.Trim().ToUpperInvariant() is { Length: 18 } number && number[..17].All(char.IsAsciiDigit) && Checks[Sum(number) % 11] == number[17]
            && DateOnly.TryParseExact(number[6..14], "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _)
            ? number
            : null;

    /// <summary>The seventeenth digit is odd for men.</summary>
    public static bool IsOfAMan(string number) => (number[16] - '0') % 2 == 1;

    private static int Sum(string number) => Weights.Select((weight, i) => weight * (number[i] - '0')).Sum();
}
