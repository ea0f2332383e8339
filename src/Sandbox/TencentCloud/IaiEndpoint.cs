using System.Text.Json;
using System.Text.Json.Nodes;
using WeChatService.Sandbox.Inspect;
using WeChatService.Sandbox.Setting;

namespace WeChatService.Sandbox.TencentCloud;

/// <summary>Tencent Cloud says no: HTTP 200 with an Error in the envelope.</summary>
public sealed class CloudRefusal(string code, string message) : Exception(message)
{
    public string Code => code;
}

/// <summary>iai.tencentcloudapi.com, version 2020-03-03: CompareFace, DetectFace, DetectLiveFaceAccurate.</summary>
public static class IaiEndpoint
{
    const string Service = "iai";
    const string Version = "2020-03-03";
    const int LargestBody = 10 * 1024 * 1024;

    static readonly Dictionary<string, string[]> s_parameters = new()
    {
        ["CompareFace"] = ["ImageA", "ImageB", "UrlA", "UrlB", "FaceModelVersion", "QualityControl", "NeedRotateDetection", "FaceMatchingStrategy"],
        ["DetectFace"] = ["Image", "Url", "MaxFaceNum", "MinFaceSize", "NeedFaceAttributes", "NeedQualityDetection", "FaceModelVersion", "NeedRotateDetection"],
        ["DetectLiveFaceAccurate"] = ["Image", "Url", "FaceModelVersion"],
    };

    public static void MapIai(this IEndpointRouteBuilder app) => app.MapPost("/", Serve);

    public static Task Refuse(HttpContext context, CloudRefusal refusal)
    {
        RequestLogging.Note(context, refusal.Code);
        return Write(context, new JsonObject { ["Error"] = new JsonObject { ["Code"] = refusal.Code, ["Message"] = refusal.Message } });
    }

    static async Task Serve(HttpContext context, DemoAccounts accounts, FaceStandIn faces, SmsInbox sms)
    {
        try
        {
            byte[] body = await ReadBody(context.Request);
            string action = context.Request.Headers["X-TC-Action"].ToString();
            if (action.Length == 0) throw new CloudRefusal("MissingParameter", "X-TC-Action is missing.");
            // All of the vendor's services stand behind this one address; their own hosts tell them apart.
            if (action == SmsEndpoint.Action)
            {
                await Write(context, SmsEndpoint.Send(context.Request, body, accounts.TencentCloud, sms));
                return;
            }
            Tc3Signature.Verify(context.Request, body, Service, accounts.TencentCloud.SecretId, accounts.TencentCloud.SecretKey, TimeProvider.System.GetUtcNow());
            if (context.Request.Headers["X-TC-Version"] != Version) throw new CloudRefusal("NoSuchVersion", "The version does not exist.");
            if (!s_parameters.TryGetValue(action, out string[]? known)) throw new CloudRefusal("InvalidAction", $"The action {action} does not exist.");
            if (context.Request.ContentType is not ("application/json" or "application/json; charset=utf-8"))
                throw new CloudRefusal("UnsupportedProtocol", "The Content-Type must be application/json.");
            JsonObject parameters = Parse(body);
            if (parameters.FirstOrDefault(p => !known.Contains(p.Key)).Key is { } unknown) throw new CloudRefusal("UnknownParameter", $"The parameter `{unknown}` is not recognized.");
            CheckModel(parameters);
            await Write(context, action switch
            {
                "CompareFace" => CompareFace(parameters, faces),
                "DetectFace" => DetectFace(parameters, faces),
                _ => new JsonObject { ["Score"] = faces.Detect(Image(parameters, "Image", "Url")) is { Count: > 0 } ? 92.5 : throw NoFace(), ["FaceModelVersion"] = "3.0" },
            });
        }
        catch (CloudRefusal refusal)
        {
            await Refuse(context, refusal);
        }
    }

    static JsonObject CompareFace(JsonObject parameters, FaceStandIn faces)
    {
        byte[] a = Image(parameters, "ImageA", "UrlA"), b = Image(parameters, "ImageB", "UrlB");
        double score = faces.Compare(a, b) ?? throw NoFace();
        return new JsonObject { ["Score"] = score, ["FaceModelVersion"] = "3.0" };
    }

