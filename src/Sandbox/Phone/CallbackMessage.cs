using System.Globalization;
using System.Text;
using System.Xml;

namespace WeChatService.Sandbox.Phone;

/// <summary>What WeChat tells the account's server: a message or an event, with the elements of its kind in order.</summary>
public sealed record CallbackMessage(string OpenId, string MsgType, DateTimeOffset CreateTime, IReadOnlyList<CallbackElement> Elements)
{
    public string? Event => Elements.FirstOrDefault(e => e.Name == "Event")?.Value;

    public string? EventKey => Elements.FirstOrDefault(e => e.Name == "EventKey")?.Value;

    public static CallbackMessage Subscribe(string openId, string? scene, string? ticket, DateTimeOffset at) => new(openId, "event", at,
        scene is null
            ? [new("Event", "subscribe"), new("EventKey", "")]
            : [new("Event", "subscribe"), new("EventKey", "qrscene_" + scene), new("Ticket", ticket!)]);

    public static CallbackMessage Unsubscribe(string openId, DateTimeOffset at) =>
        new(openId, "event", at, [new("Event", "unsubscribe"), new("EventKey", "")]);

    /// <summary>A follower scanned a scene code: no qrscene_ prefix, Event in capitals.</summary>
    public static CallbackMessage Scan(string openId, string scene, string ticket, DateTimeOffset at) =>
        new(openId, "event", at, [new("Event", "SCAN"), new("EventKey", scene), new("Ticket", ticket)]);

    public static CallbackMessage Click(string openId, string key, DateTimeOffset at) =>
        new(openId, "event", at, [new("Event", "CLICK"), new("EventKey", key)]);

    public static CallbackMessage View(string openId, string url, long menuId, DateTimeOffset at) =>
        new(openId, "event", at, [new("Event", "VIEW"), new("EventKey", url), new("MenuId", menuId.ToString(CultureInfo.InvariantCulture), Bare: true)]);

    public static CallbackMessage ViewMiniProgram(string openId, string pagePath, long menuId, DateTimeOffset at) =>
        new(openId, "event", at, [new("Event", "view_miniprogram"), new("EventKey", pagePath), new("MenuId", menuId.ToString(CultureInfo.InvariantCulture), Bare: true)]);

    public static CallbackMessage Text(string openId, string content, long msgId, DateTimeOffset at) =>
        new(openId, "text", at, [new("Content", content), new("MsgId", msgId.ToString(CultureInfo.InvariantCulture), Bare: true)]);

    /// <summary>Mind the capital D of MsgID: only this event writes it so.</summary>
    public static CallbackMessage JobFinished(string openId, long msgId, string status, DateTimeOffset at) =>
        new(openId, "event", at, [new("Event", "TEMPLATESENDJOBFINISH"), new("MsgID", msgId.ToString(CultureInfo.InvariantCulture), Bare: true), new("Status", status)]);

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

    /// <summary>The body of the safe mode: receiver and ciphertext only.</summary>
    public static string SafeEnvelope(string originalId, string encrypt) =>
        $"<xml><ToUserName><![CDATA[{originalId}]]></ToUserName><Encrypt><![CDATA[{encrypt}]]></Encrypt></xml>";

    static void Write(XmlWriter xml, CallbackElement element)
    {
        xml.WriteStartElement(element.Name);
        if (element.Bare) xml.WriteString(element.Value);
        else if (element.Value.Length == 0) xml.WriteRaw("<![CDATA[]]>");
        else xml.WriteCData(element.Value);
        xml.WriteEndElement();
    }
}

/// <summary>One element; <paramref name="Bare"/> for numbers, else CDATA.</summary>
public sealed record CallbackElement(string Name, string Value, bool Bare = false);
