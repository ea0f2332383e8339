using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Npgsql;

namespace WeChatService.Kernel;

/// <summary>
/// Every write of every door passes here: the key is checked, the handler runs, then one transaction commits its
/// changes, events, audit and answer together. Handlers never save.
/// </summary>
/// <remarks>
/// The contract is the one that payment providers made common: the same key and body replays the stored answer,
/// the same key with another body is refused, and nothing is stored for a refusal.
/// </remarks>
public sealed class WriteFilter : IEndpointFilter
{
    private const string Header = "Idempotency-Key";

    /// <summary>Asked by every write of every door, and so put together once.</summary>
    private static readonly Func<AppDb, Guid, string, CancellationToken, Task<IdempotencyRecord?>> Stored = EF.CompileAsyncQuery(
        (AppDb db, Guid account, string key, CancellationToken _) =>
            db.Set<IdempotencyRecord>().AsNoTracking().FirstOrDefault(r => r.AccountId == account && r.Key == key));

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        if (HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method))
        {
            return await next(context);
        }

        var services = http.RequestServices;
        var db = services.GetRequiredService<AppDb>();
        var ct = http.RequestAborted;
        var endpoint = http.GetEndpoint();
        if (endpoint?.Metadata.GetMetadata<CommitsItself>() is not null)
        {
            return await next(context);
        }

        if (endpoint?.Metadata.GetMetadata<WithoutKey>() is not null)
        {
            return await Commit(db, await Handle(next, context, db), ct);
        }

        var key = KeyOf(http);
        var account = services.GetRequiredService<CurrentActor>().Known?.AccountId ?? Guid.Empty;
        var route = RouteOf(http);
        var body = await BodyHash(http.Request, ct);
        using var turn = await services.GetRequiredService<SameKeyQueue>().Enter(account, key, ct);
        if (await Stored(db, account, key, ct) is { } stored)
        {
            return Replay(stored, route, body, http);
        }

        try
        {
            var result = await next(context);
            if (Answer(result) is { Status: < 400 } answer)
            {
                db.Add(IdempotencyRecord.Of(
                    account, key, route, body, answer.Status, Text(answer.Value, services), services.GetRequiredService<TimeProvider>().GetUtcNow()));
                await db.SaveChangesAsync(ct);
            }

            return result;
        }
        catch (Exception refused) when (refused is RuleBroken or DbUpdateException)
        {
            // The same request ran twice at once and the other one won: whatever this one met on the way (the rule against
            // a second one, a unique index, a row that changed), the other one's answer is the answer.
            if (await Stored(db, account, key, ct) is { } won)
            {
                return Replay(won, route, body, http);
            }

            await KeepEvidence(db, refused, ct);
            throw;
        }
    }

    private static async Task<object?> Handle(EndpointFilterDelegate next, EndpointFilterInvocationContext context, AppDb db)
    {
        try
        {
            return await next(context);
        }
        catch (RuleBroken broken)
        {
            await KeepEvidence(db, broken, context.HttpContext.RequestAborted);
            throw;
        }
    }

    private static Task KeepEvidence(AppDb db, Exception refused, CancellationToken ct) =>
        refused is RuleBroken { KeepsEvidence: true } ? db.SaveChangesAsync(ct) : Task.CompletedTask;

    private static async Task<object?> Commit(AppDb db, object? result, CancellationToken ct)
    {
        if (Answer(result).Status < 400)
        {
            await db.SaveChangesAsync(ct);
        }

        return result;
    }

    internal static string KeyOf(HttpContext http)
    {
        var key = http.Request.Headers[Header].ToString();
        return key.Length is > 0 and <= 255 ? key : throw new RuleBroken(KernelProblems.KeyMissing);
    }

    internal static string RouteOf(HttpContext http) => $"{http.Request.Method} {http.Request.Path}";

    /// <exception cref="RuleBroken">idempotency.key_reused: it was another request.</exception>
    internal static IResult Replay(IdempotencyRecord stored, string route, string body, HttpContext http)
    {
        if (!stored.IsOf(route, body))
        {
            throw new RuleBroken(KernelProblems.KeyReused);
        }

        http.Response.Headers["Idempotent-Replayed"] = "true";
        return Say(stored);
    }

    internal static IResult Say(IdempotencyRecord stored) => stored.Answer is null
        ? Results.StatusCode(stored.Status)
        : Results.Text(stored.Answer, "application/json", System.Text.Encoding.UTF8, stored.Status);

    /// <summary>Status and value of what a handler returned: a plain value is 200.</summary>
    private static (int Status, object? Value) Answer(object? result) => result switch
    {
        null => (200, null),
        INestedHttpResult nested => Answer(nested.Result),
        IResult typed => ((typed as IStatusCodeHttpResult)?.StatusCode ?? 200, (typed as IValueHttpResult)?.Value),
        _ => (200, result),
    };

    internal static string? Text(object? value, IServiceProvider services) => value is null
        ? null
        : JsonSerializer.Serialize(value, value.GetType(), services.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions);

    /// <summary>Multipart boundaries change with every retry, so only other bodies are compared.</summary>
    private static async Task<string> BodyHash(HttpRequest request, CancellationToken ct)
    {
        if (request.HasFormContentType || !request.Body.CanSeek)
        {
            return "";
        }

        request.Body.Position = 0;
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(request.Body, ct));
    }
}

/// <summary>Marks a write that needs no key and why: repeating it does no harm.</summary>
public sealed record WithoutKey(string Why);

/// <summary>Marks a write that needs its key, and sees to its commit and its repeats itself; and why.</summary>
public sealed record CommitsItself(string Why);
