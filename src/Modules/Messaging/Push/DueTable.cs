using Npgsql;

namespace WeChatService.Messaging.Push;

/// <summary>
/// The leader's questions: what is pending, and whose. Each is answered from an index, starting where the last answer
/// ended, so that neither a large backlog nor what was finished since the last vacuum makes it slow.
/// </summary>
internal sealed class DueTable(PushDatabase database)
{
    /// <summary>Fresh rows of all lanes in the order of their ids, whatever their agency.</summary>
    public async Task<List<(PushLane Lane, DueDelivery Delivery)>> Fresh(Guid after, Guid upTo, int max, CancellationToken ct)
    {
        await using var command = database.Source.CreateCommand("""
            SELECT id, agency_id, crashes, account, lane FROM delivery
            WHERE id > $1 AND id <= $2 AND state IN ('Pending', '') AND not_before IS NULL
            ORDER BY id LIMIT $3
            """);
        command.Parameters.With(after).With(upTo).With(max);
        var lanes = PushLane.All.ToDictionary(lane => (lane.Account.ToString(), lane.Lane.ToString()));
        var fresh = new List<(PushLane, DueDelivery)>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            fresh.Add((lanes[(reader.GetString(3), reader.GetString(4))], new DueDelivery(reader.GetGuid(0), reader.GetGuid(1), reader.GetInt32(2))));
        }

        return fresh;
    }

    /// <summary>Of each of these agencies the next rows between two ids, at most so many of each.</summary>
    public Task<List<DueDelivery>> OfAgencies(PushLane lane, IReadOnlyList<AgencyRange> agencies, int maxOfEach, CancellationToken ct) => Read("""
        SELECT d.id, a.agency_id, d.crashes, NULL::timestamptz
        FROM unnest($3, $4, $5) AS a (agency_id, after, up_to)
        CROSS JOIN LATERAL (
          SELECT id, crashes FROM delivery
          WHERE account = $1 AND lane = $2 AND agency_id = a.agency_id AND state = 'Pending'
            AND id > a.after AND id <= a.up_to AND not_before IS NULL
          ORDER BY id LIMIT $6) d
        """, lane, parameters => parameters
            .With(agencies.Select(of => of.Agency).ToArray())
            .With(agencies.Select(of => of.After).ToArray())
            .With(agencies.Select(of => of.UpTo).ToArray())
            .With(maxOfEach), ct);

    /// <summary>Rows whose pause is over.</summary>
    public Task<List<DueDelivery>> Later(PushLane lane, int max, CancellationToken ct) => Read("""
        SELECT id, agency_id, crashes, not_before FROM delivery
        WHERE account = $1 AND lane = $2 AND state = 'Pending' AND not_before <= now()
        ORDER BY not_before LIMIT $3
        """, lane, parameters => parameters.With(max), ct);

    /// <summary>The agencies that have anything pending, in order: one step into the index for each, not one for each row.</summary>
    public async Task<List<Guid>> Agencies(PushLane lane, Guid after, int max, CancellationToken ct)
    {
        await using var command = database.Source.CreateCommand("""
            WITH RECURSIVE found (agency_id) AS (
              (SELECT agency_id FROM delivery WHERE account = $1 AND lane = $2 AND state = 'Pending' AND agency_id > $3 ORDER BY agency_id LIMIT 1)
              UNION ALL
              SELECT (SELECT d.agency_id FROM delivery d
                WHERE d.account = $1 AND d.lane = $2 AND d.state = 'Pending' AND d.agency_id > found.agency_id ORDER BY d.agency_id LIMIT 1)
              FROM found WHERE found.agency_id IS NOT NULL)
            SELECT agency_id FROM found WHERE agency_id IS NOT NULL LIMIT $4
            """);
        command.Parameters.With(lane.Account.ToString()).With(lane.Lane.ToString()).With(after).With(max);
        var agencies = new List<Guid>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            agencies.Add(reader.GetGuid(0));
        }

        return agencies;
    }

    private async Task<List<DueDelivery>> Read(
        string sql, PushLane lane, Action<NpgsqlParameterCollection> more, CancellationToken ct)
    {
        await using var command = database.Source.CreateCommand(sql);
        more(command.Parameters.With(lane.Account.ToString()).With(lane.Lane.ToString()));
        var due = new List<DueDelivery>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            due.Add(new DueDelivery(reader.GetGuid(0), reader.GetGuid(1), reader.GetInt32(2), reader.IsDBNull(3) ? null : reader.GetDateTime(3)));
        }

        return due;
    }
}

/// <param name="Id">The delivery.</param>
/// <param name="Agency">Whose it is.</param>
/// <param name="Crashes">With one behind it, it travels in small company; with more, alone.</param>
/// <param name="NotBefore">The pause that ended, if it is tried again.</param>
internal readonly record struct DueDelivery(Guid Id, Guid Agency, int Crashes, DateTime? NotBefore = null);

/// <param name="Agency">Whose rows.</param>
/// <param name="After">Not this one.</param>
/// <param name="UpTo">This one as well.</param>
internal readonly record struct AgencyRange(Guid Agency, Guid After, Guid UpTo);
