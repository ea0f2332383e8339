using System.Text.Encodings.Web;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;
using WeChatService.Kernel;

namespace WeChatService.Host;

internal static class Services
{
    public static void AddHouse(this WebApplicationBuilder builder, HouseModules modules, HostRole role)
    {
        var services = builder.Services;
        if (HostApp.IsDescribing)
        {
            builder.Configuration["Database:App"] = "Host=nowhere";
        }

        // Standard output belongs to errands (--print-schema).
        // The framework's chatter would bury what the house says, and its statements carry personal data.
        builder.Logging.ClearProviders().AddFilter("Microsoft.EntityFrameworkCore", LogLevel.Warning)
            .AddFilter("Microsoft.AspNetCore", LogLevel.Warning).AddFilter("System.Net.Http", LogLevel.Warning)
            // While anybody listens to it, an activity and a log scope are made for every request; what it would say, Kestrel says too.
            .AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);
        if (!HostApp.IsDescribing)
        {
            // The build takes every line on standard error for an error of its own.
            builder.Logging.AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        }

        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            // Who sends its head by drops holds a connection no longer than this; bodies below 240 bytes a second are cut by default.
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
            kestrel.Limits.MaxRequestHeadersTotalSize = 16 * 1024;
        });
        services.AddKernel(builder.Configuration, modules);
        Adapters.Add(services, builder.Configuration);
        if (role.HasFlag(HostRole.Worker) && !HostApp.IsDescribing)
        {
            services.AddKernelWorkers();
            Adapters.AddWorkers(services, builder.Configuration);
        }

        services.AddProblemDetails();
        services.AddExceptionHandler<ProblemHandler>();
        services.AddValidation();
        services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
        services.ConfigureHttpJsonOptions(options =>
        {
            options.SerializerOptions.Converters.Add(new JsonStringEnumConverter(namingPolicy: null, allowIntegerValues: false));
            options.SerializerOptions.NumberHandling = JsonNumberHandling.Strict;
            options.SerializerOptions.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
            options.SerializerOptions.RespectNullableAnnotations = true;
            options.SerializerOptions.TypeInfoResolver = options.SerializerOptions.TypeInfoResolver!.WithAddedModifier(RequestShapes.RequireWhatCannotBeNull);
        });
        services.AddOpenApi(ApiDescription.Shape);
        services.AddAuthentication();
        services.AddAuthorization(options =>
        {
            foreach (var door in Enum.GetValues<Door>())
            {
                options.AddPolicy(Doors.PolicyOf(door), policy => policy.RequireClaim(Doors.Claim, door.ToString()));
            }
        });
        // Only the pages' own files, the same for everybody: answers of the API mix what is secret with what a stranger typed.
        services.AddResponseCompression(options =>
        {
            options.EnableForHttps = true;
            options.MimeTypes = ["text/html", "text/css", "text/javascript", "application/javascript", "image/svg+xml"];
        });
        services.AddHealthChecks().AddCheck<DatabaseHealth>("database").AddCheck<AlarmHealth>("service_accounts");
        services.AddSingleton<Telemetry>();
        services.AddHouseRateLimits(builder.Configuration);
    }

    private static void AddHouseRateLimits(this IServiceCollection services, IConfiguration configuration)
    {
        // Generous for people, tight for guessing passwords; a load test raises them by setting.
        var perMinute = configuration.GetValue("Limits:RequestsPerMinute", 1200);
        var scansPerMinute = configuration.GetValue("Limits:ScansPerMinute", 60);
        var signInsPerMinute = configuration.GetValue("Limits:SignInsPerMinute", 30);
        services.AddRateLimiter(limiter =>
        {
            limiter.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            limiter.OnRejected = async (context, ct) =>
            {
                context.HttpContext.Response.Headers.RetryAfter = "5";
                await ProblemHandler.Write(context.HttpContext, KernelProblems.TooMany, ct);
            };
            limiter.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(http =>
                http.Request.Path.StartsWithSegments("/api")
                    ? RateLimitPartition.GetTokenBucketLimiter(WhoOf(http), _ => Bucket(perMinute))
                    : RateLimitPartition.GetNoLimiter(""));
            // Whoever tries codes of labels by lot finds none in a lifetime; nor shall he keep us busy.
            limiter.AddPolicy("scan", http => RateLimitPartition.GetTokenBucketLimiter(AddressOf(http), _ => Bucket(scansPerMinute)));
            limiter.AddPolicy("sign-in", http =>
                RateLimitPartition.GetTokenBucketLimiter(AddressOf(http), _ => Bucket(signInsPerMinute)));
        });
    }

    private static TokenBucketRateLimiterOptions Bucket(int perMinute) => new()
    {
        TokenLimit = perMinute,
        TokensPerPeriod = Math.Max(1, perMinute / 12),
        ReplenishmentPeriod = TimeSpan.FromSeconds(5),
        AutoReplenishment = true,
    };

    private static string WhoOf(HttpContext http) => http.User.FindFirst(Doors.AccountClaim)?.Value ?? AddressOf(http);

    private static string AddressOf(HttpContext http) => http.Connection.RemoteIpAddress?.ToString() ?? "unknown";
}
