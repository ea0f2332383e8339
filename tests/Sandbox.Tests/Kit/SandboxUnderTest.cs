using System.Net.Http.Json;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using WeChatService.Sandbox.Setting;

namespace WeChatService.Sandbox.Tests.Kit;

/// <summary>A sandbox of its own on a free port, with the real demonstration accounts and portraits, three people and
/// two templates, and a host that answers callbacks as a test says.</summary>
public class SandboxUnderTest : IAsyncLifetime
{
    public const string TaskTemplate = "VdK28W9AO9iyWowxJ3yeVk4__EwWGg3pJJo-pqUyZg4";
    public const string MiniTemplate = "aK28W9AO9iyWowxJ3yeVk4__EwWGg3pJJo-pqUyZg4x";
    public const string Lead = "sh-lead", Operator = "sh-operator", Contact = "sh-contact";

    static readonly JsonSerializerOptions s_raw = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    readonly string _folder = Directory.CreateTempSubdirectory("sandbox-tests-").FullName;
    readonly string[] _args;
    WebApplication _app = null!;

    public SandboxUnderTest() : this([])
    {
    }

    internal SandboxUnderTest(params string[] args) => _args = args;

    public HttpClient Http { get; private set; } = null!;

    public ListeningHost Host { get; } = new();

    public Uri Base { get; private set; } = null!;

    public int SmtpPort => _app.Services.GetRequiredService<WeChatService.Sandbox.Mail.SmtpDoor>().Port;

    public string ConfigFolder => _folder;

    public DemoAccounts Accounts => _app.Services.GetRequiredService<DemoAccounts>();

    public People People => _app.Services.GetRequiredService<People>();

    public async Task InitializeAsync()
    {
        await Host.InitializeAsync();
        WriteConfig();
        await Start();
    }

    public async Task DisposeAsync()
    {
        Http.Dispose();
        await _app.DisposeAsync();
        await Host.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>As new, for the next test of a class that shares one sandbox.</summary>
    public async Task Reset()
    {
        await Drive("reset");
        Host.Reset();
    }

    /// <summary>Stops the sandbox and starts another one on the same configuration.</summary>
    public async Task Restart()
    {
        Http.Dispose();
        await _app.DisposeAsync();
        await Start();
    }

    /// <summary>A fresh access token of the account, from the stable endpoint.</summary>
    public async Task<string> Token(AccountKind kind = AccountKind.Agency, bool force = false)
    {
        JsonNode answer = await PostRaw("/cgi-bin/stable_token", new { grant_type = "client_credential", appid = Accounts[kind].AppId, secret = Accounts[kind].Secret, force_refresh = force });
        return (string)answer["access_token"]!;
    }

    public string OpenId(string person, AccountKind kind = AccountKind.Agency) => People.OpenId(People.Find(person)!, kind);

    /// <summary>Posts as the vendors want it: UTF-8 without \u escapes.</summary>
    public Task<JsonNode> PostRaw(string path, object body) => PostText(path, JsonSerializer.Serialize(body, s_raw));

    public async Task<JsonNode> PostText(string path, string body)
    {
        using HttpResponseMessage answer = await Http.PostAsync(path, new StringContent(body, Encoding.UTF8, "application/json"));
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
    }

    public async Task<JsonNode> Get(string path) => JsonNode.Parse(await Http.GetStringAsync(path))!;

    /// <summary>Errcode of a WeChat answer; absent means 0.</summary>
    public static int Code(JsonNode answer) => (int?)answer["errcode"] ?? 0;

    /// <summary>A driving call that must succeed.</summary>
    public async Task<JsonNode?> Drive(string path, object? body = null)
    {
        using HttpResponseMessage answer = await Http.PostAsJsonAsync("/__sandbox/" + path, body ?? new { });
        string text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, $"{path}: {(int)answer.StatusCode} {text}");
        return text.Length == 0 ? null : JsonNode.Parse(text);
    }

