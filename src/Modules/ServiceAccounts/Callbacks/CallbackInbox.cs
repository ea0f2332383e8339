using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NpgsqlTypes;
using WeChatService.Kernel;
using static WeChatService.Kernel.GroupColumns<WeChatService.ServiceAccounts.Callbacks.CallbackMessage>;

namespace WeChatService.ServiceAccounts.Callbacks;

/// <summary>
/// Stores callbacks before they are answered, those of one moment in one commit. When the database is away nothing is acknowledged, and WeChat
/// sends again; what it sends twice is stored once.
/// </summary>
internal sealed class CallbackInbox(IConfiguration configuration, CallbackBell bell, ILogger<CallbackInbox> log) : IHostedService
{
    private const string Statement =
        """
        insert into callback_message (id, account, dedupe_key, sender, type, body, sent_at, received_at, state, attempts, next_try_at)
        select id, account, dedupe_key, sender, type, body, sent_at, received_at, state, 0, received_at
        from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9) as new (id, account, dedupe_key, sender, type, body, sent_at, received_at, state)
        on conflict (account, dedupe_key) do nothing
        """;

    private readonly GroupCommit<CallbackMessage> group = new(
        () => new GroupInsert<CallbackMessage>(configuration["Database:App"]!, Statement, ByKey, new(
            (NpgsqlDbType.Uuid, Of(m => m.Id)), (NpgsqlDbType.Text, Of(m => m.Account.ToString())), (NpgsqlDbType.Bytea, Of(m => m.DedupeKey)),
            (NpgsqlDbType.Text, Of(m => m.Sender)), (NpgsqlDbType.Text, Of(m => m.Type)), (NpgsqlDbType.Bytea, Of(m => m.Body)),
            (NpgsqlDbType.TimestampTz, Of(m => m.SentAt.UtcDateTime)), (NpgsqlDbType.TimestampTz, Of(m => m.ReceivedAt.UtcDateTime)),
            (NpgsqlDbType.Text, Of(m => m.State.ToString())))),
        log, stored: stored => { if (stored.Any(m => m.State == CallbackState.Waiting)) bell.Ring(); });

    /// <summary>Stores one message, or finds that it was stored before.</summary>
    /// <param name="patience">The answer comes within this time.</param>
    /// <returns>False when it is not known to be stored: WeChat must be told to send again.</returns>
    public Task<bool> Store(CallbackMessage message, TimeSpan patience) => group.Store(message, patience);

    public Task StartAsync(CancellationToken ct)
    {
        group.Start();
        return Task.CompletedTask;
    }

    /// <summary>The server stops listening before this; what has come until then is stored.</summary>
    public async Task StopAsync(CancellationToken ct) => await group.DisposeAsync();

    private static int ByKey(CallbackMessage a, CallbackMessage b) => a.DedupeKey.AsSpan().SequenceCompareTo(b.DedupeKey);
}

/// <summary>Wakes the applier of this process when something waits; the appliers of others poll.</summary>
internal sealed class CallbackBell
{
    private readonly Doorbell bell = new();

    public void Ring() => bell.Ring();

    public Task Wait(TimeSpan atMost, CancellationToken ct) => bell.Wait(atMost, ct);
}
