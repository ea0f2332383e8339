using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace WeChatService.Benchmarks.Load;

/// <summary>
/// Redis' wire and nothing else: for the ceiling, which is to show what Redis and PostgreSQL give without our guard around a client
/// library, and for asking Redis about its memory. One caller at a time.
/// </summary>
internal sealed class Resp : IDisposable
{
    private readonly TcpClient client = new() { NoDelay = true };
    private readonly BufferedStream stream;

    private Resp(string host, int port)
    {
        client.Connect(host, port);
        stream = new BufferedStream(client.GetStream(), 1 << 16);
    }

    public static async Task<Resp> Connect(string host, int port, string? password)
    {
        var resp = new Resp(host, port);
        if (!string.IsNullOrEmpty(password))
        {
            await resp.Call("AUTH", password);
        }

        return resp;
    }

    public async Task<Reply> Call(params string[] command) => (await Pipeline([command]))[0];

    /// <summary>Sends all commands in one write and reads their answers.</summary>
    /// <exception cref="InvalidOperationException">Redis refused one.</exception>
    public async Task<IReadOnlyList<Reply>> Pipeline(IReadOnlyList<string[]> commands)
    {
        var text = new StringBuilder();
        foreach (var command in commands)
        {
            text.Append('*').Append(command.Length).Append("\r\n");
            foreach (var part in command)
            {
                text.Append('$').Append(Encoding.UTF8.GetByteCount(part)).Append("\r\n").Append(part).Append("\r\n");
            }
        }

        await client.GetStream().WriteAsync(Encoding.UTF8.GetBytes(text.ToString()));
        var replies = new Reply[commands.Count];
        for (var i = 0; i < replies.Length; i++)
        {
            // Blocks the thread while it waits; its callers have one of their own.
            replies[i] = Read();
        }

        return replies;
    }

    private Reply Read()
    {
        var line = Line();
        return line[0] switch
        {
            '-' => throw new InvalidOperationException(line),
            '$' => Bulk(int.Parse(line.AsSpan(1), CultureInfo.InvariantCulture)),
            '*' => Many(int.Parse(line.AsSpan(1), CultureInfo.InvariantCulture)),
            _ => new Reply(line[1..], []),
        };
    }

    private Reply Bulk(int length)
    {
        if (length < 0)
        {
            return Reply.Nothing;
        }

        var bytes = new byte[length + 2];
        stream.ReadExactly(bytes);
        return new Reply(Encoding.UTF8.GetString(bytes, 0, length), []);
    }

    private Reply Many(int count)
    {
        if (count < 0)
        {
            return Reply.Nothing;
        }

        var items = new Reply[count];
        for (var i = 0; i < count; i++)
        {
            items[i] = Read();
        }

        return new Reply("", items);
    }

    private string Line()
    {
        var text = new StringBuilder();
        for (int next; (next = stream.ReadByte()) != '\r';)
        {
            text.Append(next >= 0 ? (char)next : throw new IOException("Redis closed the connection"));
        }

        stream.ReadByte();
        return text.ToString();
    }

    public void Dispose() => client.Dispose();

    internal sealed record Reply(string Text, IReadOnlyList<Reply> Items)
    {
        public static readonly Reply Nothing = new("", []);
    }
}
