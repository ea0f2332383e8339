using Npgsql;
using NpgsqlTypes;
using static WeChatService.Kernel.GroupColumns<WeChatService.Kernel.Upload>;

namespace WeChatService.Kernel;

/// <summary>
/// Many uploads in one transaction and two ways to the database: the chains' locks and heads, and which keys are new; then the rows with
/// their seals. Locks before keys, as every other write takes them: two that need each other's would wait for ever.
/// </summary>
internal sealed class UploadLine(string connection) : GroupLine<Upload>(connection)
{
    private static readonly GroupColumns<Upload> Answers = new(
        (NpgsqlDbType.Uuid, Of(u => u.Answer.AccountId)), (NpgsqlDbType.Text, Of(u => u.Answer.Key)), (NpgsqlDbType.Text, Of(u => u.Answer.Route)),
        (NpgsqlDbType.Text, Of(u => u.Answer.BodySha256)), (NpgsqlDbType.Integer, Of(u => u.Answer.Status)), (NpgsqlDbType.Text, Of(u => u.Answer.Answer)),
        (NpgsqlDbType.TimestampTz, Of(u => u.Answer.At.UtcDateTime)));

    private static readonly GroupColumns<Upload> Objects = new(
        (NpgsqlDbType.Uuid, Of(u => u.Stored.Id)), (NpgsqlDbType.Text, Of(u => u.Stored.Key)), (NpgsqlDbType.Text, Of(u => u.Stored.Kind.ToString())),
        (NpgsqlDbType.Text, Of(u => u.Stored.ContentType)), (NpgsqlDbType.Bigint, Of(u => u.Stored.Bytes)), (NpgsqlDbType.Text, Of(u => u.Stored.Sha256)),
        (NpgsqlDbType.Integer, Of(u => u.Stored.Width)), (NpgsqlDbType.Integer, Of(u => u.Stored.Height)),
        (NpgsqlDbType.Uuid, Of(u => u.Stored.UploadedBy)), (NpgsqlDbType.Uuid, Of(u => u.Stored.AgencyId)),
        (NpgsqlDbType.TimestampTz, Of(u => u.Stored.UploadedAt.UtcDateTime)), (NpgsqlDbType.TimestampTz, Of(u => u.Stored.TakenAt?.UtcDateTime)),
        (NpgsqlDbType.Double, Of(u => u.Stored.Latitude)), (NpgsqlDbType.Double, Of(u => u.Stored.Longitude)), (NpgsqlDbType.Double, Of(u => u.Stored.AccuracyMetres)),
        (NpgsqlDbType.TimestampTz, Of(u => u.Stored.ExifTakenAt?.UtcDateTime)),
        (NpgsqlDbType.Double, Of(u => u.Stored.ExifLatitude)), (NpgsqlDbType.Double, Of(u => u.Stored.ExifLongitude)));

    private static readonly GroupColumns<ObjectSeal> Seals = new(
        (NpgsqlDbType.Uuid, GroupColumns<ObjectSeal>.Of(s => s.Id)), (NpgsqlDbType.Text, GroupColumns<ObjectSeal>.Of(s => s.Chain)),
        (NpgsqlDbType.Bigint, GroupColumns<ObjectSeal>.Of(s => s.Number)), (NpgsqlDbType.Bytea, GroupColumns<ObjectSeal>.Of(s => s.PreviousHash)),
        (NpgsqlDbType.Bytea, GroupColumns<ObjectSeal>.Of(s => s.Hash)), (NpgsqlDbType.Bytea, GroupColumns<ObjectSeal>.Of(s => s.ContentHash)));

    public override int Order(Upload a, Upload b) => a.Answer.AccountId.CompareTo(b.Answer.AccountId) is not 0 and var byAccount
        ? byAccount : string.CompareOrdinal(a.Answer.Key, b.Answer.Key);

