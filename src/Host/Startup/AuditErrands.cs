using System.Text.Json;
using WeChatService.Kernel;

namespace WeChatService.Host;

/// <summary>
/// <c>--audit verify [--heads FILE] [--rows-only]</c> and <c>--audit heads</c>: was anything changed behind the service's back? Called by
/// scripts/audit. Exit codes: 0 nothing changed · 1 something did · 2 wrong use · 3 the database or the object store did not answer.
/// </summary>
internal static class AuditErrands
{
    private const string Usage = "--audit verify [--heads FILE] [--rows-only] | --audit heads";

    public static async Task<int> Run(IServiceProvider services, string verb, string[] args, TextWriter output)
    {
        await using var scope = services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentActor>().Become(Actor.System);
        try
        {
            return verb switch
            {
                "verify" => await Verify(scope.ServiceProvider, args, output),
                "heads" => await TellHeads(scope.ServiceProvider, output),
                _ => await Wrong(output),
            };
        }
        catch (Exception e) when (e is System.Data.Common.DbException or ObjectStoreUnavailable || e.InnerException is System.Data.Common.DbException)
        {
            await output.WriteLineAsync($"no answer: {e.Message}. Nothing is proven; run it again.");
            return 3;
        }
    }

    private static async Task<int> Verify(IServiceProvider services, string[] args, TextWriter output)
    {
        var look = new AuditLook(Bytes: !args.Contains("--rows-only"));
        var changed = 0;
        async Task Tell(AuditFinding finding)
        {
            changed++;
            await output.WriteLineAsync($"CHANGED {finding.Check,-8} {finding.Subject}: {finding.Says}");
        }

        foreach (var check in services.GetServices<IAuditCheck>())
        {
            await foreach (var finding in check.Run(look, CancellationToken.None))
            {
                await Tell(finding);
            }
        }

        if (ValueOf(args, "--heads") is { } file)
        {
            if (await ReadHeads(file) is not { } earlier)
            {
                await output.WriteLineAsync($"{file}: not a file that scripts/audit heads wrote");
                return 2;
            }

            await foreach (var finding in services.GetRequiredService<ChainHeads>().Differences(earlier, CancellationToken.None))
            {
                await Tell(finding);
            }
        }

        await output.WriteLineAsync($"looked at {string.Join(", ", look.Seen.Select(s => $"{s.Value} {s.Key}"))}{(look.Bytes ? "" : " (rows only: no bytes were read)")}");
        await output.WriteLineAsync(changed == 0 ? "nothing was changed" : $"{changed} changed");
        return changed == 0 ? 0 : 1;
    }

    private static async Task<int> TellHeads(IServiceProvider services, TextWriter output)
    {
        foreach (var head in await services.GetRequiredService<ChainHeads>().Read(CancellationToken.None))
        {
            await output.WriteLineAsync(JsonSerializer.Serialize(head, Mapping.Json));
        }

        return 0;
    }

    private static async Task<IReadOnlyList<ChainHead>?> ReadHeads(string file)
    {
        try
        {
            return [.. (await File.ReadAllLinesAsync(file)).Where(line => line.Length > 0).Select(line => JsonSerializer.Deserialize<ChainHead>(line, Mapping.Json)!)];
        }
        catch (Exception e) when (e is IOException or JsonException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static async Task<int> Wrong(TextWriter output)
    {
        await output.WriteLineAsync(Usage);
        return 2;
    }

    private static string? ValueOf(string[] args, string flag)
    {
        var at = Array.IndexOf(args, flag);
        return at >= 0 && at + 1 < args.Length ? args[at + 1] : null;
    }
}
