using System.Globalization;
using System.Text;

namespace WeChatService.Adapters.Tests.Pdf;

/// <summary>PDFs of a few hundred bytes written by hand, to be sound or broken just as a test needs.</summary>
static class SmallPdf
{
    /// <summary>Pages that say "upload 1", "upload 2" …; the last one lies on its side when <paramref name="lastLies"/>.</summary>
    /// <param name="catalogue">More entries of the catalogue, such as an action on opening.</param>
    public static byte[] Of(int pages, string catalogue = "", bool lastLies = false)
    {
        var objects = new List<string>
        {
            $"<< /Type /Catalog /Pages 2 0 R {catalogue} >>",
            $"<< /Type /Pages /Count {pages} /Kids [{string.Join(' ', Enumerable.Range(0, pages).Select(i => $"{4 + 2 * i} 0 R"))}] >>",
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        };
        for (var i = 0; i < pages; i++)
        {
            var text = $"BT /F 24 Tf 72 400 Td (upload {i + 1}) Tj ET";
            var box = lastLies && i == pages - 1 ? "0 0 1190.55 841.89" : "0 0 595.28 841.89";
            objects.Add($"<< /Type /Page /Parent 2 0 R /MediaBox [{box}] /Resources << /Font << /F 3 0 R >> >> /Contents {5 + 2 * i} 0 R >>");
            objects.Add($"<< /Length {text.Length} >> stream\n{text}\nendstream");
        }

        var file = new StringBuilder("%PDF-1.5\n");
        var places = new List<int>();
        for (var i = 0; i < objects.Count; i++)
        {
            places.Add(file.Length);
            file.Append(CultureInfo.InvariantCulture, $"{i + 1} 0 obj\n{objects[i]}\nendobj\n");
        }

        var table = file.Length;
        file.Append(CultureInfo.InvariantCulture, $"xref\n0 {objects.Count + 1}\n0000000000 65535 f \n");
        foreach (var place in places) file.Append(CultureInfo.InvariantCulture, $"{place:D10} 00000 n \n");
        file.Append(CultureInfo.InvariantCulture, $"trailer << /Size {objects.Count + 1} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n");
        return Encoding.ASCII.GetBytes(file.ToString());
    }
}
