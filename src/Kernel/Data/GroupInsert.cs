using Npgsql;
using NpgsqlTypes;

namespace WeChatService.Kernel;

/// <summary>Columns of many rows as arrays, which a statement reads from <c>unnest($1, $2 …)</c>.</summary>
/// <param name="All">The type of each, and its values of all rows.</param>
public sealed record GroupColumns<T>(params IReadOnlyList<(NpgsqlDbType Type, Func<IReadOnlyList<T>, Array> Values)> All)
{
    /// <summary>The values of one column.</summary>
    public static Func<IReadOnlyList<T>, Array> Of<TValue>(Func<T, TValue> column) => rows =>
    {
        var values = new TValue[rows.Count];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = column(rows[i]);
        }

        return values;
    };

    public void Declare(NpgsqlParameterCollection parameters)
    {
        foreach (var (type, _) in All)
        {
            parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Array | type });
        }
    }

    public void Fill(NpgsqlParameterCollection parameters, IReadOnlyList<T> rows)
    {
        for (var i = 0; i < All.Count; i++)
        {
            parameters[i].Value = All[i].Values(rows);
        }
    }
}

/// <summary>One insert of many rows.</summary>
/// <param name="connection">The application's connection.</param>
/// <param name="statement">Repeats must be no error (<c>on conflict do nothing</c>).</param>
/// <param name="order">By the unique key.</param>
public sealed class GroupInsert<T>(string connection, string statement, Comparison<T> order, GroupColumns<T> columns) : GroupLine<T>(connection)
{
    public override int Order(T a, T b) => order(a, b);

    protected override async Task<Prepared> Prepare(NpgsqlConnection connection)
    {
        var command = new NpgsqlCommand(statement, connection);
        columns.Declare(command.Parameters);
        await command.PrepareAsync();
        return new Statement(command, columns);
    }

    private sealed class Statement(NpgsqlCommand command, GroupColumns<T> columns) : Prepared
    {
        public override Task Write(IReadOnlyList<T> rows)
        {
            columns.Fill(command.Parameters, rows);
            return command.ExecuteNonQueryAsync(CancellationToken.None);
        }
    }
}
