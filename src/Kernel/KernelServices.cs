using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace WeChatService.Kernel;

public static class KernelServices
{
    public static IServiceCollection AddKernel(this IServiceCollection services, IConfiguration configuration, HouseModules modules)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(modules);
        services.AddSingleton<Ids>();
        services.AddSingleton<SameKeyQueue>();
        // Read here and not on first use: a faulty calendar stops the start.
        services.AddSingleton(WorkingDays.Load(ConfigFolder.Find(configuration, "calendar")));
        services.AddSingleton<EventTypes>();
        services.AddSingleton<JobTypes>();
        services.AddSingleton<ConstraintProblems>();
        services.AddSingleton<Doorbells>();
        services.AddScoped<CurrentActor>();
        services.AddScoped<AtOnce>();
        services.AddSingleton<FieldCipher>();
        services.AddSingleton<ObjectLinks>();
        services.AddScoped<Photos>();
        services.AddSingleton<UploadBook>();
        services.AddHostedService(s => s.GetRequiredService<UploadBook>());
        services.AddScoped<DemoPictures>();
        UnusedPhotos.Add(services);
        services.AddScoped<IAuditCheck, AuditEntriesCheck>();
        services.AddScoped<IAuditCheck, EvidenceCheck>();
        services.AddScoped<ChainHeads>();
        // The options are the same for every request, and made once.
        services.AddDbContext<AppDb>(options => options.UseNpgsql(Impatient(
            configuration["Database:App"] ?? throw new InvalidOperationException("Database__App is not set: see config/local.env.example"))), optionsLifetime: ServiceLifetime.Singleton);
        foreach (var module in modules.All)
        {
            module.AddServices(services, configuration);
        }

        return services;
    }

    /// <summary>
    /// A database that accepts and never answers (frozen, a dead switch) must not hold people up for the driver's 15 and 30 seconds, one waiting
    /// behind the other: after these they read 503. What the setting says itself stays.
    /// </summary>
    internal static string Impatient(string setting)
    {
        var said = new System.Data.Common.DbConnectionStringBuilder { ConnectionString = setting };
        var impatient = new Npgsql.NpgsqlConnectionStringBuilder(setting);
        impatient.Timeout = said.ContainsKey("Timeout") ? impatient.Timeout : 6;
        impatient.CommandTimeout = said.ContainsKey("Command Timeout") || said.ContainsKey("CommandTimeout") ? impatient.CommandTimeout : 15;
        impatient.MaxAutoPrepare = said.ContainsKey("Max Auto Prepare") ? impatient.MaxAutoPrepare : 100;
        return impatient.ConnectionString;
    }

    /// <summary>The background loops of the worker role.</summary>
    public static IServiceCollection AddKernelWorkers(this IServiceCollection services)
    {
        services.AddSingleton<Relay>();
        services.AddSingleton<JobRunner>();
        services.AddHostedService(s => s.GetRequiredService<Relay>());
        services.AddHostedService(s => s.GetRequiredService<JobRunner>());
        services.AddHostedService<DailyUnused>();
        return services;
    }

    public static IServiceCollection AddConstraintProblem(this IServiceCollection services, string constraint, Problem problem) =>
        services.AddSingleton(new ConstraintProblems.Entry(constraint, problem));
}
