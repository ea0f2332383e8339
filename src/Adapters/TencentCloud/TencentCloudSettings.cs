using Microsoft.Extensions.Configuration;
using WeChatService.Accounts.Ports;

namespace WeChatService.TencentCloud;

/// <summary>Where Tencent Cloud's face and SMS services are and who we are to them; the secret comes from the environment only.</summary>
public sealed class TencentCloudSettings
{
    public TencentCloudSettings(IConfiguration configuration)
    {
        var section = configuration.GetSection("TencentCloud");
        IaiBase = Base(section["IaiBase"], "https://iai.tencentcloudapi.com");
        SmsBase = Base(section["SmsBase"], "https://sms.tencentcloudapi.com");
        SmsSdkAppId = section["Sms:SdkAppId"] ?? "";
        SmsSignName = section["Sms:SignName"] ?? "";
        SmsRegion = section["Sms:Region"] is { Length: > 0 } where ? where : "ap-guangzhou";
        smsTemplates = section.GetSection("Sms:Templates");
        SecretId = section["SecretId"] ?? "";
        SecretKey = section["SecretKey"] ?? "";
        Region = section["Region"] is { Length: > 0 } region ? region : null;
    }

    private readonly IConfigurationSection smsTemplates;

    public Uri IaiBase { get; }
    public Uri SmsBase { get; }
    public string SecretId { get; }
    public string SecretKey { get; }

    /// <summary>CompareFace does not need it; sent when given.</summary>
    public string? Region { get; }

    /// <summary>The SMS application, its approved signature (without 【】), and the region that it was made in.</summary>
    public string SmsSdkAppId { get; }
    public string SmsSignName { get; }
    public string SmsRegion { get; }

    /// <summary>The account's own id of an approved template: TencentCloud__Sms__Templates__OwnCode, …__WitnessCode.</summary>
    public string SmsTemplateOf(SmsText text) => smsTemplates[text.ToString()] ?? "";

    private static Uri Base(string? given, string usual) => new((given is { Length: > 0 } ? given : usual).TrimEnd('/') + "/");
}
