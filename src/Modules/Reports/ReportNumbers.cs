using System.Security.Cryptography;
using WeChatService.Kernel;

namespace WeChatService.Reports;

/// <summary>Report numbers (RPT-30): SH-202611-7F3K9Q2M. Eight characters of 32 leave no room for guessing other numbers.</summary>
internal static class ReportNumbers
{
    // No 0, O, 1, I: people read them from paper.
    private const string Alphabet = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

    public static string Next(string prefix, ChinaMonth month) =>
        $"{prefix}-{month.Year}{month.Month:D2}-{RandomNumberGenerator.GetString(Alphabet, 8)}";
}
