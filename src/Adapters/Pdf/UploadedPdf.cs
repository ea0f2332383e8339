using System.Globalization;
using System.Text.RegularExpressions;
using WeChatService.Reports.Ports;

namespace WeChatService.Pdf;

/// <summary>What may be found out and done about a PDF of unknown origin, by tools that have no rights.</summary>
static partial class UploadedPdf
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Postage stamp to A0: anything else is a mistake or a trap.</summary>
    const double LeastPoints = 72, MostPoints = 3400;

    /// <exception cref="PdfRefused">It cannot become part of a report.</exception>
    public static async Task<IReadOnlyList<PageSize>> Inspect(string file, WorkFolder folder, ChildProcess child, CancellationToken ct)
    {
        if (!await StartsAsPdf(folder.At(file), ct)) throw new PdfRefused(PdfRefusal.NotPdf);
        try
        {
            if ((await child.Run("qpdf", ["--requires-password", file], Patience, ct)).ExitCode == 0) throw new PdfRefused(PdfRefusal.Locked);
            if ((await child.Run("qpdf", ["--no-warn", "--check", file], Patience, ct)).ExitCode is not (0 or 3)) throw new PdfRefused(PdfRefusal.Broken);
            var facts = new List<string>();
            var info = await child.Run("pdfinfo", ["-f", "1", "-l", $"{PdfRefused.MostPages + 1}", file], Patience, ct, line => { facts.Add(line); return Task.CompletedTask; });
            if (info.ExitCode != 0) throw new PdfRefused(PdfRefusal.Broken);
            if (await IsActive(file, child, ct)) throw new PdfRefused(PdfRefusal.Active);
            return PagesOf(facts);
        }
        catch (ReportRenderingFailed slow) when (slow.Message.Contains("did not finish")) { throw new PdfRefused(PdfRefusal.Broken); }
    }

    /// <summary>Draws forms, stamps and notes into their pages, decrypts what opens without a password, and repairs what can be repaired.</summary>
    public static async Task Flatten(string file, string flat, ChildProcess child, CancellationToken ct)
    {
        var outcome = await child.Run("qpdf", ["--no-warn", "--decrypt", "--generate-appearances", "--flatten-annotations=print", file, flat], Patience, ct);
        if (outcome.ExitCode is not (0 or 3)) throw new PdfRefused(PdfRefusal.Broken);
    }

    /// <summary>
    /// Looks through every object for scripts, programs to start, attachments and forms that only Adobe draws. Merging would drop them
    /// anyway; but who hands in such a file shall know that it is not what it seems.
    /// </summary>
    static async Task<bool> IsActive(string file, ChildProcess child, CancellationToken ct)
    {
        var active = false;
        var outcome = await child.Run("qpdf", ["--no-warn", "--json=2", "--json-key=qpdf", file], Patience, ct, line =>
        {
            active |= Active().IsMatch(line);
            return Task.CompletedTask;
        });
        return outcome.ExitCode is 0 or 3 ? active : throw new PdfRefused(PdfRefusal.Broken);
    }

    static List<PageSize> PagesOf(List<string> facts)
    {
        var sizes = new SortedDictionary<int, PageSize>();
        foreach (var fact in facts)
        {
            if (PageLine().Match(fact) is { Success: true } size)
                sizes[Number(size.Groups[1])] = new(Points(size.Groups[2]), Points(size.Groups[3]));
            else if (TurnLine().Match(fact) is { Success: true } turn && Number(turn.Groups[2]) is 90 or 270 && sizes.TryGetValue(Number(turn.Groups[1]), out var lying))
                sizes[Number(turn.Groups[1])] = new(lying.Height, lying.Width);
        }

        if (sizes.Count == 0) throw new PdfRefused(PdfRefusal.NoPages);
        if (sizes.Count > PdfRefused.MostPages) throw new PdfRefused(PdfRefusal.TooManyPages);
        if (sizes.Values.Any(s => Math.Min(s.Width, s.Height) < LeastPoints || Math.Max(s.Width, s.Height) > MostPoints)) throw new PdfRefused(PdfRefusal.Broken);
        return [.. sizes.Values];
    }

    static int Number(Group group) => int.Parse(group.ValueSpan, CultureInfo.InvariantCulture);

    static double Points(Group group) => double.TryParse(group.ValueSpan, CultureInfo.InvariantCulture, out var points) && double.IsFinite(points) ? Math.Round(points, 1) : 0;

    /// <summary>The mark may stand anywhere in the first 1024 bytes, as readers have always accepted.</summary>
    static async Task<bool> StartsAsPdf(string path, CancellationToken ct)
    {
        var start = new byte[1024];
        await using var file = File.OpenRead(path);
        var read = await file.ReadAtLeastAsync(start, start.Length, throwOnEndOfStream: false, ct);
        return start.AsSpan(0, read).IndexOf("%PDF-"u8) >= 0;
    }

    /// <summary>Keys and names as qpdf writes them, one to a line and with their escapes undone; typed text stands after "u:" and can't be mistaken.</summary>
    [GeneratedRegex("""^\s*"/(JS|XFA|EmbeddedFiles|EF)":|^\s*"/S": "/(JavaScript|Launch|RichMedia)\w*",?$""")]
    private static partial Regex Active();

    [GeneratedRegex(@"^Page +(\d+) size: +([-\d.e+]+) x ([-\d.e+]+) pts")]
    private static partial Regex PageLine();

    [GeneratedRegex(@"^Page +(\d+) rot: +(\d+)")]
    private static partial Regex TurnLine();
}
