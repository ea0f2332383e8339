using System.Diagnostics;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace WeChatService.TestKit;

/// <summary>
/// The SQL statements that the Host runs for what a test asks of it, known by the request's trace: neither its background loops nor
/// tests beside this one count. A list that runs more of them for a hundred rows than for one asks row by row.
/// </summary>
public sealed class Statements : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>, IDisposable
{
    /// <summary>ASP.NET Core opens a trace for a request only when somebody listens.</summary>
    private static readonly ActivityListener Traces = new()
    {
        ShouldListenTo = source => source.Name == "Microsoft.AspNetCore",
        Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.PropagationData,
    };

    private readonly ActivityTraceId _trace;
    private readonly List<IDisposable> _subscriptions = [];
    private readonly List<string> _texts = [];

    static Statements() => ActivitySource.AddActivityListener(Traces);

    private Statements(ActivityTraceId trace)
    {
        _trace = trace;
        _subscriptions.Add(DiagnosticListener.AllListeners.Subscribe(this));
    }

    /// <returns>The statements' texts, in the order in which they began.</returns>
    public static async Task<IReadOnlyList<string>> Of(Func<Task> requests)
    {
        using var asking = new Activity(nameof(Statements)).SetIdFormat(ActivityIdFormat.W3C).Start();
        using var statements = new Statements(asking.TraceId);
        await requests();
        lock (statements._texts)
        {
            return [.. statements._texts];
        }
    }

    void IObserver<DiagnosticListener>.OnNext(DiagnosticListener listener)
    {
        if (listener.Name == Microsoft.EntityFrameworkCore.DbLoggerCategory.Name)
        {
            lock (_subscriptions)
            {
                _subscriptions.Add(listener.Subscribe(this));
            }
        }
    }

    void IObserver<KeyValuePair<string, object?>>.OnNext(KeyValuePair<string, object?> happened)
    {
        if (happened.Key == RelationalEventId.CommandExecuting.Name && happened.Value is CommandEventData { Command: { } command }
            && Activity.Current?.TraceId == _trace)
        {
            lock (_texts)
            {
                _texts.Add(command.CommandText);
            }
        }
    }

    void IObserver<DiagnosticListener>.OnCompleted()
    {
    }

    void IObserver<DiagnosticListener>.OnError(Exception error)
    {
    }

    void IObserver<KeyValuePair<string, object?>>.OnCompleted()
    {
    }

    void IObserver<KeyValuePair<string, object?>>.OnError(Exception error)
    {
    }

    public void Dispose()
    {
        lock (_subscriptions)
        {
            _subscriptions.ForEach(subscription => subscription.Dispose());
        }
    }
}
