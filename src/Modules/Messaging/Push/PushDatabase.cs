using Microsoft.Extensions.Configuration;
using Npgsql;

namespace WeChatService.Messaging.Push;

/// <summary>
/// The workers' own few connections, so that a slow page cannot take them away. Their statements always mean a few rows
/// by key: the planner is told so, else it plans for the empty table of a new month and keeps that plan as it fills.
/// </summary>
/// <param name="Source">Pooled; what a connection was told to keep, the next user would find.</param>
/// <param name="Alone">Not pooled: for whoever holds a lock, listens, or changes a setting.</param>
internal sealed record PushDatabase(NpgsqlDataSource Source, NpgsqlDataSource Alone) : IAsyncDisposable, IDisposable
{
    private const string Planner =
        "-c plan_cache_mode=force_generic_plan -c enable_seqscan=off -c enable_hashjoin=off -c enable_mergejoin=off -c enable_bitmapscan=off -c jit=off";

    public static PushDatabase Open(IConfiguration configuration)
    {
        var settings = new NpgsqlConnectionStringBuilder(configuration["Database:App"])
        {
            MaxPoolSize = (configuration.GetSection("Messaging").Get<PushOptions>() ?? new PushOptions()).Connections,
            CommandTimeout = 5,
            ApplicationName = "wechatservice-push",
            MaxAutoPrepare = 60,
            AutoPrepareMinUsages = 1,
            NoResetOnClose = true,
            Options = Planner,
        };
        var alone = new NpgsqlConnectionStringBuilder(settings.ConnectionString) { Pooling = false };
        return new PushDatabase(NpgsqlDataSource.Create(settings), NpgsqlDataSource.Create(alone));
    }

    public void Dispose()
    {
        Source.Dispose();
        Alone.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        await Source.DisposeAsync();
        await Alone.DisposeAsync();
    }
}

internal static class Parameters
{
    public static NpgsqlParameterCollection With<T>(this NpgsqlParameterCollection parameters, T value)
    {
        parameters.Add(new NpgsqlParameter<T> { TypedValue = value });
        return parameters;
    }
}
