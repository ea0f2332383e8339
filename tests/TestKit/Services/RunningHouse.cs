using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using WeChatService.Host;
using WeChatService.Sandbox;
using WeChatService.Sandbox.Mail;
using WeChatService.Sandbox.Setting;

namespace WeChatService.TestKit;

/// <summary>A Host and a Sandbox in this process. The Sandbox stays for the run; the Host begins anew with each world.</summary>
internal sealed class RunningHouse
{
    private static int _opened;

    private readonly WebApplication _sandbox;
    private readonly int _port;
    private readonly string _redis = $"t{Environment.ProcessId}-{Interlocked.Increment(ref _opened)}";
    private WebApplication? _host;
    private WorldDatabase? _database;
    private int _worlds;
    private bool _works;

    private RunningHouse(WebApplication sandbox, Uri sandboxAddress)
    {
        _sandbox = sandbox;
        _port = FreePort();
        System = new(new Uri($"http://127.0.0.1:{_port}"), sandboxAddress) { CallbacksApplied = CallbacksApplied };
        Sandbox = new(sandboxAddress);
    }

    public RunningSystem System { get; }
    public SandboxDriver Sandbox { get; }
    public ManualTime Time { get; } = new();
    public string Database => _database?.Name ?? "";
    public IServiceProvider Services => _host!.Services;

    public static async Task<RunningHouse> Open()
    {
        var webRoot = Path.Combine(TestServices.Checkout, "src", "Sandbox", "wwwroot");
        var sandbox = SandboxApp.Create(
        [
            "--Sandbox:Port=0", $"--Sandbox:Config={Path.Combine(AppContext.BaseDirectory, "config")}", "--Sandbox:CallbackGapSeconds=0.1",
            .. Directory.Exists(webRoot) ? new[] { $"--Sandbox:WebRoot={webRoot}" } : [],
        ]);
        await sandbox.StartAsync();
        return new(sandbox, new Uri(sandbox.Urls.First()));
    }

    public async Task Renew(World world, IReadOnlyDictionary<string, string?>? settings = null, string role = "all")
    {
        await Stop();
        _database?.GiveBack();
        _database = null; // somebody else's by now
        _database = await WorldDatabase.Take(world);
        _worlds++;
        Time.Now();
        await Sandbox.Reset();
        await Sandbox.CallBackTo(System.Host);
        await Start(settings, role);
    }

    public async Task Restart(IReadOnlyDictionary<string, string?>? settings, string role)
    {
        await Stop();
        await Start(settings, role);
    }

    private async Task Start(IReadOnlyDictionary<string, string?>? settings, string role)
    {
        var webRoot = Path.Combine(TestServices.Checkout, "src", "Host", "wwwroot");
        _works = role != "api";
        _host = HostApp.Build(
            ["--role", role, .. Directory.Exists(webRoot) ? new[] { "--webroot", webRoot } : []],
            builder =>
            {
                Settings.For(builder, Database, System.Sandbox, $"{_redis}-{_worlds}", Time, new Dictionary<string, string?>(WithMail(settings))
                {
                    ["Public:Base"] = System.Host.ToString().TrimEnd('/'),
                });
                builder.WebHost.UseUrls(System.Host.ToString());
            });
        await _host.StartAsync();
    }

    /// <summary>The sandbox takes mails on a port of its own; a test that wants none says so.</summary>
    private Dictionary<string, string?> WithMail(IReadOnlyDictionary<string, string?>? settings)
    {
        var mail = _sandbox.Services.GetRequiredService<DemoAccounts>().Mail;
        var all = new Dictionary<string, string?>
        {
            ["Mail:Host"] = "127.0.0.1", ["Mail:Port"] = _sandbox.Services.GetRequiredService<SmtpDoor>().Port.ToString(CultureInfo.InvariantCulture), ["Mail:Tls"] = "off",
            ["Mail:User"] = mail.User, ["Mail:Password"] = mail.Password, ["Mail:From"] = mail.From,
        };
        foreach (var (name, value) in settings ?? new Dictionary<string, string?>())
        {
            all[name] = value;
        }

        return all;
    }

    private async Task CallbacksApplied()
    {
        var until = DateTimeOffset.UtcNow.AddSeconds(60);
        while (_works && _host is not null && DateTimeOffset.UtcNow < until)
        {
            try
            {
                await using var connection = new NpgsqlConnection(TestServices.Ready.AdminOf(Database));
                await connection.OpenAsync();
                await using var command = new NpgsqlCommand("select exists (select from callback_message where state = 'Waiting' and attempts = 0)", connection);
                if (await command.ExecuteScalarAsync() is false)
                {
                    return;
                }
            }
            catch (NpgsqlException)
            {
                return;
            }

            await Task.Delay(5);
        }
    }

    private async Task Stop()
    {
        if (_host is { } running)
        {
            _host = null;
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
            await running.StopAsync(patience.Token);
            await running.DisposeAsync();
        }
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
