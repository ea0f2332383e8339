using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using WeChatService.Sandbox.Inspect;

namespace WeChatService.Sandbox.WeChat;

/// <summary>WeChat says no: HTTP 200 with an errcode.</summary>
public sealed class VendorRefusal(int errCode, string message) : Exception(message)
{
    public int ErrCode => errCode;
}

/// <summary>How api.weixin.qq.com phrases its answers.</summary>
public static class VendorAnswers
{
    public static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Request id in the form of the newer errors: <c>rid: 8-8-8</c> hex.</summary>
    public static string Rid() => $"rid: {RandomHex(4)}-{RandomHex(4)}-{RandomHex(4)}";

    public static string RandomHex(int bytes) => RandomNumberGenerator.GetHexString(bytes * 2, lowercase: true);

    public static Task Refuse(HttpContext context, VendorRefusal refusal)
    {
        RequestLogging.Note(context, refusal.ErrCode.ToString());
        return Write(context, new JsonObject { ["errcode"] = refusal.ErrCode, ["errmsg"] = $"{refusal.Message} {Rid()}" });
    }

    public static JsonObject Ok() => new() { ["errcode"] = 0, ["errmsg"] = "ok" };

    public static Task Write(HttpContext context, JsonNode body)
    {
        // The sns family answers text/plain, the rest JSON with "encoding" instead of "charset": both are the vendor's own.
        context.Response.ContentType = context.Request.Path.StartsWithSegments("/sns") ? "text/plain" : "application/json; encoding=utf-8";
        return context.Response.WriteAsync(body.ToJsonString(Json));
    }
}
