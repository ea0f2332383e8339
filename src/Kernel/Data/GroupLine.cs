using Npgsql;

namespace WeChatService.Kernel;

/// <summary>
/// One connection of a <see cref="GroupCommit{T}"/>. A database that has stopped answering is not waited for: what runs is left to itself
/// and another connection tried. If the first one is committed after all, the unique key makes the second one nothing.
/// </summary>
public abstract class GroupLine<T>(string connection) : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly string _settings = new NpgsqlConnectionStringBuilder(connection)
    {
        // No timeout of the driver's own: to cancel, it asks the frozen server over another connection and waits there.
        Pooling = false, Timeout = 2, CommandTimeout = 0, TcpKeepAlive = true, TcpKeepAliveTime = 10, TcpKeepAliveInterval = 5,
        ApplicationName = "wechatservice-group",
    }.ConnectionString;

    private Open? _open;
    private Task _running = Task.CompletedTask;

    /// <summary>What is prepared on a connection, and writes many rows over it in one commit.</summary>
    protected abstract class Prepared
    {
        /// <summary>Repeats must be no error. After an exception of the database's the connection is out of any transaction.</summary>
        public abstract Task Write(IReadOnlyList<T> rows);
    }

    private sealed record Open(NpgsqlConnection Connection, Prepared Statements);

    /// <summary>By the unique key: the same everywhere, so that two writers that meet in one key wait for each other, and never both.</summary>
    public abstract int Order(T a, T b);

    protected abstract Task<Prepared> Prepare(NpgsqlConnection connection);

    /// <exception cref="TimeoutException">It may be committed yet.</exception>
    public async Task Write(IReadOnlyList<T> rows)
    {
        _open ??= await OpenInTime();
        _running = _open.Statements.Write(rows);
        await _running.WaitAsync(Patience, TimeProvider.System);
    }

    /// <summary>Takes another connection next time; this one goes once it lets go.</summary>
    public void Drop()
    {
        if (_open is not { } dropped)
        {
            return;
        }

        (_open, var left) = (null, _running);
        _ = left.ContinueWith(_ => dropped.Connection.DisposeAsync().AsTask(), TaskScheduler.Default);
    }

    public async ValueTask DisposeAsync()
    {
        if (_open is { } open)
        {
            await open.Connection.DisposeAsync();
        }

        GC.SuppressFinalize(this);
    }

    private async Task<Open> OpenInTime()
    {
        var opening = OpenOne();
        try
        {
            return await opening.WaitAsync(Patience + Patience, TimeProvider.System);
        }
        catch (TimeoutException)
        {
            _ = CloseWhenOpen(opening);
            throw;
        }
    }

    private static async Task CloseWhenOpen(Task<Open> opening)
    {
        try
        {
            var late = await opening;
            await late.Connection.DisposeAsync();
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException)
        {
            // It never opened: nothing to close.
        }
    }

    private async Task<Open> OpenOne()
    {
        var opened = new NpgsqlConnection(_settings);
        try
        {
            await opened.OpenAsync();
            return new Open(opened, await Prepare(opened));
        }
        catch
        {
            await opened.DisposeAsync();
            throw;
        }
    }
}