    /// <summary>Moves the sandbox's clock to the start of a minute, so that none ends while a test counts within it.</summary>
    public async Task AtMinuteStart()
    {
        DateTimeOffset now = DateTimeOffset.Parse((string)(await Get("/__sandbox/clock"))["now"]!, System.Globalization.CultureInfo.InvariantCulture);
        await Drive("clock/advance", new { seconds = 60.1 - now.Second - now.Millisecond / 1000.0 });
    }

    /// <summary>Waits until <paramref name="holds"/>, at most a minute.</summary>
    public static async Task Until(Func<Task<bool>> holds)
    {
        for (long patience = Environment.TickCount64 + 60_000; Environment.TickCount64 < patience; await Task.Delay(20))
            if (await holds()) return;
        Assert.Fail("It did not happen within a minute.");
    }

    async Task Start()
    {
        _app = SandboxApp.Create(["--Sandbox:Port=0", "--Sandbox:Config=" + _folder, "--Sandbox:HostBase=" + Host.Base, "--Sandbox:CallbackGapSeconds=0.05",
            "--Sandbox:JobFinishSeconds=0.05", "--Logging:LogLevel:Default=Warning", .. _args]);
        await _app.StartAsync();
        Base = new Uri(_app.Urls.Single());
        Http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = Base };
    }

    void WriteConfig()
    {
        string source = RepositoryConfig();
        Directory.CreateDirectory(Path.Combine(_folder, "wechat"));
        Directory.CreateDirectory(Path.Combine(_folder, "demo", "portraits"));
        Directory.CreateDirectory(Path.Combine(_folder, "demo", "photos"));
        foreach (string key in new[] { Lead, Operator, Contact })
            File.Copy(Path.Combine(source, "demo", "portraits", key + ".jpg"), Path.Combine(_folder, "demo", "portraits", key + ".jpg"));
        foreach (string photo in new[] { "entrance", "controller", "pump" })
            File.Copy(Path.Combine(source, "demo", "photos", photo + ".jpg"), Path.Combine(_folder, "demo", "photos", photo + ".jpg"));
        JsonNode accounts = JsonNode.Parse(File.ReadAllText(Path.Combine(source, "demo", "accounts.json")))!;
        accounts["miniProgram"]!["pages"] = new JsonArray("pages/projects/projects", "pages/login/login");
        File.WriteAllText(Path.Combine(_folder, "demo", "accounts.json"), accounts.ToJsonString());
        File.WriteAllText(Path.Combine(_folder, "demo", "people.json"), """
            [
              { "key": "sh-lead", "name": "顾南舟", "kind": "Lead", "region": "shanghai", "phone": "19900000102", "portrait": "portraits/sh-lead.jpg" },
              { "key": "sh-operator", "name": "韩柏川", "kind": "Operator", "region": "shanghai", "phone": "19900000105", "portrait": "portraits/sh-operator.jpg" },
              { "key": "sh-contact", "name": "周桂兰", "kind": "OwnerContact", "region": "shanghai", "phone": "19900000108", "portrait": "portraits/sh-contact.jpg" }
            ]
            """);
        File.WriteAllText(Path.Combine(_folder, "wechat", "templates.json"), $$"""
            {
              "agency": [ { "key": "task_submitted", "templateId": "{{TaskTemplate}}", "title": "记录等您审核",
                "fields": [ { "name": "thing1", "label": "项目名称" }, { "name": "name2", "label": "提交人" }, { "name": "time3", "label": "提交时间" } ] } ],
              "owner": [],
              "miniprogram": [ { "key": "task_assigned", "templateId": "{{MiniTemplate}}", "title": "有新的检查任务",
                "fields": [ { "name": "thing1", "label": "项目名称" } ] } ]
            }
            """);
    }

    /// <summary>The repository's config folder, above the test's binaries.</summary>
    public static string RepositoryConfig()
    {
        DirectoryInfo? at = new(AppContext.BaseDirectory);
        while (at is not null && !File.Exists(Path.Combine(at.FullName, "config", "demo", "accounts.json"))) at = at.Parent;
        return Path.Combine(at!.FullName, "config");
    }
}

/// <summary>A sandbox that gives up a callback after one second instead of five.</summary>
public sealed class ImpatientSandbox() : SandboxUnderTest("--Sandbox:CallbackSeconds=1");
