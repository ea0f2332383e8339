using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Xml;
using WeChatService.Sandbox.WeChat;

namespace WeChatService.Sandbox.Phone;

/// <summary>One element; <paramref name="Bare"/> for numbers, else CDATA. <paramref name="Inside"/> for an element made of others.</summary>
public sealed record CallbackElement(string Name, string Value, bool Bare = false, IReadOnlyList<CallbackElement>? Inside = null);

/// <summary>What WeChat tells the account's server: a message or an event, with the elements of its kind in order.</summary>
public sealed record CallbackMessage(string OpenId, string MsgType, DateTimeOffset CreateTime, IReadOnlyList<CallbackElement> Elements)
{
    public string? Event => Elements.FirstOrDefault(e => e.Name == "Event")?.Value;

    public string? EventKey => Elements.FirstOrDefault(e => e.Name == "EventKey")?.Value;

    /// <summary>The event's name, or the message's type.</summary>
    public string Kind => Event ?? MsgType;

    public static CallbackMessage Subscribe(string openId, string? scene, string? ticket, DateTimeOffset at) => OfEvent(openId, "subscribe", at,
        scene is null ? [new("EventKey", "")] : [new("EventKey", "qrscene_" + scene), new("Ticket", ticket!)]);

    public static CallbackMessage Unsubscribe(string openId, DateTimeOffset at) => OfEvent(openId, "unsubscribe", at, new CallbackElement("EventKey", ""));

    /// <summary>A follower scanned a scene code: no qrscene_ prefix, Event in capitals.</summary>
    public static CallbackMessage Scan(string openId, string scene, string ticket, DateTimeOffset at) =>
        OfEvent(openId, "SCAN", at, new("EventKey", scene), new("Ticket", ticket));

    public static CallbackMessage Click(string openId, string key, DateTimeOffset at) => OfEvent(openId, "CLICK", at, new CallbackElement("EventKey", key));

    public static CallbackMessage View(string openId, string url, long menuId, DateTimeOffset at) =>
        OfEvent(openId, "VIEW", at, new("EventKey", url), Number("MenuId", menuId));

    public static CallbackMessage ViewMiniProgram(string openId, string pagePath, long menuId, DateTimeOffset at) =>
        OfEvent(openId, "view_miniprogram", at, new("EventKey", pagePath), Number("MenuId", menuId));

    /// <summary>The position a follower reports; may share its second with other events.</summary>
    public static CallbackMessage Location(string openId, double latitude, double longitude, double precision, DateTimeOffset at) => OfEvent(openId, "LOCATION", at,
        new("Latitude", latitude.ToString("F6", CultureInfo.InvariantCulture), Bare: true), new("Longitude", longitude.ToString("F6", CultureInfo.InvariantCulture), Bare: true),
        new("Precision", precision.ToString("F6", CultureInfo.InvariantCulture), Bare: true));

    public static CallbackMessage Text(string openId, string content, long msgId, DateTimeOffset at) =>
        new(openId, "text", at, [new("Content", content), Number("MsgId", msgId)]);

    /// <summary>Mind the capital D of MsgID: only this event writes it so.</summary>
    public static CallbackMessage JobFinished(string openId, long msgId, string status, DateTimeOffset at) =>
        OfEvent(openId, "TEMPLATESENDJOBFINISH", at, Number("MsgID", msgId), new("Status", status));

    /// <summary>The prompt for subscribe messages was answered; one list item a template.</summary>
    public static CallbackMessage SubscribePopup(string openId, IEnumerable<(string TemplateId, bool Accepted)> answers, DateTimeOffset at) =>
        OfEvent(openId, "subscribe_msg_popup_event", at, new CallbackElement("SubscribeMsgPopupEvent", "", Inside: [.. answers.Select(a => Item(
            new("TemplateId", a.TemplateId), new("SubscribeStatusString", a.Accepted ? "accept" : "reject"), new("PopupScene", "0")))]));

    /// <summary>A template was switched on or off in the settings.</summary>
    public static CallbackMessage SubscribeChanged(string openId, string templateId, bool accepted, DateTimeOffset at) =>
        OfEvent(openId, "subscribe_msg_change_event", at, new CallbackElement("SubscribeMsgChangeEvent", "",
            Inside: [Item(new("TemplateId", templateId), new("SubscribeStatusString", accepted ? "accept" : "reject"))]));

    public static CallbackMessage SubscribeSent(string openId, string templateId, long msgId, bool delivered, DateTimeOffset at) =>
        OfEvent(openId, "subscribe_msg_sent_event", at, new CallbackElement("SubscribeMsgSentEvent", "", Inside: [Item(new("TemplateId", templateId),
            new("MsgID", msgId.ToString(CultureInfo.InvariantCulture)), Number("ErrorCode", delivered ? 0 : 43101), new("ErrorStatus", delivered ? "success" : "user refuse to accept the msg"))]));

