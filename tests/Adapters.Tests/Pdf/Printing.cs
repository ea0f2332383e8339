using System.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using WeChatService.Pdf;
using WeChatService.Reports.Ports;

namespace WeChatService.Adapters.Tests.Pdf;

/// <summary>The renderer as the host builds it, with its warnings collected, and the independent tools that read what it printed.</summary>
sealed class Printing : ILoggerProvider
{
    static int prints;
    readonly List<string> warnings = [];

    public Printing(params (string Key, string? Value)[] settings)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings.Select(s => new KeyValuePair<string, string?>("ReportRendering:" + s.Key, s.Value))).Build();
        Renderer = new ServiceCollection().AddLogging(b => b.AddProvider(this)).AddReportRendering(configuration).BuildServiceProvider().GetRequiredService<IReportRenderer>();
    }

    public IReportRenderer Renderer { get; }

    public List<int> Progress { get; } = [];

    /// <summary>Renders and fails on any warning: WeasyPrint drops what it does not understand with no more than one.</summary>
    public async Task<RenderedReport> Print(ReportDocument document)
    {
        var report = await Renderer.Render(document, p => { Progress.Add(p); return Task.CompletedTask; }, CancellationToken.None);
        Assert.Empty(warnings);
        if (Environment.GetEnvironmentVariable("WCS_TEST_PRINTS") is { Length: > 0 } shelf)   // to be looked at by people
            await File.WriteAllBytesAsync(Path.Combine(shelf, $"{document.Cover.Number}-{Interlocked.Increment(ref prints)}.pdf".Replace('/', '_')), report.Pdf);
        return report;
    }

    /// <summary>The report's text as <c>pdftotext</c> finds it, without line breaks and spaces, so that wrapping does not matter.</summary>
    public static async Task<string> Text(byte[] pdf) => Packed(await Tool("pdftotext", pdf, "-raw", "{in}", "-"));

    public static string Packed(string text) => string.Concat(text.Where(c => !char.IsWhiteSpace(c)));

    /// <summary>Runs a tool over a file; <c>{in}</c> stands for its path.</summary>
    public static async Task<string> Tool(string tool, byte[] content, params string[] arguments)
    {
        var path = Path.GetTempFileName();
        try
        {
            await File.WriteAllBytesAsync(path, content);
            var start = new ProcessStartInfo(tool) { RedirectStandardOutput = true, RedirectStandardError = true };
            foreach (var argument in arguments) start.ArgumentList.Add(argument.Replace("{in}", path));
            using var process = Process.Start(start)!;
            var errors = process.StandardError.ReadToEndAsync();
            var output = await process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync();
            Assert.True(process.ExitCode == 0, $"{tool}: {await errors}");
            return output;
        }
        finally { File.Delete(path); }
    }

    ILogger ILoggerProvider.CreateLogger(string category) => new Collector(warnings);
    void IDisposable.Dispose() { }

    sealed class Collector(List<string> warnings) : ILogger
    {
        public IDisposable? BeginScope<T>(T state) where T : notnull => null;
        public bool IsEnabled(LogLevel level) => level >= LogLevel.Warning;
        public void Log<T>(LogLevel level, EventId id, T state, Exception? error, Func<T, Exception?, string> text)
        {
            if (level >= LogLevel.Warning) lock (warnings) warnings.Add(text(state, error));
        }
    }
}
