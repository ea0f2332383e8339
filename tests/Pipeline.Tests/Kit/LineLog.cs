using Microsoft.Extensions.Logging;

namespace WeChatService.Pipeline.Tests.Kit;

/// <summary>Keeps every line, so that a test can count them, and prints them if asked.</summary>
public sealed class LineLog(bool print) : ILogger
{
    private readonly List<string> lines = [];

    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (lines)
            {
                return [.. lines];
            }
        }
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull
    {
        return null;
    }

    public bool IsEnabled(LogLevel level) => level >= LogLevel.Information;

    public void Log<TState>(
        LogLevel level,
        EventId eventId,
        TState state,
        Exception? exception,
        Func<TState, Exception?, string> format)
    {
        if (!IsEnabled(level))
        {
            return;
        }

        var line = format(state, exception);
        lock (lines)
        {
            lines.Add(line);
        }

        if (print)
        {
            Console.WriteLine($"    log {DateTime.UtcNow:HH:mm:ss.fff} {line}");
        }
    }
}