    protected override async Task<Prepared> Prepare(NpgsqlConnection connection)
    {
        var (entering, keeping) = (connection.CreateBatch(), connection.CreateBatch());
        Add(entering, "begin");
        Add(entering, "select pg_advisory_xact_lock(hashtextextended(name, 7)) from unnest($1) with ordinality as lock (name, place) order by place")
            .Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text });
        Add(entering, """
            select named.chain, head.number, head.hash from unnest($1) as named (chain),
              lateral (select number, hash from object_seal s where s.chain = named.chain order by number desc limit 1) as head
            """).Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text });
        Answers.Declare(Add(entering, """
            insert into idempotency_record (account_id, key, route, body_sha256, status, answer, at) select * from unnest($1, $2, $3, $4, $5, $6, $7)
            on conflict do nothing returning account_id, key
            """));
        Objects.Declare(Add(keeping, """
            insert into stored_object (id, key, kind, content_type, bytes, sha256, width, height, uploaded_by, agency_id, uploaded_at, taken_at,
              latitude, longitude, accuracy_metres, exif_taken_at, exif_latitude, exif_longitude)
            select * from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)
            """));
        Seals.Declare(Add(keeping, "insert into object_seal (id, chain, number, previous_hash, hash, content_hash) select * from unnest($1, $2, $3, $4, $5, $6)"));
        Add(keeping, "commit");
        await entering.PrepareAsync();
        await keeping.PrepareAsync();
        return new Statements(connection, entering, keeping);
    }

    private static NpgsqlParameterCollection Add(NpgsqlBatch batch, string statement)
    {
        var command = new NpgsqlBatchCommand(statement);
        batch.BatchCommands.Add(command);
        return command.Parameters;
    }

    private sealed class Statements(NpgsqlConnection connection, NpgsqlBatch entering, NpgsqlBatch keeping) : Prepared
    {
        public override async Task Write(IReadOnlyList<Upload> uploads)
        {
            try
            {
                var (heads, newKeys) = await Enter(uploads);
                // Sent twice in one moment: the first one is it, and for the other an earlier one already.
                var kept = uploads.Where(u => newKeys.Remove((u.Answer.AccountId, u.Answer.Key))).ToList();
                foreach (var again in uploads.Except(kept))
                {
                    again.Earlier = await EarlierOf(again.Answer);
                }

                await Keep(kept, heads);
            }
            catch (PostgresException) when (connection.State == System.Data.ConnectionState.Open)
            {
                await using var rollback = new NpgsqlCommand("rollback", connection);
                await rollback.ExecuteNonQueryAsync(CancellationToken.None);
                throw;
            }
        }

        /// <summary>Chains that have begun, with their last rows, locked; and the keys that nobody has used.</summary>
        private async Task<(Dictionary<string, (long, byte[])> Heads, HashSet<(Guid, string)> NewKeys)> Enter(IReadOnlyList<Upload> uploads)
        {
            var chains = uploads.Select(u => ObjectSeal.ChainOf(u.Stored)).Distinct().Order(StringComparer.Ordinal).ToArray();
            entering.BatchCommands[1].Parameters[0].Value = chains.Select(HashChain.LockName<ObjectSeal>).ToArray();
            entering.BatchCommands[2].Parameters[0].Value = chains;
            Answers.Fill(entering.BatchCommands[3].Parameters, uploads);
            await using var reader = await entering.ExecuteReaderAsync(CancellationToken.None);
            await reader.NextResultAsync();
            var heads = new Dictionary<string, (long, byte[])>();
            while (await reader.ReadAsync())
            {
                heads[reader.GetString(0)] = (reader.GetInt64(1), reader.GetFieldValue<byte[]>(2));
            }

            await reader.NextResultAsync();
            var newKeys = new HashSet<(Guid, string)>();
            while (await reader.ReadAsync())
            {
                newKeys.Add((reader.GetGuid(0), reader.GetString(1)));
            }

            return (heads, newKeys);
        }

        private async Task Keep(List<Upload> kept, Dictionary<string, (long, byte[])> heads)
        {
            var seals = kept.ConvertAll(u => ObjectSeal.Of(u.Stored));
            foreach (var chain in seals.GroupBy(s => s.Chain))
            {
                HashChain.Continue(chain, heads.TryGetValue(chain.Key, out var head) ? head : null);
            }

            Objects.Fill(keeping.BatchCommands[0].Parameters, kept);
            Seals.Fill(keeping.BatchCommands[1].Parameters, seals);
            await keeping.ExecuteNonQueryAsync(CancellationToken.None);
        }

        private async Task<IdempotencyRecord> EarlierOf(IdempotencyRecord answer)
        {
            await using var find = new NpgsqlCommand("select route, body_sha256, status, answer, at from idempotency_record where account_id = $1 and key = $2", connection)
            {
                Parameters = { new() { Value = answer.AccountId }, new() { Value = answer.Key } },
            };
            await using var found = await find.ExecuteReaderAsync();
            await found.ReadAsync();
            return IdempotencyRecord.Of(
                answer.AccountId, answer.Key, found.GetString(0), found.GetString(1), found.GetInt32(2), await found.IsDBNullAsync(3) ? null : found.GetString(3),
                found.GetFieldValue<DateTimeOffset>(4));
        }
    }
}
