using System.Diagnostics;

namespace WeChatService.Story;

/// <summary>Programs that read pictures and PDFs, none of them the product's.</summary>
internal static class Programs
{
    /// <summary>What the QR code in a picture says.</summary>
    public static async Task<string> Decode(string picture) =>
        (await Run("zbarimg", "--quiet", "--raw", "--nodbus", "-Sdisable", "-Sqrcode.enable", picture)).Trim();

    public static Task<string> TextOf(string pdf) => Run("pdftotext", "-layout", pdf, "-");

    public static Task<string> InfoOf(string pdf) => Run("pdfinfo", pdf);

    /// <summary>The first page as a picture, 150 dots per inch.</summary>
    /// <returns>The picture's path.</returns>
    public static async Task<string> FirstPage(string pdf)
    {
        var picture = Path.ChangeExtension(pdf, null) + "-page1";
        await Run("pdftoppm", "-r", "150", "-f", "1", "-l", "1", "-singlefile", "-png", pdf, picture);
        return picture + ".png";
    }

    private static async Task<string> Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })
            ?? throw new NotObserved($"{program} did not start; run scripts/setup");
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? output : throw new NotObserved($"{program} {arguments[^1]}: expected exit 0, was {process.ExitCode}: {(await error).Trim()}");
    }
}
