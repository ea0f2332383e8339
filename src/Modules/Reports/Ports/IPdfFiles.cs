namespace WeChatService.Reports.Ports;

/// <summary>Looks at a PDF that somebody uploaded before anything is done with it (RPT-11). Starts child processes: about 0.2 s, fit for a request.</summary>
public interface IPdfFiles
{
    /// <summary>Reads the file's structure without showing or running anything of it.</summary>
    /// <exception cref="PdfRefused">It cannot become part of a report; the message says why and what to do.</exception>
    /// <exception cref="ReportRenderingFailed">A tool is missing.</exception>
    Task<PdfFacts> Check(byte[] pdf, CancellationToken ct);
}

/// <summary>What a sound file is.</summary>
public sealed record PdfFacts(int Pages);

public enum PdfRefusal { NotPdf, Broken, Locked, NoPages, TooManyPages, Active }

/// <summary>An uploaded file is no PDF that can be printed, merged and kept for years. The message is Chinese, for the person who chose it.</summary>
public sealed class PdfRefused(PdfRefusal reason) : Exception(Says(reason))
{
    /// <summary>More pages than any report has; keeps merging and drawing within their limits.</summary>
    public const int MostPages = 1000;

    public PdfRefusal Reason { get; } = reason;

    static string Says(PdfRefusal reason) => reason switch
    {
        PdfRefusal.NotPdf => "这不是 PDF 文件。请在电脑上把报告另存为 PDF，再上传。",
        PdfRefusal.Broken => "这份 PDF 是坏的，打不开。请重新导出一份，自己能打开后再上传。",
        PdfRefusal.Locked => "这份 PDF 加了密码。请去掉密码后再上传。",
        PdfRefusal.NoPages => "这份 PDF 里一页也没有。请重新导出一份再上传。",
        PdfRefusal.TooManyPages => $"这份 PDF 超过 {MostPages} 页。请分开，只上传报告本身。",
        _ => "这份 PDF 里带有脚本或附件。请用“打印为 PDF”重新导出一份再上传。",
    };
}
