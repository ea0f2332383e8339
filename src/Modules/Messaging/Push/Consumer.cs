using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using WeChatService.Messaging.Ports;
using WeChatService.ServiceAccounts.Contracts;

namespace WeChatService.Messaging.Push;

/// <summary>
/// Reads the windows and hands the entries to the lanes of their account. An account whose lanes are busy, or which
/// rests, is not read: what its window holds is there for other workers, and the other accounts go on.
/// </summary>
internal sealed class Consumer : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestRead = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ShortRead = TimeSpan.FromMilliseconds(5);

    private readonly IPushListener listener;
    private readonly PushDatabase database;
    private readonly PushAccounts accounts;
    private readonly PushOptions options;
    private readonly ILogger<Consumer> log;
    private readonly Dictionary<ServiceAccountKind, Channel<RungDelivery>> inbox;
    private readonly List<SendLane> lanes;

    public Consumer(
        IPushListener listener,
        PushDatabase database,
        PushAccounts accounts,
        PushOptions options,
        SendLaneFactory newLane,
        ILogger<Consumer> log)
    {
        this.listener = listener;
        this.database = database;
        this.accounts = accounts;
        this.options = options;
        this.log = log;
        inbox = PushAccounts.All.ToDictionary(
            account => account,
            _ => Channel.CreateBounded<RungDelivery>(options.Batch * 4));
        lanes = [.. inbox.SelectMany(of => Enumerable.Range(0, options.Lanes).Select(_ => newLane(of.Key, of.Value.Reader)))];
    }

    /// <summary>
    /// Stops in order: no more reading, then the lanes finish what they already sent; what they had not sent stays in
    /// the window for another worker.
    /// </summary>
    protected override async Task ExecuteAsync(CancellationToken stopping)
    {
        var sending = lanes.Select(lane => lane.Run(stopping)).ToList();
        try
        {
            await ReadOn(stopping);
        }
        finally
        {
            foreach (var channel in inbox.Values)
            {
                channel.Writer.TryComplete();
            }

            await Task.WhenAll(sending);
        }
    }

    private async Task ReadOn(CancellationToken stopping)
    {
        var tookOverAt = Environment.TickCount64;
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                var open = PushAccounts.All.Where(HasRoom).ToList();
                if (open.Count == 0)
                {
                    await Task.Delay(ShortRead, stopping);
                    continue;
                }

                if (Environment.TickCount64 - tookOverAt >= options.TakeOverAfter.TotalMilliseconds / 4)
                {
                    tookOverAt = Environment.TickCount64;
                    foreach (var account in open)
                    {
                        var left = await listener.TakeOver(
                            PushAccounts.StreamOf(account), options.TakeOverAfter, options.Batch, stopping);
                        await Accept(left, stopping);
                    }

                    open = open.FindAll(HasRoom);
                }

                var streams = open.ConvertAll(PushAccounts.StreamOf);

                // While an account waits for room, the wait for the others is short: it is not to hold that one up.
                var wait = PushAccounts.All.All(account => accounts.IsResting(account) || HasRoom(account)) ? LongestRead : ShortRead;
                await Accept(await listener.Read(streams, options.Batch, wait, stopping), stopping);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (PushTransportException)
            {
                // Redis is away, and its link has said so in the log.
                await Task.Delay(Pause, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (Exception failed)
            {
                log.LogError(failed, "Reading the push windows failed; trying again");
                await Task.Delay(Pause, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private bool HasRoom(ServiceAccountKind account)
    {
        return !accounts.IsResting(account) && inbox[account].Reader.Count <= options.Batch * 2;
    }

    private async Task Accept(PushBatch batch, CancellationToken ct)
    {
        foreach (var entry in batch.Deliveries)
        {
            await inbox[PushAccounts.OfStream(entry.Account)].Writer.WriteAsync(entry, ct);
        }

        if (batch.WindowWasLost)
        {
            log.LogWarning("A push window was lost in Redis and is filled again from PostgreSQL");
            await using var command = database.Source.CreateCommand($"SELECT pg_notify('{Publisher.Channel}', 'lost')");
            await command.ExecuteNonQueryAsync(ct);
        }
    }
}
