using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace WeChatService.Modules.Tests;

/// <summary>A printed file as a camera and a reader of PDF files see it.</summary>
internal static class PrintedFile
{
    /// <summary>What a camera reads of each page, and what pdfinfo says of the file.</summary>
    public static async Task<(IReadOnlyList<string> Codes, string About)> Looked(byte[] file)
    {
        var about = await Tool("pdfinfo", file, "{in}");
        var pages = int.Parse(about.Split('\n').Single(l => l.StartsWith("Pages:", StringComparison.Ordinal))[6..], CultureInfo.InvariantCulture);
        var codes = new List<string>();
        for (var page = 1; page <= pages; page++)
        {
            var picture = await Bytes("pdftoppm", file, "-r", "300", "-f", $"{page}", "-l", $"{page}", "-png", "{in}");
            codes.Add((await Tool("zbarimg", picture, "--quiet", "--raw", "{in}")).Trim());
        }

        return (codes, about);
    }

    public static async Task<string> Tool(string tool, byte[] content, params string[] arguments) => Encoding.UTF8.GetString(await Bytes(tool, content, arguments));

    internal static async Task<byte[]> Bytes(string tool, byte[] content, params string[] arguments)
    {
        var path = Path.GetTempFileName();
        try
        {
            await File.WriteAllBytesAsync(path, content);
            using var process = Process.Start(new ProcessStartInfo(tool, arguments.Select(a => a.Replace("{in}", path, StringComparison.Ordinal))) { RedirectStandardOutput = true })!;
            using var said = new MemoryStream();
            await process.StandardOutput.BaseStream.CopyToAsync(said);
            await process.WaitForExitAsync();
            return said.ToArray();
        }
        finally
        {
            File.Delete(path);
        }
    }
}
