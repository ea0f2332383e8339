using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace WeChatService.Benchmarks.Children;

/// <summary>
/// Kestrel with nothing of the house around it: hand-written SQL without sign-in, walls or validation, as the ceiling that the product is
/// compared with.
/// </summary>
internal static class Baselines
{
    public static async Task Serve(string name, string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = 8 << 20);
        builder.Services.AddSingleton(NpgsqlDataSource.Create(builder.Configuration["Database:App"]!));

        var app = builder.Build();
        app.MapGet("/ready", () => "ready");
        switch (name)
        {
            case "list":
                app.MapGet("/projects", List);
                break;
            case "photo":
                Directory.CreateDirectory(PhotoFolder(builder.Configuration["ObjectStore:Folder"]!));
                app.MapPost("/photo", (HttpContext http, NpgsqlDataSource database) =>
                    Store(http, database, PhotoFolder(builder.Configuration["ObjectStore:Folder"]!)));
                break;
            default:
                throw new InvalidOperationException($"no baseline {name}");
        }

        await app.RunAsync();
    }

    /// <summary>The three statements of the product's list, by hand.</summary>
    private static async Task<IResult> List(Guid agency, Guid lead, int page, NpgsqlDataSource database)
    {
        const string mine = "agency_id = $1 and (lead_id = $2 or technical_lead_id = $2 or member_ids @> array[$2])";
        await using var connection = await database.OpenConnectionAsync();
        await using var count = new NpgsqlCommand($"select count(*)::int from project where {mine}", connection) { Parameters = { new() { Value = agency }, new() { Value = lead } } };
        var total = (int)(await count.ExecuteScalarAsync())!;
        await using var rows = new NpgsqlCommand($"""
            select id, name, owner_id, service_type, state, address, term_starts, term_ends from project
            where {mine} order by created_at desc, id desc limit 20 offset $3
            """, connection) { Parameters = { new() { Value = agency }, new() { Value = lead }, new() { Value = (page - 1) * 20 } } };
        var found = new List<(Guid Id, string Name, Guid Owner, string Service, string State, string Address, DateOnly Starts, DateOnly Ends)>();
        await using (var reader = await rows.ExecuteReaderAsync())
        {
            while (await reader.ReadAsync())
            {
                found.Add((reader.GetGuid(0), reader.GetString(1), reader.GetGuid(2), reader.GetString(3), reader.GetString(4), reader.GetString(5), reader.GetFieldValue<DateOnly>(6), reader.GetFieldValue<DateOnly>(7)));
            }
        }

        await using var owners = new NpgsqlCommand("select id, name from owner where id = any($1)", connection) { Parameters = { new() { Value = found.Select(f => f.Owner).Distinct().ToArray() } } };
        var names = new Dictionary<Guid, string>();
        await using (var reader = await owners.ExecuteReaderAsync())
        {
            while (await reader.ReadAsync())
            {
                names[reader.GetGuid(0)] = reader.GetString(1);
            }
        }

        var items = found.Select(f => new { f.Id, f.Name, OwnerName = names.GetValueOrDefault(f.Owner, ""), ServiceType = f.Service, f.State, f.Address, TermStarts = f.Starts, TermEnds = f.Ends, MissingParts = Array.Empty<string>() });
        return Results.Text(JsonSerializer.Serialize(new { items, total, number = page, size = 20 }, JsonSerializerOptions.Web), "application/json");
    }

    /// <summary>Hash, a file on the disk, one commit.</summary>
    private static async Task<IResult> Store(HttpContext http, NpgsqlDataSource database, string folder)
    {
        using var body = new MemoryStream((int)(http.Request.ContentLength ?? 0));
        await http.Request.Body.CopyToAsync(body);
        var bytes = body.ToArray();
        var hash = Convert.ToHexStringLower(SHA256.HashData(bytes));
        var id = Guid.CreateVersion7();
        await using (var file = new FileStream(Path.Combine(folder, id.ToString("N")), FileMode.CreateNew, FileAccess.Write, FileShare.None, 64 * 1024, FileOptions.Asynchronous))
        {
            await file.WriteAsync(bytes);
            file.Flush(flushToDisk: true);
        }

        await using var insert = database.CreateCommand("insert into bench_photo (id, hash, bytes, at) values ($1, $2, $3, now())");
        insert.Parameters.Add(new() { Value = id });
        insert.Parameters.Add(new() { Value = hash });
        insert.Parameters.Add(new() { Value = bytes.Length });
        await insert.ExecuteNonQueryAsync();
        return Results.Text($"{{\"id\":\"{id}\",\"sha256\":\"{hash}\"}}", "application/json");
    }

    private static string PhotoFolder(string objects) => Path.Combine(objects, "bench");
}
