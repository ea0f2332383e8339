using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using NpgsqlTypes;
using WeChatService.Kernel;

namespace WeChatService.Benchmarks.Children;

/// <summary>
/// Bare Kestrel that takes a message, commits notice and delivery, and answers 202: through the product's group commit, or with a
/// commit for each (the naive way, shown beside it).
/// </summary>
internal static class AcceptServer
{
    private const string Insert = """
        with taken as (select * from unnest($1, $2, $3, $4) as t (id, agency_id, open_id, fields)), told as (
          insert into notice (id, template, reader, receiver_id, agency_id, owner_id, project_id, about_id, title, fields, url, created_at)
          select id, 'task_submitted', 'AgencyPerson', id, agency_id, id, id, id, '记录等您审核', fields::jsonb, '/agency/reviews/1', now() from taken)
        insert into delivery (id, notice_id, agency_id, account, lane, open_id, state, crashes, failures, created_at)
        select id, id, agency_id, 'Agency', 'Ordinary', open_id, 'Pending', 0, 0, now() from taken
        """;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);

    public static async Task Serve(bool together, string[] args)
    {
        var builder = WebApplication.CreateSlimBuilder(args);
        builder.Logging.ClearProviders();
        var app = builder.Build();
        var connection = app.Configuration["Database:App"]!;
        Func<Message, Task<bool>> store = together ? Together(connection) : Alone(connection);
        app.MapGet("/ready", () => "ready");
        app.MapPost("/messages", async http =>
        {
            var posted = await JsonSerializer.DeserializeAsync<Posted>(http.Request.Body, JsonSerializerOptions.Web);
            var message = new Message(Guid.CreateVersion7(), Guid.Empty, posted!.OpenId, JsonSerializer.Serialize(posted.Values));
            http.Response.StatusCode = await store(message) ? 202 : 503;
            http.Response.ContentLength = 0;
        });
        await app.RunAsync();
    }

    private static Func<Message, Task<bool>> Alone(string connection)
    {
        var database = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connection) { MaxAutoPrepare = 10 });
        return async message =>
        {
            await using var command = database.CreateCommand(Insert);
            command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [message.Id] });
            command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [message.AgencyId] });
            command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [message.OpenId] });
            command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [message.Fields] });
            await command.ExecuteNonQueryAsync();
            return true;
        };
    }

    private static Func<Message, Task<bool>> Together(string connection)
    {
        var group = new GroupCommit<Message>(
            () => new GroupInsert<Message>(connection, Insert, static (a, b) => a.Id.CompareTo(b.Id), new GroupColumns<Message>(
                (NpgsqlDbType.Uuid, GroupColumns<Message>.Of(static m => m.Id)),
                (NpgsqlDbType.Uuid, GroupColumns<Message>.Of(static m => m.AgencyId)),
                (NpgsqlDbType.Text, GroupColumns<Message>.Of(static m => m.OpenId)),
                (NpgsqlDbType.Text, GroupColumns<Message>.Of(static m => m.Fields)))),
            NullLogger.Instance);
        group.Start();
        return message => group.Store(message, Patience);
    }

    private sealed record Posted(string OpenId, string Template, IReadOnlyList<string> Values, string? Url);

    private sealed record Message(Guid Id, Guid AgencyId, string OpenId, string Fields);
}
