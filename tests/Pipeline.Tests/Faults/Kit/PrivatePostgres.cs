using System.Diagnostics;
using System.Globalization;
using Npgsql;
using WeChatService.Kernel;
using WeChatService.TestKit;

namespace WeChatService.Pipeline.Tests.Faults;

/// <summary>
/// A PostgreSQL cluster of the row's own, made and started by scripts/services as the product's is (unprivileged user,
/// checksums, fsync on), to be killed, frozen, filled or starved of connections.
/// </summary>
internal sealed class PrivatePostgres : IAsyncDisposable
{
    private readonly string run;
    private readonly string extra;
    private Dictionary<string, string> settings = [];

    private PrivatePostgres(string run, string extra) => (this.run, this.extra) = (run, extra);

    /// <summary>The application's connection. The port stays the same over restarts.</summary>
    public string App => With("Database__App", "wechatservice");

    public string Admin => With("WCS_DATABASE_ADMIN", "wechatservice") + ";Pooling=false";

    public string Migration => settings["Database__Migration"];

    /// <summary>The process that all others of the cluster are children of.</summary>
    public int Postmaster => int.Parse(File.ReadLines(Path.Combine(run, "postgres", "data", "postmaster.pid")).First(), CultureInfo.InvariantCulture);

    /// <param name="folder">Where it may live; user postgres must be able to walk there.</param>
    /// <param name="extra">Lines for postgresql.conf.</param>
    public static async Task<PrivatePostgres> Start(string folder, string extra = "shared_buffers = 64MB")
    {
        var cluster = new PrivatePostgres(folder, extra);
        await cluster.Start();
        await using var source = NpgsqlDataSource.Create(cluster.Migration);
        await Migrator.Apply(source, Migrator.Load(Host.House.Modules()));
        return cluster;
    }

    /// <summary>Starts what is there, after a kill too.</summary>
    public async Task Start()
    {
        await Services("start");
        foreach (var line in (await Services("env")).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            settings[line[..line.IndexOf('=')]] = line[(line.IndexOf('=') + 1)..].Trim('\'');
        }

        Campaign.Remember(Postmaster);
    }

    /// <summary>kill -9 of the postmaster; its children notice and end by themselves.</summary>
    public void KillNine() => Signal.Send(Postmaster, Signal.Kill);

    /// <summary>SIGSTOP or SIGCONT to the postmaster and every child: connections stay open and nothing answers.</summary>
    public void Freeze()
    {
        // The postmaster first, so that no child comes that is not on the list.
        Signal.Send(Postmaster, Signal.Stop);
        Family().ForEach(pid => Signal.TrySend(pid, Signal.Stop));
    }

    public void Thaw() => Family().ForEach(pid => Signal.TrySend(pid, Signal.Continue));

    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        if (File.Exists(Path.Combine(run, "postgres", "data", "postmaster.pid")))
        {
            Thaw(); // a row that failed in between leaves it frozen
        }

        await Services("wipe");
    }

    private List<int> Family()
    {
        var postmaster = Postmaster;
        var list = $"/proc/{postmaster}/task/{postmaster}/children";
        var children = File.Exists(list) ? File.ReadAllText(list).Split(' ', StringSplitOptions.RemoveEmptyEntries) : [];
        return [postmaster, .. children.Select(pid => int.Parse(pid, CultureInfo.InvariantCulture))];
    }

    private string With(string setting, string database) =>
        new NpgsqlConnectionStringBuilder(settings[setting]) { Database = database, MaxPoolSize = 30 }.ConnectionString;

    private async Task<string> Services(string verb)
    {
        var start = new ProcessStartInfo(Path.Combine(TestServices.Checkout, "scripts", "services"), [verb, "--run", run])
        {
            RedirectStandardOutput = verb == "env", RedirectStandardError = verb == "env",
        };
        start.Environment["PG_EXTRA"] = extra;
        using var script = Process.Start(start)!;
        var output = verb == "env" ? await script.StandardOutput.ReadToEndAsync() : "";
        await script.WaitForExitAsync();
        return script.ExitCode == 0 ? output : throw new InvalidOperationException($"scripts/services {verb} --run {run} did not work: exit code {script.ExitCode}");
    }
}
