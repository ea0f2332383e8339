using System.Net.Sockets;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace WeChatService.Kernel;

/// <summary>The one failure road of the house: every refusal leaves as ProblemDetails (RFC 9457) with code and rule.</summary>
public sealed class ProblemHandler(ConstraintProblems constraints, ILogger<ProblemHandler> log) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext http, Exception exception, CancellationToken ct)
    {
        if (http.RequestAborted.IsCancellationRequested)
        {
            http.Response.StatusCode = 499;
            return true;
        }

        var problem = Read(exception);
        if (problem.Status >= 500)
        {
            log.LogError(exception, "{Code} at {Method} {Path}", problem.Code, http.Request.Method, http.Request.Path);
        }
        else
        {
            log.LogInformation("{Code} at {Method} {Path}", problem.Code, http.Request.Method, http.Request.Path);
        }

        await Write(http, problem, ct);
        return true;
    }

    public static async Task Write(HttpContext http, Problem problem, CancellationToken ct)
    {
        if (problem.Status == 503)
        {
            http.Response.Headers.RetryAfter = "5";
        }

        var details = new ProblemDetails
        {
            Type = "about:blank",
            Title = problem.Title,
            Status = problem.Status,
            Extensions = { ["code"] = problem.Code, ["traceId"] = http.TraceIdentifier },
        };
        if (problem.Rule is not null)
        {
            details.Extensions["rule"] = problem.Rule;
        }

        foreach (var (fact, value) in problem.Facts)
        {
            details.Extensions[fact] = value;
        }

        http.Response.StatusCode = problem.Status;
        await http.Response.WriteAsJsonAsync(details, details.GetType(), Mapping.Json, "application/problem+json", ct);
    }

    private Problem Read(Exception exception) => exception switch
    {
        RuleBroken broken => broken.Problem,
        BadHttpRequestException { StatusCode: 413 } => KernelProblems.TooLarge,
        BadHttpRequestException bad => KernelProblems.BadRequest with { Facts = Where(bad) },
        ObjectStoreUnavailable => KernelProblems.ObjectStoreDown,
        DbUpdateConcurrencyException => KernelProblems.LostRace,
        DbUpdateException { InnerException: PostgresException { SqlState: PostgresErrorCodes.UniqueViolation } unique } =>
            constraints.Find(unique.ConstraintName) ?? KernelProblems.Duplicate,
        DbUpdateException { InnerException: PostgresException refused } when constraints.Find(refused.ConstraintName ?? refused.Hint) is { } known => known,
        _ when IsUnstorable(exception) => KernelProblems.BadRequest,
        _ when IsDatabaseDown(exception) => KernelProblems.DatabaseDown,
        _ => KernelProblems.Unexpected,
    };

    private static Dictionary<string, object?> Where(BadHttpRequestException bad) =>
        bad.InnerException is System.Text.Json.JsonException { Path: { } path } ? new() { ["path"] = path } : [];

    /// <summary>Text that PostgreSQL cannot hold: a NUL character, or longer than its column (class 22, data exceptions).</summary>
    private static bool IsUnstorable(Exception e) =>
        (e as PostgresException ?? e.InnerException as PostgresException)?.SqlState is ['2', '2', ..];

    private static bool IsDatabaseDown(Exception? e) => e switch
    {
        null => false,
        PostgresException { SqlState: "57P01" or "57P02" or "57P03" } => true,
        // No room, no memory, no connection left (class 53); the disk answers with an error (class 58).
        PostgresException { SqlState: ['5', '3' or '8', ..] } => true,
        PostgresException => false,
        NpgsqlException or SocketException or TimeoutException => true,
        _ => IsDatabaseDown(e.InnerException),
    };
}

/// <summary>Which refusal a database constraint stands for; the constraint is the last line of a rule.</summary>
public sealed class ConstraintProblems(IEnumerable<ConstraintProblems.Entry> entries)
{
    public sealed record Entry(string Constraint, Problem Problem);

    private readonly Dictionary<string, Problem> _byName = entries.ToDictionary(e => e.Constraint, e => e.Problem, StringComparer.Ordinal);

    public Problem? Find(string? constraint) => constraint is null ? null : _byName.GetValueOrDefault(constraint);
}
