using System.Text.Encodings.Web;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
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
                options.AddPolicy(Doors.PolicyOf(door), policy => policy.RequireAuthenticatedUser().RequireAssertion(asked => Doors.Admits(door, asked.User, asked.Resource)));
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
        services.AddSingleton<RateLimits>();
        services.AddOutputCache();
    }
}
