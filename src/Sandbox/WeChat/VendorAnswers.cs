using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using WeChatService.Sandbox.Inspect;
using WeChatService.Sandbox.Setting;

namespace WeChatService.Sandbox.WeChat;

/// <summary>WeChat says no: HTTP 200 with an errcode; the platform's own words unless <paramref name="message"/> says more.</summary>
public sealed class VendorRefusal(int errCode, string? message = null) : Exception(message ?? VendorErrors.Words(errCode))
{
    public int ErrCode => errCode;
}

/// <summary>How api.weixin.qq.com phrases its answers.</summary>
public static class VendorAnswers
{
    public static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    static readonly JsonWriterOptions s_writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    public static string RandomHex(int bytes) => RandomNumberGenerator.GetHexString(bytes * 2, lowercase: true);

    /// <summary>Answers the refusal with a request id (<c>rid: 8-8-8</c> hex), which <c>openapi/rid/get</c> can explain to
    /// <paramref name="account"/>.</summary>
    public static Task Refuse(HttpContext context, VendorRefusal refusal, DemoAccount? account = null)
    {
        RequestLogging.Note(context, refusal.ErrCode.ToString());
        string rid = $"{RandomHex(4)}-{RandomHex(4)}-{RandomHex(4)}";
        // The sns family puts a comma before the rid, the others a blank.
        string separator = context.Request.Path.StartsWithSegments("/sns") ? ", rid: " : " rid: ";
        JsonObject body = new() { ["errcode"] = refusal.ErrCode, ["errmsg"] = refusal.Message + separator + rid };
        context.RequestServices.GetRequiredService<Rids>().Remember(rid, account?.Kind, context, body.ToJsonString(Json));
        return Write(context, body);
    }

    public static JsonObject Ok() => new() { ["errcode"] = 0, ["errmsg"] = "ok" };

    /// <summary>Whole body with its length, so that HTTP/1.0 clients know its end.</summary>
    public static Task Write(HttpContext context, JsonNode body)
    {
        using MemoryStream text = new(512);
        using (Utf8JsonWriter writer = new(text, s_writing)) body.WriteTo(writer, Json);
        // The sns family answers text/plain, the rest JSON with "encoding" instead of "charset": both are the vendor's own.
        context.Response.ContentType = context.Request.Path.StartsWithSegments("/sns") ? "text/plain" : "application/json; encoding=utf-8";
        context.Response.ContentLength = text.Length;
        return context.Response.Body.WriteAsync(text.GetBuffer(), 0, (int)text.Length);
    }

    /// <summary>A picture; its kind must be right, because clients tell it from a refusal by the content type.</summary>
    public static Task WritePicture(HttpContext context, byte[] picture, string contentType = "image/png")
    {
        context.Response.ContentType = contentType;
        context.Response.ContentLength = picture.Length;
        return context.Response.Body.WriteAsync(picture, 0, picture.Length);
    }
}
