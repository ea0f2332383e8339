using System.Text;
using System.Xml;
using WeChatService.ServiceAccounts.Ports;

namespace WeChatService.WeChat.Callbacks;

/// <summary>Reads and writes the flat XML of callbacks; DTDs are refused, so no entity is ever looked up or blown up.</summary>
internal static class CallbackXml
{
    private const int MaxDepth = 8;
    private static readonly XmlReaderSettings Strict = new()
    {
        DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, IgnoreComments = true, IgnoreProcessingInstructions = true,
        MaxCharactersInDocument = CallbackReader.MaxBytes, ConformanceLevel = ConformanceLevel.Document,
    };

    /// <summary>
    /// The text of every element under the root by its name, without regard to case; elements inside another carry its name before
    /// theirs ("ScanCodeInfo/ScanResult"). The first of several equal names counts.
    /// </summary>
    public static IReadOnlyDictionary<string, string> Read(string xml)
    {
        var fields = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var path = new List<string>();
        var text = new StringBuilder();
        try
        {
            using var reader = XmlReader.Create(new StringReader(xml), Strict);
            while (reader.Read())
                switch (reader.NodeType)
                {
                    case XmlNodeType.Element:
                        if (reader.Depth > MaxDepth) throw new CallbackRefused(CallbackRefusal.Malformed, "the XML is too deep");
                        text.Clear();
                        if (reader.IsEmptyElement) fields.TryAdd(Name(path, reader.Name), "");
                        else path.Add(reader.Name);
                        break;
                    case XmlNodeType.Text or XmlNodeType.CDATA:
                        text.Append(reader.Value);
                        break;
                    case XmlNodeType.EndElement:
                        path.RemoveAt(path.Count - 1);
                        if (path.Count > 0) fields.TryAdd(Name(path, reader.Name), text.ToString());
                        text.Clear();
                        break;
                }
        }
        catch (XmlException) { throw new CallbackRefused(CallbackRefusal.Malformed, "the body is no XML we accept"); }
        return fields;
    }

    public static string TextReply(string to, string from, long createTime, string content) =>
        $"<xml><ToUserName>{CData(to)}</ToUserName><FromUserName>{CData(from)}</FromUserName><CreateTime>{createTime}</CreateTime>"
        + $"<MsgType>{CData("text")}</MsgType><Content>{CData(content)}</Content></xml>";

    public static string Envelope(string encrypted, string signature, string timestamp, string nonce) =>
        $"<xml><Encrypt>{CData(encrypted)}</Encrypt><MsgSignature>{CData(signature)}</MsgSignature>"
        + $"<TimeStamp>{timestamp}</TimeStamp><Nonce>{CData(nonce)}</Nonce></xml>";

    /// <summary>CDATA cannot hold "]]>": it is split over two sections. Control characters have no place in XML and are left out.</summary>
    internal static string CData(string text)
    {
        var clean = string.Concat(text.Where(c => c is '\t' or '\n' or '\r' || (!char.IsControl(c) && c is not ('\uFFFE' or '\uFFFF'))));
        return $"<![CDATA[{clean.Replace("]]>", "]]]]><![CDATA[>", StringComparison.Ordinal)}]]>";
    }

    private static string Name(List<string> path, string name) => string.Join('/', path.Skip(1).Append(name));
}
