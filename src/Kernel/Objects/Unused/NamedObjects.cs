using Microsoft.EntityFrameworkCore;

namespace WeChatService.Kernel;

/// <summary>
/// Which stored objects are named anywhere in the database: by a column, within a list, within a document or a text. Every column is looked at,
/// also those that are yet to be made: a list of those that matter would one day lack one, and evidence would go.
/// </summary>
internal static class NamedObjects
{
    /// <summary>The objects themselves, and the answers that phones got when they sent them.</summary>
    private const string Besides = "'stored_object','object_seal','discarded_object','idempotency_record'";

    private const string Columns =
        $"""
        select c.oid::regclass::text as "Table", quote_ident(a.attname) as "Column", t.typname::text as "Type"
        from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped join pg_type t on t.oid = a.atttypid
        where c.relkind = 'r' and c.relnamespace = current_schema()::regnamespace and c.relname not in ({Besides})
          and t.typname in ('uuid','_uuid','json','jsonb','_json','_jsonb','text','_text','varchar','_varchar','bpchar')
          and (t.typname not in ('varchar','bpchar') or a.atttypmod = -1 or a.atttypmod >= 36)
        order by 1, a.attnum
        """;

    private const string Number = "[0-9a-f]{{8}}-?[0-9a-f]{{4}}-?[0-9a-f]{{4}}-?[0-9a-f]{{4}}-?[0-9a-f]{{12}}";

    private sealed record ColumnRow(string Table, string Column, string Type);

    public static async Task<HashSet<Guid>> Among(AppDb db, IReadOnlyCollection<Guid> ids, CancellationToken ct)
    {
        var (asked, named) = (ids.ToArray(), new HashSet<Guid>());
        foreach (var table in (await db.Database.SqlQueryRaw<ColumnRow>(Columns).ToListAsync(ct)).GroupBy(c => c.Table))
        {
            var sql = string.Join(" union ", table.Select(c => c.Type switch
            {
                "uuid" => $"select {c.Column} as \"Value\" from {c.Table} where {c.Column} = any({{0}})",
                "_uuid" => $"select u as \"Value\" from {c.Table}, unnest({c.Column}) u where u = any({{0}})",
                _ => $"select m[1]::uuid as \"Value\" from {c.Table}, regexp_matches({c.Column}::text, '({Number})', 'gi') m where m[1]::uuid = any({{0}})",
            }));
            named.UnionWith(await db.Database.SqlQueryRaw<Guid>(sql, [asked]).ToListAsync(ct));
        }

        return named;
    }
}
