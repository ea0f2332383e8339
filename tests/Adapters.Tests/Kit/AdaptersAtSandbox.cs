using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using WeChatService.Kernel;
using WeChatService.ObjectStorage;
using WeChatService.Sandbox;
using WeChatService.ServiceAccounts.Contracts;
using WeChatService.ServiceAccounts.Ports;
using WeChatService.TencentCloud;
using WeChatService.WeChat;

namespace WeChatService.Adapters.Tests.Kit;

/// <summary>A sandbox of its own on a free port and the real adapters pointed at it, with nothing between but HTTP.</summary>
public sealed class AdaptersAtSandbox : IAsyncLifetime
{
    public const string Lead = "sh-lead", Operator = "sh-operator";
    private WebApplication sandbox = null!;
    private readonly List<ServiceProvider> providers = [];

    public HttpClient Drive { get; private set; } = null!;
    public int SmtpPort => sandbox.Services.GetRequiredService<WeChatService.Sandbox.Mail.SmtpDoor>().Port;
    public Uri Base { get; private set; } = null!;
    internal TokensInMemory Tokens { get; } = new();
    internal LoginCodesInMemory LoginCodes { get; } = new();
    internal AlarmsInMemory Alarms { get; } = new();
    internal OptInsInMemory OptIns { get; } = new();
    public IServiceProvider Services { get; private set; } = null!;

    public T Get<T>() where T : notnull => Services.GetRequiredService<T>();

    public async Task InitializeAsync()
    {
        sandbox = SandboxApp.Create(["--Sandbox:Port=0", "--Sandbox:Config=" + ConfigFolder(), "--Logging:LogLevel:Default=Warning"]);
        await sandbox.StartAsync();
        Base = new Uri(sandbox.Urls.Single());
        Drive = new HttpClient { BaseAddress = Base };
        Services = Provider();
    }

    public async Task DisposeAsync()
    {
        foreach (var provider in providers) await provider.DisposeAsync();
        Drive.Dispose();
        await sandbox.DisposeAsync();
    }

    /// <summary>Another process: its own adapters, the same token store.</summary>
    public IServiceProvider Provider(params (string Key, string Value)[] settings) => Provider(null, settings);

    /// <param name="lines">Gets every line that is logged, of all levels.</param>
    public IServiceProvider Provider(ConcurrentBag<string>? lines, params (string Key, string Value)[] settings)
    {
        var accounts = JsonNode.Parse(File.ReadAllText(Path.Combine(ConfigFolder(), "demo", "accounts.json")))!;
        var values = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase)
        {
            ["WeChat:ApiBase"] = Base.AbsoluteUri, ["WeChat:OpenBase"] = Base.AbsoluteUri, ["WeChat:MpBase"] = Base.AbsoluteUri,
            ["Public:Base"] = "http://127.0.0.1:5080", ["Config:Folder"] = ConfigFolder(),
            ["TencentCloud:IaiBase"] = Base.AbsoluteUri, ["TencentCloud:SmsBase"] = Base.AbsoluteUri,
            ["TencentCloud:Sms:SdkAppId"] = "1400006666", ["TencentCloud:Sms:SignName"] = "岚安消防",
            ["TencentCloud:Sms:Templates:OwnCode"] = "1867001", ["TencentCloud:Sms:Templates:WitnessCode"] = "1867002",
            ["ObjectStore:Kind"] = "s3", ["ObjectStore:Endpoint"] = new Uri(Base, "__s3").AbsoluteUri,
        };
        foreach (var (section, name) in new[] { ("WeChat:Agency", "agency"), ("WeChat:Owner", "owner"), ("WeChat:MiniProgram", "miniProgram"), ("TencentCloud", "tencentCloud"), ("ObjectStore", "objectStore") })
            foreach (var (key, value) in accounts[name]!.AsObject())
                if (value is JsonValue text && text.GetValueKind() == JsonValueKind.String) values[$"{section}:{key}"] = text.GetValue<string>();
        foreach (var (key, value) in settings) values[key] = value;

        var configuration = new ConfigurationBuilder().AddInMemoryCollection(values).Build();
        var services = new ServiceCollection().AddLogging(log => { if (lines is not null) log.SetMinimumLevel(LogLevel.Trace).AddProvider(new LinesLogged(lines)); }).AddSingleton<IConfiguration>(configuration)
            .AddSingleton(TimeProvider.System).AddSingleton<Ids>().AddSingleton<ITokenStore>(Tokens)
            .AddSingleton<ILoginCodes>(LoginCodes).AddSingleton<IAlarmBell>(Alarms).AddSingleton<ISubscriptions>(OptIns).AddScoped<CurrentActor>()
            .AddWeChat(configuration).AddTencentCloud(configuration).AddObjectStorage(configuration);
        var provider = services.BuildServiceProvider();
        providers.Add(provider);
        return provider;
    }

    public async Task<JsonNode?> Post(string path, object body)
    {
        using var answer = await Drive.PostAsJsonAsync("/__sandbox/" + path, body);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, $"{path}: {(int)answer.StatusCode} {text}");
        return text.Length == 0 ? null : JsonNode.Parse(text);
    }

    public async Task<JsonNode> Ask(string path) => JsonNode.Parse(await Drive.GetStringAsync("/__sandbox/" + path))!;

    public Task Fault(string target, string mode, int times, string? path = null, double seconds = 10) =>
        Post("faults", new { target, mode, times, path, seconds });

    public async Task Fresh()
    {
        await Post("reset", new { });
        Tokens.Held.Clear();
        Alarms.Open.Clear();
        OptIns.Withdrawals.Clear();
    }

    public async Task<string> OpenId(string person, string account) =>
        (await Ask($"people/{person}"))["openIds"]![account]!.GetValue<string>();

    /// <summary>How often the sandbox was asked for a path.</summary>
    public async Task<int> Calls(string path) =>
        (await Ask("log?target=wechat")).AsArray().Concat((await Ask("log?target=face")).AsArray()).Count(l => l!["path"]!.GetValue<string>().StartsWith(path, StringComparison.Ordinal));

    internal static string ConfigFolder()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
            if (File.Exists(Path.Combine(at.FullName, "config", "demo", "accounts.json"))) return Path.Combine(at.FullName, "config");
        throw new DirectoryNotFoundException("config/demo");
    }
}
