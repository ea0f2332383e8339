using Microsoft.Extensions.Hosting;
using Npgsql;
using WeChatService.Kernel;

namespace WeChatService.Messaging.Push;

/// <summary>
/// Wakes the publisher, in whatever process it leads, once something was committed. A NOTIFY inside the committing
/// transactions would queue them up one behind the other until each is on the disk; here it costs them nothing, and
/// losing it costs one sweep.
/// </summary>
internal sealed class RelayBell(PushDatabase database) : BackgroundService
{
    private readonly Doorbell bell = new();

    public void Ring() => bell.Ring();

    protected override async Task ExecuteAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await bell.Wait(Timeout.InfiniteTimeSpan, stopping);
                await using var command = database.Source.CreateCommand($"SELECT pg_notify('{Publisher.Channel}', '')");
                await command.ExecuteNonQueryAsync(stopping);
            }
            catch (Exception e) when (e is NpgsqlException or OperationCanceledException)
            {
                // The sweep finds what nobody rang.
            }
        }
    }
}
