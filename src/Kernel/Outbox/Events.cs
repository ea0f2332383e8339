using Microsoft.Extensions.DependencyInjection;

namespace WeChatService.Kernel;

/// <summary>Something that happened, told downwards; a small public record of ids and words in Contracts/.</summary>
public interface IEvent;

/// <summary>Learns of it later, through the relay, in a transaction of its own; may be told twice. Never saves.</summary>
public interface IHandle<in T> where T : IEvent
{
    Task Handle(T happened, CancellationToken ct);
}

/// <summary>
/// Learns of it in the announcer's own transaction: for what must hold at once (a submitted task has its faults)
/// but lies in a module below. Adds to the same context; never calls a vendor, never saves.
/// </summary>
public interface IHandleAtOnce<in T> where T : IEvent
{
    Task Handle(T happened, CancellationToken ct);
}

/// <summary>The stable names under which events stand in the outbox.</summary>
public sealed class EventTypes(IEnumerable<EventTypes.Entry> entries)
{
    public sealed record Entry(string Name, Type Type);

    private readonly Dictionary<string, Type> _byName = entries.ToDictionary(e => e.Name, e => e.Type, StringComparer.Ordinal);
    private readonly Dictionary<Type, string> _byType = entries.ToDictionary(e => e.Type, e => e.Name);

    public string NameOf(Type type) =>
        _byType.TryGetValue(type, out var name) ? name : throw new InvalidOperationException($"{type.Name} is not registered by AddEvent");

    public Type? Find(string name) => _byName.GetValueOrDefault(name);
}

/// <summary>Calls the at-once handlers within the announcer's scope.</summary>
public sealed class AtOnce(IServiceProvider scope)
{
    internal Task Tell(IEvent happened, CancellationToken ct) =>
        EventDispatch.Call(typeof(IHandleAtOnce<>), happened, scope, ct);
}

internal static class EventDispatch
{
    /// <summary>Calls every registered handler of the given open interface, one after another.</summary>
    public static async Task Call(Type openHandler, IEvent happened, IServiceProvider scope, CancellationToken ct)
    {
        var handler = openHandler.MakeGenericType(happened.GetType());
        var method = handler.GetMethod("Handle")!;
        foreach (var instance in scope.GetServices(handler))
        {
            await (Task)method.Invoke(instance, System.Reflection.BindingFlags.DoNotWrapExceptions, null, [happened, ct], null)!;
        }
    }
}

public static class EventRegistration
{
    public static IServiceCollection AddEvent<T>(this IServiceCollection services, string name) where T : IEvent =>
        services.AddSingleton(new EventTypes.Entry(name, typeof(T)));

    public static IServiceCollection AddHandler<T, THandler>(this IServiceCollection services)
        where T : IEvent where THandler : class, IHandle<T> => services.AddScoped<IHandle<T>, THandler>();

    public static IServiceCollection AddHandlerAtOnce<T, THandler>(this IServiceCollection services)
        where T : IEvent where THandler : class, IHandleAtOnce<T> => services.AddScoped<IHandleAtOnce<T>, THandler>();
}
