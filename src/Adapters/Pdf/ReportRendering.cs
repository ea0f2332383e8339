using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using WeChatService.Accounts.Ports;
using WeChatService.Plans.Ports;
using WeChatService.Projects.Ports;
using WeChatService.Reports.Ports;
using WeChatService.Visits.Ports;

namespace WeChatService.Pdf;

/// <summary>Settings under <c>ReportRendering</c>; the defaults fit Debian 12.</summary>
public sealed class ReportRenderingOptions
{
    /// <summary>The Python that has WeasyPrint: Debian's own, not one that a version manager puts first on the path.</summary>
    public string Python { get; set; } = "/usr/bin/python3";

    /// <summary>Folder of hb-subset, qpdf, pdfinfo, pdftoppm, prlimit and setpriv.</summary>
    public string Tools { get; set; } = "/usr/bin";

    /// <summary>Folder of Noto Sans CJK and Noto Serif CJK.</summary>
    public string Fonts { get; set; } = "/usr/share/fonts/opentype/noto";

    /// <summary>Seconds of processor time that laying out one report may take; then its process is killed. The clock has six times as much, so that a busy machine is not mistaken for a report without end.</summary>
    public int DeadlineSeconds { get; set; } = 60;
}

public static class ReportRendering
{
    /// <summary>Provides <see cref="IReportRenderer"/>. Missing tools are told by the first report, not at start: the API role never renders.</summary>
    public static IServiceCollection AddReportRendering(this IServiceCollection services, IConfiguration configuration)
    {
        services.Configure<ReportRenderingOptions>(configuration.GetSection("ReportRendering"));
        services.AddSingleton<IReportRenderer, ReportRenderer>();
        services.AddSingleton<IPdfFiles, PdfFiles>();
        services.AddSingleton<ITermPlanPrinter, TermPlanPrinter>();
        services.AddSingleton<ILabelPrinter, LabelPrinter>();
        services.AddSingleton<ISilencePrinter, SilencePrinter>();
        services.AddSingleton<IProjectPrinter, ProjectPrinter>();
        services.AddSingleton<IQrDrawer, VerificationCode>();
        return services;
    }
}