    /// <summary>The person took back the permission to use personal data.</summary>
    public static CallbackMessage AuthorizationRevoked(string openId, string appId, string what, DateTimeOffset at) =>
        OfEvent(openId, "user_authorization_revoke", at, new("OpenID", openId), new("AppID", appId), new("RevokeInfo", what));

    /// <summary>Anything else: the fields of a JSON object as elements, numbers bare, lists as repeated elements.</summary>
    public static CallbackMessage Of(string openId, string msgType, JsonObject fields, DateTimeOffset at) => new(openId, msgType, at, [.. ElementsOf(fields)]);

    /// <summary>The XML document; strings in CDATA (split where they hold <c>]]&gt;</c>), numbers bare.</summary>
    /// <param name="originalId">The account's gh_… id.</param>
    /// <param name="encrypt">Adds an Encrypt element, as the compatible mode does.</param>
    public string ToXml(string originalId, string? encrypt = null)
    {
        StringBuilder text = new();
        using (XmlWriter xml = XmlWriter.Create(text, new XmlWriterSettings { OmitXmlDeclaration = true, CheckCharacters = false }))
        {
            xml.WriteStartElement("xml");
            Write(xml, new("ToUserName", originalId));
            Write(xml, new("FromUserName", OpenId));
            Write(xml, new("CreateTime", CreateTime.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture), Bare: true));
            Write(xml, new("MsgType", MsgType));
            foreach (CallbackElement element in Elements) Write(xml, element);
            if (encrypt is not null) Write(xml, new("Encrypt", encrypt));
            xml.WriteEndElement();
        }
        return text.ToString();
    }

    /// <summary>The JSON document a mini program may choose. Lists stand at the top without their wrapper, and a list of one
    /// is a bare object: that is how the platform sends them.</summary>
    public string ToJson(string originalId, string? encrypt = null)
    {
        JsonObject json = new() { ["ToUserName"] = originalId, ["FromUserName"] = OpenId, ["CreateTime"] = CreateTime.ToUnixTimeSeconds(), ["MsgType"] = MsgType };
        foreach (CallbackElement element in Elements)
            if (element.Inside is { } inside && inside.All(i => i.Name == "List"))
                json["List"] = inside.Count == 1 ? JsonOf(inside[0]) : new JsonArray([.. inside.Select(JsonOf)]);
            else json[element.Name] = JsonOf(element);
        if (encrypt is not null) json["Encrypt"] = encrypt;
        return json.ToJsonString(VendorAnswers.Json);
    }

    /// <summary>The body of the safe mode: receiver and ciphertext only.</summary>
    public static string SafeEnvelope(string originalId, string encrypt, bool json) => json
        ? new JsonObject { ["ToUserName"] = originalId, ["Encrypt"] = encrypt }.ToJsonString(VendorAnswers.Json)
        : $"<xml><ToUserName><![CDATA[{originalId}]]></ToUserName><Encrypt><![CDATA[{encrypt}]]></Encrypt></xml>";

    static CallbackMessage OfEvent(string openId, string name, DateTimeOffset at, params CallbackElement[] elements) =>
        new(openId, "event", at, [new("Event", name), .. elements]);

    static CallbackElement Number(string name, long value) => new(name, value.ToString(CultureInfo.InvariantCulture), Bare: true);

    static CallbackElement Item(params CallbackElement[] inside) => new("List", "", Inside: inside);

    static IEnumerable<CallbackElement> ElementsOf(JsonObject fields) => fields.SelectMany(f => f.Value switch
    {
        JsonArray list => list.Select(i => ElementOf(f.Key, i)),
        _ => [ElementOf(f.Key, f.Value)],
    });

    static CallbackElement ElementOf(string name, JsonNode? value) => value switch
    {
        JsonObject inside => new CallbackElement(name, "", Inside: [.. ElementsOf(inside)]),
        JsonValue v when v.GetValueKind() == System.Text.Json.JsonValueKind.Number => new CallbackElement(name, v.ToJsonString(), Bare: true),
        _ => new CallbackElement(name, value?.ToString() ?? ""),
    };

    static JsonNode? JsonOf(CallbackElement element)
    {
        if (element.Inside is { } inside)
        {
            JsonObject made = [];
            foreach (CallbackElement part in inside) made[part.Name] = JsonOf(part);
            return made;
        }
        return element.Bare && JsonNode.Parse(element.Value) is { } number ? number : JsonValue.Create(element.Value);
    }

    static void Write(XmlWriter xml, CallbackElement element)
    {
        xml.WriteStartElement(element.Name);
        if (element.Inside is { } inside)
            foreach (CallbackElement part in inside) Write(xml, part);
        else if (element.Bare) xml.WriteString(element.Value);
        else if (element.Value.Length == 0) xml.WriteRaw("<![CDATA[]]>");
        else xml.WriteCData(element.Value);
        xml.WriteEndElement();
    }
}
