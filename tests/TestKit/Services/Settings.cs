using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace WeChatService.TestKit;

/// <summary>The Host's settings in a test: its own database, the sandbox as every vendor, the demonstration accounts.</summary>
public static class Settings
{
    public static void For(
        WebApplicationBuilder builder, string database, Uri sandbox, string redisPrefix, TimeProvider? time = null, IReadOnlyDictionary<string, string?>? more = null)
    {
        var services = TestServices.Ready;
        var settings = new Dictionary<string, string?>
        {
            ["Database:App"] = services.App(database),
            ["Database:Migration"] = services.Migration(database),
            ["Redis:Host"] = services.RedisHost,
            ["Redis:Port"] = services.RedisPort,
            ["Redis:Password"] = services.RedisPassword,
            ["Redis:Prefix"] = $"{redisPrefix}:",
            ["ObjectStore:Kind"] = "folder",
            ["ObjectStore:Folder"] = Path.Combine(services.Folder, $"objects-{TemplateDatabase.BuildMark}"),
            ["Secrets:FieldKey"] = Convert.ToBase64String("tests only, tests only, only 32b"u8),
            ["Secrets:LinkKey"] = "tests only",
            ["Limits:RequestsPerMinute"] = "1000000",
            ["Limits:SignInsPerMinute"] = "1000000",
            ["Limits:ScansPerMinute"] = "1000000",
            ["Limits:PublicPerMinute"] = "1000000",
            // What a test has just published it reads at once.
            ["Public:CacheSeconds"] = "0",
            ["Plans:Reminders"] = "off",
            ["Agencies:StaffWatch"] = "off",
            // One after another is quick enough for a test's few pushes; each connection is paid for in each world.
            ["Messaging:Connections"] = "2",
            ["Objects:Unused"] = "off",
            ["Demo:Folder"] = Demo.Folder,
        };
        foreach (var (name, value) in Vendors(sandbox).Concat(more ?? new Dictionary<string, string?>()))
        {
            settings[name] = value;
        }

        builder.Configuration.AddInMemoryCollection(settings);
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        // Slow by design, and each test signs several people in: a tenth of what the suite computed.
        builder.Services.Configure<PasswordHasherOptions>(hashing => hashing.IterationCount = 1_000);
        if (time is not null)
        {
            builder.Services.RemoveAll<TimeProvider>();
            builder.Services.AddSingleton(time);
        }
    }

    /// <summary>The same names as scripts/start writes into .run/env.</summary>
    private static Dictionary<string, string?> Vendors(Uri sandbox)
    {
        var root = sandbox.ToString().TrimEnd('/');
        using var accounts = JsonDocument.Parse(File.ReadAllText(Path.Combine(Demo.Folder, "accounts.json")));
        string Of(string section, string key) => accounts.RootElement.GetProperty(section).GetProperty(key).GetString()!;
        var settings = new Dictionary<string, string?>
        {
            ["WeChat:ApiBase"] = root, ["WeChat:OpenBase"] = root, ["WeChat:MpBase"] = root,
            ["TencentCloud:IaiBase"] = root, ["TencentCloud:SmsBase"] = root,
            ["TencentCloud:SecretId"] = Of("tencentCloud", "secretId"),
            ["TencentCloud:SecretKey"] = Of("tencentCloud", "secretKey"),
            ["TencentCloud:Region"] = Of("tencentCloud", "region"),
            ["ObjectStore:Endpoint"] = $"{root}/__s3",
            ["ObjectStore:Bucket"] = Of("objectStore", "bucket"),
            ["ObjectStore:Region"] = Of("objectStore", "region"),
            ["ObjectStore:AccessKey"] = Of("objectStore", "accessKey"),
            ["ObjectStore:SecretKey"] = Of("objectStore", "secretKey"),
        };
        var sms = accounts.RootElement.GetProperty("tencentCloud").GetProperty("sms");
        settings["TencentCloud:Sms:SdkAppId"] = sms.GetProperty("sdkAppId").GetString();
        settings["TencentCloud:Sms:SignName"] = sms.GetProperty("signName").GetString();
        foreach (var (template, name) in new[] { ("ownCode", "OwnCode"), ("witnessCode", "WitnessCode") })
        {
            settings[$"TencentCloud:Sms:Templates:{name}"] = sms.GetProperty("templates").GetProperty(template).GetProperty("id").GetString();
        }

        foreach (var (account, section) in new[] { ("agency", "Agency"), ("owner", "Owner"), ("miniProgram", "MiniProgram") })
        {
            foreach (var (key, name) in new[] { ("appId", "AppId"), ("secret", "Secret"), ("token", "Token"), ("aesKey", "AesKey"), ("originalId", "OriginalId") })
            {
                settings[$"WeChat:{section}:{name}"] = Of(account, key);
            }
        }

        return settings;
    }
}
