using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using WeChatService.TestKit;

namespace WeChatService.Modules.Tests.Reports;

/// <summary>A sound PDF of a few empty A4 pages, as somebody would export at a desk.</summary>
internal static class SmallPdf
{
    public static byte[] Of(int pages, int padding = 0)
    {
        var file = new StringBuilder("%PDF-1.4\n");
        var offsets = new List<int>();
        void Put(string body)
        {
            offsets.Add(file.Length);
            file.Append(CultureInfo.InvariantCulture, $"{offsets.Count} 0 obj\n{body}\nendobj\n");
        }

        Put("<< /Type /Catalog /Pages 2 0 R >>");
        Put($"<< /Type /Pages /Count {pages} /Kids [{string.Join(' ', Enumerable.Range(3, pages).Select(n => $"{n} 0 R"))}] >>");
        for (var i = 0; i < pages; i++)
        {
            Put("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << >> >>");
        }

        if (padding > 0)
        {
            Put($"<< /Length {padding} >>\nstream\n{new string('x', padding)}\nendstream");
        }

        var xref = file.Length;
        file.Append(CultureInfo.InvariantCulture, $"xref\n0 {offsets.Count + 1}\n0000000000 65535 f \n");
        offsets.ForEach(at => file.Append(CultureInfo.InvariantCulture, $"{at:D10} 00000 n \n"));
        file.Append(CultureInfo.InvariantCulture, $"trailer\n<< /Size {offsets.Count + 1} /Root 1 0 R >>\nstartxref\n{xref}\n%%EOF\n");
        return Encoding.ASCII.GetBytes(file.ToString());
    }

    /// <summary>Uploads it for a project's report as the page does.</summary>
    public static async Task<Answer> UploadReport(this Caller caller, Guid projectId, byte[] bytes, string name = "检测报告.pdf", string type = "application/pdf")
    {
        var file = new ByteArrayContent(bytes);
        file.Headers.ContentType = new MediaTypeHeaderValue(type);
        using var form = new MultipartFormDataContent { { file, "file", name }, { new StringContent(projectId.ToString()), "projectId" } };
        return await caller.Send(HttpMethod.Post, "/reports/files", form);
    }

    /// <summary>The text of a PDF without white space, by a reader that is not the product's.</summary>
    public static async Task<string> TextOf(byte[] pdf)
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllBytesAsync(file, pdf);
            using var reader = Process.Start(new ProcessStartInfo("pdftotext", [file, "-"]) { RedirectStandardOutput = true })!;
            var text = await reader.StandardOutput.ReadToEndAsync();
            await reader.WaitForExitAsync();
            return string.Concat(text.Where(c => !char.IsWhiteSpace(c)));
        }
        finally
        {
            File.Delete(file);
        }
    }
}
