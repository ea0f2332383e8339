using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace WeChatService.Adapters.Tests.Kit;

/// <summary>Keeps what would be printed, exceptions included.</summary>
internal sealed class LinesLogged(ConcurrentBag<string> lines) : ILoggerProvider, ILogger
{
    public ILogger CreateLogger(string categoryName) => this;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        lines.Add($"{formatter(state, exception)} {exception}");

    public bool IsEnabled(LogLevel logLevel) => true;

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public void Dispose()
    {
    }
}
