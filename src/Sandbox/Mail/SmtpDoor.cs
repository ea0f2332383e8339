using System.Net;
using System.Net.Sockets;
using System.Text;
using WeChatService.Sandbox.Inspect;
using WeChatService.Sandbox.Setting;

namespace WeChatService.Sandbox.Mail;

/// <summary>
/// A mail server that delivers to nobody: whoever signs in as the demonstration's sender leaves mails, which <c>/__sandbox/mails</c> shows. On a
/// port of its own, since a mail server speaks first. Faults of target <c>mail</c>: down, hang, slow, lost, code:N (SMTP's own, such as code:421).
/// </summary>
public sealed class SmtpDoor(SandboxOptions options, DemoAccounts accounts, MailBox box, FaultBoard faults, ILogger<SmtpDoor> log) : BackgroundService
{
    readonly TcpListener _listener = new(IPAddress.Loopback, options.SmtpPort);

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        _listener.Start();
        return base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                TcpClient caller = await _listener.AcceptTcpClientAsync(stoppingToken);
                _ = Serve(caller, stoppingToken);
            }
        }
        catch (OperationCanceledException)
        {
        }
        finally
        {
            _listener.Stop();
        }
    }

    async Task Serve(TcpClient caller, CancellationToken ct)
    {
        using (caller)
        {
            try
            {
                Hit? hit = faults.Take(Targets.Mail, "/");
                if (hit?.Mode == "down") return;
                if (hit?.Mode is "hang" or "slow")
                    await Task.Delay(hit.Mode == "hang" && hit.Fault.Seconds is null ? Timeout.InfiniteTimeSpan : hit.Delay, ct);
                if (hit?.Mode == "hang") return;
                await new SmtpTalk(caller.GetStream(), accounts.Mail, box, hit).Run(ct);
            }
            catch (Exception e) when (e is IOException or SocketException or OperationCanceledException or DecoderFallbackException)
            {
                // The caller hung up, or the sandbox ends.
                log.LogDebug("A mail connection ended: {What}", e.GetType().Name);
            }
        }
    }
}
