using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using WeChatService.Sandbox.Setting;

namespace WeChatService.Sandbox.TencentCloud;

/// <summary>sms.tencentcloudapi.com, version 2021-01-11: SendSms to mainland numbers by approved templates.</summary>
public static partial class SmsEndpoint
{
    public const string Action = "SendSms";
    const string Service = "sms", Version = "2021-01-11";
    static readonly string[] s_known = ["PhoneNumberSet", "SmsSdkAppId", "TemplateId", "SignName", "TemplateParamSet", "ExtendCode", "SessionContext", "SenderId"];

    public static JsonObject Send(HttpRequest request, byte[] body, DemoCloud cloud, SmsInbox inbox)
    {
        Tc3Signature.Verify(request, body, Service, cloud.SecretId, cloud.SecretKey, TimeProvider.System.GetUtcNow());
        if (request.Headers["X-TC-Version"] != Version) throw new CloudRefusal("NoSuchVersion", "The version does not exist.");
        if (request.Headers["X-TC-Region"].ToString().Length == 0) throw new CloudRefusal("MissingParameter", "X-TC-Region is missing.");
        JsonObject parameters = IaiEndpoint.Parse(body);
        if (parameters.FirstOrDefault(p => !s_known.Contains(p.Key)).Key is { } unknown) throw new CloudRefusal("UnknownParameter", $"The parameter `{unknown}` is not recognized.");
        if (Text(parameters, "SmsSdkAppId") != cloud.Sms.SdkAppId) throw new CloudRefusal("UnauthorizedOperation.SmsSdkAppIdVerifyFail", "The SmsSdkAppId is not this account's.");
        if (Text(parameters, "SignName") != cloud.Sms.SignName) throw new CloudRefusal("FailedOperation.SignatureIncorrectOrUnapproved", "The signature is not approved.");
        DemoSmsTemplate template = cloud.Sms.Templates.Values.FirstOrDefault(t => t.Id == Text(parameters, "TemplateId"))
            ?? throw new CloudRefusal("FailedOperation.TemplateIncorrectOrUnapproved", "The template is not approved.");
        IReadOnlyList<string> values = List(parameters, "TemplateParamSet");
        if (values.Count != Slots().Matches(template.Text).Select(m => m.Value).Distinct().Count())
            throw new CloudRefusal("FailedOperation.TemplateParamSetNotMatchApprovedTemplate", "The number of values is not the template's.");
        IReadOnlyList<string> phones = List(parameters, "PhoneNumberSet");
        if (phones.Count is 0 or > 200) throw new CloudRefusal("LimitExceeded.PhoneNumberCountLimit", "1 to 200 numbers.");
        JsonArray status = [];
        foreach (string phone in phones) status.Add(Deliver(phone, template, values, cloud.Sms.SignName, inbox));
        return new JsonObject { ["SendStatusSet"] = status };
    }

    static JsonObject Deliver(string phone, DemoSmsTemplate template, IReadOnlyList<string> values, string sign, SmsInbox inbox)
    {
        bool mainland = Mainland().IsMatch(phone);
        if (mainland) inbox.Add(phone[^11..], $"【{sign}】{Slots().Replace(template.Text, slot => values[int.Parse(slot.Groups[1].ValueSpan, null) - 1])}");
        return new JsonObject
        {
            ["SerialNo"] = mainland ? $"2640:{Guid.CreateVersion7():N}" : "", ["PhoneNumber"] = phone, ["Fee"] = mainland ? 1 : 0, ["SessionContext"] = "",
            ["Code"] = mainland ? "Ok" : "FailedOperation.PhoneNumberInBlacklist", ["Message"] = mainland ? "send success" : "not a mainland mobile number", ["IsoCode"] = "CN",
        };
    }

    static string? Text(JsonObject parameters, string name) => parameters[name] is JsonValue v && v.GetValueKind() == JsonValueKind.String ? v.GetValue<string>() : null;

    static IReadOnlyList<string> List(JsonObject parameters, string name) => parameters[name] is JsonArray list
        ? [.. list.Select(v => v is JsonValue text && text.GetValueKind() == JsonValueKind.String ? text.GetValue<string>() : throw new CloudRefusal("InvalidParameter", $"`{name}` holds strings."))]
        : throw new CloudRefusal("MissingParameter", $"The parameter `{name}` is missing.");

    [GeneratedRegex(@"^(\+86)?1[3-9][0-9]{9}$")]
    private static partial Regex Mainland();

    [GeneratedRegex(@"\{([1-9])\}")]
    private static partial Regex Slots();
}

/// <param name="Person">The demonstration person whose number it is; null: nobody's.</param>
public sealed record SmsMessage(DateTimeOffset At, string? Person, string Phone, string Text);

/// <summary>The SMS that arrived, the newest last; the last thousand are kept.</summary>
public sealed class SmsInbox(People people)
{
    const int Kept = 1000;
    readonly Lock _lock = new();
    readonly Queue<SmsMessage> _messages = [];

    public void Add(string phone, string text)
    {
        lock (_lock)
        {
            _messages.Enqueue(new SmsMessage(TimeProvider.System.GetUtcNow(), people.All.FirstOrDefault(p => p.Phone == phone)?.Key, phone, text));
            while (_messages.Count > Kept) _messages.Dequeue();
        }
    }

    public IReadOnlyList<SmsMessage> Of(string? person)
    {
        lock (_lock) return [.. _messages.Where(m => person is null || m.Person == person)];
    }

    public void Reset()
    {
        lock (_lock) _messages.Clear();
    }
}
