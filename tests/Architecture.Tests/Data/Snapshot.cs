using Npgsql;

namespace WeChatService.Architecture.Tests.Data;

/// <summary>
/// A database's schema as sorted lines, to compare what the model would create with what the migrations made. A table cut
/// into partitions counts as the one that the model knows.
/// </summary>
internal static class Snapshot
{
    public static async Task<SortedSet<string>> Of(string connectionString)
    {
        const string sql = """
            select 'column ' || table_name || '.' || column_name || ' ' || udt_name || coalesce('(' || character_maximum_length || ')', '')
                || case when udt_name = 'numeric' then coalesce('(' || numeric_precision || ',' || numeric_scale || ')', '') else '' end
                || ' null=' || is_nullable || ' default=' || coalesce(column_default, '') || ' identity=' || coalesce(identity_generation, '')
                || coalesce(' generated=' || generation_expression, '')
              from information_schema.columns where table_schema = 'public' and table_name <> 'schema_version'
                and not (select relispartition from pg_class where oid = table_name::regclass)
            union all select 'index ' || replace(indexdef, ' ON ONLY ', ' ON ') from pg_indexes where schemaname = 'public' and tablename <> 'schema_version'
                and not (select relispartition from pg_class where oid = tablename::regclass)
            union all select 'constraint ' || conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) from pg_constraint
              where connamespace = 'public'::regnamespace and conrelid <> 0 and conrelid::regclass::text <> 'schema_version' and contype <> 't'
                and not (select relispartition from pg_class where oid = conrelid)
            union all select 'sequence ' || sequencename from pg_sequences where schemaname = 'public'
            """;
        var lines = new SortedSet<string>(StringComparer.Ordinal);
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var command = source.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            lines.Add(reader.GetString(0));
        }

        return lines;
    }
}
