using System.Globalization;
using Npgsql;

namespace WeChatService.Benchmarks.Load;

/// <summary>
/// Whose the processors were: what /proc/stat counted as busy, less the time of this program, its children, the private PostgreSQL
/// and the private Redis. A figure taken while others worked says so.
/// </summary>
internal sealed class Machine
{
    private readonly int[] own;

    private Machine(int[] own) => this.own = own;

    /// <param name="admin">A connection to the private PostgreSQL; tells its postmaster.</param>
    /// <param name="redis">The private Redis.</param>
    public static async Task<Machine> Find(string admin, Resp redis)
    {
        await using var connection = new NpgsqlConnection(admin);
        await connection.OpenAsync();
        var postmaster = Fields(connection.ProcessID) is { } backend ? (int)backend[1] : 0;
        var info = (await redis.Call("INFO", "server")).Text;
        var line = info.Split('\n').First(l => l.StartsWith("process_id:", StringComparison.Ordinal));
        return new Machine([Environment.ProcessId, postmaster, int.Parse(line["process_id:".Length..], CultureInfo.InvariantCulture)]);
    }

    /// <summary>For what needs neither database nor Redis.</summary>
    public static Machine WithoutServices() => new([Environment.ProcessId]);

    public Reading Now()
    {
        var cpu = File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries)[1..9]
            .Select(n => long.Parse(n, CultureInfo.InvariantCulture)).ToArray();

        // user, nice, system and steal; interrupts belong to whoever caused them, which nobody counts.
        return new Reading(cpu.Sum(), cpu[0] + cpu[1] + cpu[2] + cpu[7], Own());
    }

    /// <summary>Milliseconds of processor that this program, its children, PostgreSQL and Redis used between the two.</summary>
    public static double Milliseconds(Reading before, Reading after) => (after.Own - before.Own) * 10.0; // a tick is a hundredth of a second

    /// <summary>The share of the whole machine that others used since; 0 to 1.</summary>
    public double ForeignSince(Reading before)
    {
        var now = Now();
        var busy = (now.Busy - before.Busy) - (now.Own - before.Own);
        return Math.Clamp(busy / (double)Math.Max(1, now.Total - before.Total), 0, 1);
    }

    /// <summary>Ticks of the roots and all that descends from them; what ended counts with its parent.</summary>
    private long Own()
    {
        var all = Directory.EnumerateDirectories("/proc")
            .Select(folder => int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var pid) ? pid : 0)
            .Where(pid => pid > 0)
            .Select(pid => (Pid: pid, Fields: Fields(pid)))
            .Where(process => process.Fields is not null)
            .ToDictionary(process => process.Pid, process => process.Fields!);
        bool IsOwn(int pid) => own.Contains(pid) || (all.TryGetValue(pid, out var fields) && fields[1] > 1 && IsOwn((int)fields[1]));
        return all.Where(process => IsOwn(process.Key)).Sum(process => process.Value[11..15].Sum());
    }

    /// <summary>The numbers of /proc/PID/stat from the state on: [1] is the parent, [11] to [14] the times.</summary>
    private static long[]? Fields(int pid)
    {
        try
        {
            var text = File.ReadAllText($"/proc/{pid}/stat");
            return [.. text[(text.LastIndexOf(')') + 2)..].Split(' ').Take(15).Select(n => long.TryParse(n, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : 0)];
        }
        catch (IOException)
        {
            return null; // ended meanwhile
        }
    }

    internal readonly record struct Reading(long Total, long Busy, long Own);
}
