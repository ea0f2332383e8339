using System.Reflection;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;

namespace WeChatService.Host;

/// <summary>
/// The process's metrics: the house's own meters and the platform's (ASP.NET, Kestrel, HttpClient, Npgsql, the runtime), which
/// .NET emits by itself. They are pulled as Prometheus text at <c>/metrics</c>, and pushed over OTLP when
/// <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> is set. Where neither is wanted, nothing is collected.
/// </summary>
internal sealed class Telemetry : IDisposable
{
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    private static readonly string[] Meters =
    [
        "WeChatService.*", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel",
        "System.Net.Http", "System.Runtime", "Npgsql",
    ];

    // Seconds. The default steps are milliseconds' and would put every send into one bucket.
    private static readonly double[] Steps = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800];

    private readonly MeterProvider? _provider;
    private readonly PrometheusText _page = new();
    private readonly BaseExportingMetricReader? _reader;
    private readonly Lock _oneAtATime = new();

    public Telemetry(IConfiguration configuration)
    {
        Token = TokenOf(configuration);
        var otlp = configuration[Endpoint];
        if (Token is null && string.IsNullOrWhiteSpace(otlp))
        {
            return;
        }

        var builder = Sdk.CreateMeterProviderBuilder()
            .ConfigureResource(resource => resource.AddService(
                "wechatservice", serviceVersion: Assembly.GetExecutingAssembly().GetName().Version?.ToString(3), serviceInstanceId: $"{Environment.MachineName}-{Environment.ProcessId}"))
            .AddMeter(Meters)
            .AddView(StepsInSeconds);
        if (Token is not null)
        {
            _reader = new BaseExportingMetricReader(_page);
            builder.AddReader(_reader);
        }

        if (!string.IsNullOrWhiteSpace(otlp))
        {
            builder.AddOtlpExporter((exporter, reader) => SetUp(exporter, reader, otlp, configuration));
        }

        _provider = builder.Build();
    }

    /// <summary>Whoever reads <c>/metrics</c> shows it as <c>Authorization: Bearer …</c>; null: the page is off.</summary>
    public string? Token { get; }

    /// <summary>What the instruments say at this moment, as Prometheus text.</summary>
    public string Read()
    {
        lock (_oneAtATime)
        {
            _reader?.Collect(5_000);
            return _page.Text;
        }
    }

    public void Dispose() => _provider?.Dispose();

    private static string? TokenOf(IConfiguration configuration)
    {
        var token = configuration["Metrics:Token"];
        if (string.IsNullOrWhiteSpace(token))
        {
            return null;
        }

        return token.Length >= 16
            ? token
            : throw new InvalidOperationException("Metrics__Token is shorter than 16 characters: anybody could guess it (openssl rand -hex 24)");
    }

    private static MetricStreamConfiguration? StepsInSeconds(System.Diagnostics.Metrics.Instrument instrument) =>
        instrument.Unit == "s" && instrument.GetType().Name.StartsWith("Histogram", StringComparison.Ordinal)
            ? new ExplicitBucketHistogramConfiguration { Boundaries = Steps }
            : null;

    // Read from the settings and not left to the library, which knows the process's environment only.
    private static void SetUp(OtlpExporterOptions exporter, MetricReaderOptions reader, string endpoint, IConfiguration configuration)
    {
        if (!Uri.TryCreate(endpoint, UriKind.Absolute, out var collector))
        {
            throw new InvalidOperationException($"{Endpoint} is no address: {endpoint}");
        }

        var http = configuration["OTEL_EXPORTER_OTLP_PROTOCOL"] is "http/protobuf";
        exporter.Protocol = http ? OtlpExportProtocol.HttpProtobuf : OtlpExportProtocol.Grpc;
        // An endpoint that is set in code is taken as it stands; the path of the signal is ours to add.
        exporter.Endpoint = http ? new Uri($"{collector.ToString().TrimEnd('/')}/v1/metrics") : collector;
        exporter.Headers = configuration["OTEL_EXPORTER_OTLP_HEADERS"] ?? exporter.Headers;
        reader.PeriodicExportingMetricReaderOptions.ExportIntervalMilliseconds = configuration.GetValue("OTEL_METRIC_EXPORT_INTERVAL", 60_000);
    }
}
