using Npgsql;
using NpgsqlTypes;

namespace WeChatService.Kernel;

/// <summary>
/// One connection with its prepared statement. A database that has stopped answering is not waited for: the statement is left to itself
/// and another connection tried. If the first one is committed after all, the unique key makes the second one nothing.
/// </summary>
internal sealed class GroupLine<T>(GroupInsert<T> insert) : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly string _settings = new NpgsqlConnectionStringBuilder(insert.Connection)
    {
        // No timeout of the driver's own: to cancel, it asks the frozen server over another connection and waits there.
        Pooling = false, Timeout = 2, CommandTimeout = 0, TcpKeepAlive = true, TcpKeepAliveTime = 10, TcpKeepAliveInterval = 5,
        ApplicationName = "wechatservice-group",
    }.ConnectionString;

    private NpgsqlCommand? _prepared;
    private Task _running = Task.CompletedTask;

    /// <exception cref="TimeoutException">It may be committed yet.</exception>
    public async Task Insert(IReadOnlyList<T> rows)
    {
        var statement = _prepared ??= await OpenInTime();
        for (var i = 0; i < insert.Columns.Count; i++)
        {
            statement.Parameters[i].Value = insert.Columns[i].Values(rows);
        }

        _running = statement.ExecuteNonQueryAsync(CancellationToken.None);
        await _running.WaitAsync(Patience, TimeProvider.System);
    }

    /// <summary>Takes another connection next time; this one goes once it lets go.</summary>
    public void Drop()
    {
        if (_prepared is not { } dropped)
        {
            return;
        }

        (_prepared, var left) = (null, _running);
        _ = left.ContinueWith(_ => dropped.Connection!.DisposeAsync().AsTask(), TaskScheduler.Default);
    }

    public async ValueTask DisposeAsync()
    {
        if (_prepared is { Connection: { } connection })
        {
            await connection.DisposeAsync();
        }
    }

    private async Task<NpgsqlCommand> OpenInTime()
    {
        var opening = Open();
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

    private static async Task CloseWhenOpen(Task<NpgsqlCommand> opening)
    {
        try
        {
            var late = await opening;
            await late.Connection!.DisposeAsync();
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException)
        {
            // It never opened: nothing to close.
        }
    }

    private async Task<NpgsqlCommand> Open()
    {
        var connection = new NpgsqlConnection(_settings);
        try
        {
            await connection.OpenAsync();
            var command = new NpgsqlCommand(insert.Statement, connection);
            foreach (var (type, _) in insert.Columns)
            {
                command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Array | type });
            }

            await command.PrepareAsync();
            return command;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }
}
