using System.Text;
using QRCoder;
using WeChatService.Accounts.Ports;

namespace WeChatService.Pdf;

/// <summary>A QR as a vector drawing, sharp on every printer: of a cover (RPT-30), a label (ORG-39), an issued account (ACC-23).</summary>
sealed class VerificationCode : IQrDrawer
{
    string IQrDrawer.Svg(string text) => Svg(text);

    public static string Svg(string text)
    {
        using var code = QRCodeGenerator.GenerateQrCode(text, QRCodeGenerator.ECCLevel.M);   // M: survives the fold and the coffee on an archived copy
        var size = code.ModuleMatrix.Count;   // with the quiet zone of 4 modules that the standard asks for
        var path = new StringBuilder();
        for (var y = 0; y < size; y++)
            for (var x = 0; x < size; x++)
            {
                var start = x;
                while (x < size && code.ModuleMatrix[y][x]) x++;
                if (x > start) path.Append($"M{start} {y}h{x - start}v1h{start - x}z");
            }
        return $"""<svg width="112" height="112" viewBox="0 0 {size} {size}" shape-rendering="crispEdges"><rect width="{size}" height="{size}" fill="#fff"/><path d="{path}" fill="#13202A"/></svg>""";
    }
}
