using Microsoft.Extensions.DependencyInjection;

namespace WeChatService.Kernel;

/// <summary>Runs jobs of one kind; idempotent, saves what it does itself, may call vendors outside transactions.</summary>
public interface IRun<in TJob>
{
    Task Run(TJob job, JobRun run, CancellationToken ct);

    /// <summary>The last attempt failed: say so on the subject, so that a person sees it.</summary>
    Task GaveUp(TJob job, Exception why, CancellationToken ct) => Task.CompletedTask;
}

/// <param name="Attempt">From 1.</param>
public sealed record JobRun(Guid Id, int Attempt);

/// <summary>The stable names under which jobs stand in the table.</summary>
public sealed class JobTypes(IEnumerable<JobTypes.Entry> entries)
{
    public sealed record Entry(string Name, Type Type, Func<IServiceProvider, object, JobRun, CancellationToken, Task> Run,
        Func<IServiceProvider, object, Exception, CancellationToken, Task> GaveUp);

    private readonly Dictionary<string, Entry> _byName = entries.ToDictionary(e => e.Name, StringComparer.Ordinal);
    private readonly Dictionary<Type, string> _byType = entries.ToDictionary(e => e.Type, e => e.Name);

    public string NameOf(Type type) =>
        _byType.TryGetValue(type, out var name) ? name : throw new InvalidOperationException($"{type.Name} is not registered by AddJob");

    public Entry Get(string name) =>
        _byName.TryGetValue(name, out var entry) ? entry : throw new InvalidOperationException($"unknown job {name}");
}

public static class JobRegistration
{
    public static IServiceCollection AddJob<TJob, TRunner>(this IServiceCollection services, string name) where TRunner : class, IRun<TJob>
    {
        services.AddScoped<TRunner>();
        return services.AddSingleton(new JobTypes.Entry(name, typeof(TJob),
            (scope, job, run, ct) => scope.GetRequiredService<TRunner>().Run((TJob)job, run, ct),
            (scope, job, why, ct) => ((IRun<TJob>)scope.GetRequiredService<TRunner>()).GaveUp((TJob)job, why, ct)));
    }
}
