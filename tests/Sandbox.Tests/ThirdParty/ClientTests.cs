using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using WeChatService.Sandbox.Setting;
using WeChatService.Sandbox.Tests.Kit;

namespace WeChatService.Sandbox.Tests.ThirdParty;

/// <summary>
/// Libraries that others wrote for the real platforms (tests/Sandbox.Tests/clients, restored by scripts/setup), unchanged but
/// for the address they call. Each script tells one line a thing tried.
/// </summary>
public sealed class ClientTests(SandboxUnderTest sandbox) : IClassFixture<SandboxUnderTest>, IAsyncLifetime
{
    static readonly TimeSpan s_patience = TimeSpan.FromSeconds(180);

    readonly SandboxUnderTest _sandbox = sandbox;

    public async Task InitializeAsync()
    {
        await _sandbox.Reset();
        await _sandbox.Drive("host", new { @base = _sandbox.Host.Base });
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [ClientsTheory]
    [InlineData("co-wechat-api", 10)]
    [InlineData("wechat-api", 6)]
    [InlineData("oauth", 4)]
    [InlineData("node-easywechat", 3)]
    [InlineData("wechat-jssdk", 4)]
    [InlineData("callbacks", 7)]
    [InlineData("clouds", 7)]
    public async Task A_library_written_for_the_platforms_works_unchanged(string script, int attempts)
    {
        (string output, string errors) = await Run(script);
        JsonNode[] lines = [.. output.Split('\n').Where(l => l.StartsWith('{')).Select(l => JsonNode.Parse(l)!)];
        Assert.True(lines.Length == attempts && lines.All(l => (bool)l["ok"]!),
            $"{lines.Count(l => (bool)l["ok"]!)} of {attempts} worked.\n{string.Join('\n', lines.Where(l => !(bool)l["ok"]!).Select(l => $"{l["name"]}: {l["error"]}"))}\n{errors}");
    }

    async Task<(string Output, string Errors)> Run(string script)
    {
        string root = Path.Combine(_sandbox.ConfigFolder, "root.pem");
        await File.WriteAllTextAsync(root, await _sandbox.Http.GetStringAsync("/__sandbox/root.pem"));
        ProcessStartInfo start = new("node", ["--no-deprecation", script + ".mjs"])
        {
            WorkingDirectory = ClientsTheoryAttribute.Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        DemoAccounts accounts = _sandbox.Accounts;
        start.Environment["SANDBOX"] = _sandbox.Base.ToString().TrimEnd('/');
        start.Environment["ACCOUNTS"] = JsonSerializer.Serialize(new { accounts.Agency, accounts.Owner, accounts.MiniProgram, accounts.TencentCloud, accounts.ObjectStore }, JsonSerializerOptions.Web);
        start.Environment["TEMPLATES"] = JsonSerializer.Serialize(new { taskTemplate = SandboxUnderTest.TaskTemplate, miniTemplate = SandboxUnderTest.MiniTemplate });
        start.Environment["STORE"] = Directory.CreateDirectory(Path.Combine(_sandbox.ConfigFolder, "store-" + script)).FullName;
        start.Environment["NODE_EXTRA_CA_CERTS"] = root;
        using Process process = Process.Start(start)!;
        using CancellationTokenSource patience = new(s_patience);
        try
        {
            Task<string> output = process.StandardOutput.ReadToEndAsync(patience.Token), errors = process.StandardError.ReadToEndAsync(patience.Token);
            await process.WaitForExitAsync(patience.Token);
            return (await output, await errors);
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
    }
}

/// <summary>Skipped, and said so, where the libraries could not be fetched.</summary>
public sealed class ClientsTheoryAttribute : TheoryAttribute
{
    public ClientsTheoryAttribute()
    {
        if (!File.Exists(Path.Combine(Folder, "node_modules", ".package-lock.json")))
            Skip = "The third-party clients are not restored: run scripts/setup --with-browser on a machine that reaches the npm registry.";
    }

    public static string Folder { get; } = Path.Combine(SandboxUnderTest.RepositoryConfig(), "..", "tests", "Sandbox.Tests", "clients");
}
