using Microsoft.Extensions.Configuration;

namespace WeChatService.TencentCloud;

/// <summary>Where Tencent Cloud's face service is and who we are to it; the secret comes from the environment only.</summary>
public sealed class TencentCloudSettings
{
    public TencentCloudSettings(IConfiguration configuration)
    {
        var section = configuration.GetSection("TencentCloud");
        IaiBase = new Uri((section["IaiBase"] is { Length: > 0 } given ? given : "https://iai.tencentcloudapi.com").TrimEnd('/') + "/");
        SecretId = section["SecretId"] ?? "";
        SecretKey = section["SecretKey"] ?? "";
        Region = section["Region"] is { Length: > 0 } region ? region : null;
    }

    public Uri IaiBase { get; }
    public string SecretId { get; }
    public string SecretKey { get; }

    /// <summary>CompareFace does not need it; sent when given.</summary>
    public string? Region { get; }
}