    static JsonObject DetectFace(JsonObject parameters, FaceStandIn faces)
    {
        byte[] image = Image(parameters, "Image", "Url");
        PictureSize size = Pictures.SizeOf(image)!;
        if (faces.Detect(image) is not { Count: > 0 } found) throw NoFace();
        JsonArray infos = [];
        foreach (string _ in found)
            infos.Add(new JsonObject
            {
                ["X"] = size.Width / 4,
                ["Y"] = size.Height / 5,
                ["Width"] = size.Width / 2,
                ["Height"] = size.Height / 2,
                ["FaceAttributesInfo"] = null,
                ["FaceQualityInfo"] = new JsonObject { ["Score"] = 88, ["Sharpness"] = 91, ["Brightness"] = BrightnessOf(image) },
            });
        return new JsonObject { ["ImageWidth"] = size.Width, ["ImageHeight"] = size.Height, ["FaceInfos"] = infos, ["FaceModelVersion"] = "3.0" };
    }

    /// <summary>0 to 100 as the picture is; what cannot be decoded is well lit.</summary>
    static int BrightnessOf(byte[] image) => LuminanceDecoder.Decode(image) is { } seen ? (int)Math.Round(seen.Pixels.Average(p => (double)p) / 255 * 100) : 52;

    static CloudRefusal NoFace() => new("InvalidParameterValue.NoFaceInPhoto", "No face in the photo.");

    static void CheckModel(JsonObject parameters)
    {
        if (Text(parameters, "FaceModelVersion") is not (null or "3.0")) throw new CloudRefusal("InvalidParameterValue.FaceModelVersionIllegal", "The face model version is illegal.");
        if (parameters["QualityControl"] is { } q && (q is not JsonValue v || !v.TryGetValue(out int level) || level is < 0 or > 4))
            throw new CloudRefusal("InvalidParameterValue.QualityControlIllegal", "The quality control level is illegal.");
    }

    /// <summary>Size, base64, format and pixels of one picture as the vendor limits them.</summary>
    static byte[] Image(JsonObject parameters, string name, string urlName)
    {
        if (Text(parameters, urlName) is { Length: > 0 }) throw new CloudRefusal("FailedOperation.ImageDownloadError", "The sandbox downloads nothing.");
        string base64 = Text(parameters, name) ?? throw new CloudRefusal("MissingParameter", $"The parameter `{name}` is missing.");
        if (base64.Length == 0) throw new CloudRefusal("InvalidParameterValue.ImageEmpty", "The image is empty.");
        if (base64.Length > 5 * 1024 * 1024) throw new CloudRefusal("FailedOperation.ImageSizeExceed", "The base64 text is over 5 MB.");
        byte[] bytes = new byte[base64.Length];
        if (!Convert.TryFromBase64String(base64, bytes, out int length)) throw new CloudRefusal("FailedOperation.ImageDecodeFailed", "The image is not base64.");
        bytes = bytes[..length];
        PictureSize size = Pictures.SizeOf(bytes) ?? throw new CloudRefusal("FailedOperation.ImageDecodeFailed", "The image is no readable JPEG, PNG or BMP.");
        if (Math.Max(size.Width, size.Height) > (size.IsJpeg ? 4000 : 2000)) throw new CloudRefusal("FailedOperation.ImageResolutionExceed", "The resolution is too large.");
        if (Math.Min(size.Width, size.Height) < 64) throw new CloudRefusal("FailedOperation.ImageResolutionTooSmall", "The resolution is too small.");
        return bytes;
    }

    static string? Text(JsonObject parameters, string name) => parameters[name] switch
    {
        null => null,
        JsonValue v when v.GetValueKind() == JsonValueKind.String => v.GetValue<string>(),
        _ => throw new CloudRefusal("InvalidParameter", $"The parameter `{name}` is not a string."),
    };

    internal static JsonObject Parse(byte[] body)
    {
        try
        {
            return JsonNode.Parse(body) as JsonObject ?? throw new CloudRefusal("InvalidParameter", "The body is not a JSON object.");
        }
        catch (JsonException)
        {
            throw new CloudRefusal("InvalidParameter", "The body is not JSON.");
        }
    }

    static async Task<byte[]> ReadBody(HttpRequest request)
    {
        using MemoryStream body = new();
        byte[] part = new byte[64 * 1024];
        for (int n; (n = await request.Body.ReadAsync(part)) > 0;)
        {
            if (body.Length + n > LargestBody) throw new CloudRefusal("RequestSizeLimitExceeded", "The request is over 10 MB.");
            body.Write(part, 0, n);
        }
        return body.ToArray();
    }

    static Task Write(HttpContext context, JsonObject response)
    {
        response["RequestId"] = Guid.CreateVersion7().ToString();
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(new JsonObject { ["Response"] = response }.ToJsonString(WeChat.VendorAnswers.Json));
    }
}
