using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace WeChatService.Kernel;

/// <summary>
/// Commits what uploads bring: row, seal in the chain of evidence, and the answer under its key, those of one moment in one commit. A whole
/// shift checks in at once, and the way to the database and its disk is what each photo would wait for.
/// </summary>
internal sealed class UploadBook(IConfiguration configuration, ILogger<UploadBook> log) : IHostedService
{
    /// <summary>As long as a statement of any other write may take.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    // Nearly every batch continues nearly every chain: a second writer would only wait for the first.
    private readonly GroupCommit<Upload> _group = new(() => new UploadLine(configuration["Database:App"]!), log, writers: 1);

    /// <summary>Keeps the photo and its answer, or finds that a request of the same key was answered before.</summary>
    /// <returns>The earlier request's answer, if there was one: then this photo's row is nowhere.</returns>
    /// <exception cref="RuleBroken">database.unavailable: nobody knows that it is kept; the same request again will tell.</exception>
    public async Task<IdempotencyRecord?> Keep(StoredObject stored, IdempotencyRecord answer)
    {
        var upload = new Upload(stored, answer);
        return await _group.Store(upload, Patience) ? upload.Earlier : throw new RuleBroken(KernelProblems.DatabaseDown);
    }

    public Task StartAsync(CancellationToken ct)
    {
        _group.Start();
        return Task.CompletedTask;
    }

    /// <summary>The server stops listening before this; what has come until then is kept.</summary>
    public async Task StopAsync(CancellationToken ct) => await _group.DisposeAsync();
}

/// <summary>A photo's row, and the answer that its sender gets.</summary>
internal sealed record Upload(StoredObject Stored, IdempotencyRecord Answer)
{
    /// <summary>The answer that an earlier request of the same key got.</summary>
    public IdempotencyRecord? Earlier { get; set; }
}
