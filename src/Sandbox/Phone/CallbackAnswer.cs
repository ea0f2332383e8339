using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml;
using System.Xml.Linq;
using WeChatService.Sandbox.Setting;

namespace WeChatService.Sandbox.Phone;

/// <summary>
/// What a host's answer to a callback is worth: <c>success</c> or nothing acknowledges, a passive reply must be well formed,
/// addressed with the names swapped and, in safe mode, encrypted
/// (developers.weixin.qq.com/doc/service/guide/product/message/Passive_user_reply_message.html).
/// </summary>
static class CallbackAnswer
{
    /// <summary>Worth of an answer: ack, reply, or the reason why it is neither.</summary>
    public static (string Outcome, PassiveReply? Reply) Judge(DemoAccount account, CallbackMessage message, CallbackMode mode, bool json, int status, string body)
    {
        if (status != 200) return ("status " + status, null);
        if (body.Length == 0 || body == "success") return ("ack", null);
        if (json) return JudgeJson(account, body);
        try
        {
            XElement xml = Parse(body);
            if (mode == CallbackMode.Safe && xml.Element("Encrypt") is null) return ("reply not encrypted", null);
            if (xml.Element("Encrypt") is { } encrypt)
            {
                string[] parts = [account.Token, (string?)xml.Element("TimeStamp") ?? "", (string?)xml.Element("Nonce") ?? "", encrypt.Value];
                if (CallbackCrypto.Signature(parts) != (string?)xml.Element("MsgSignature")) return ("reply signature wrong", null);
                xml = Parse(CallbackCrypto.Decrypt(encrypt.Value, account.AesKey, account.AppId));
            }
            if ((string?)xml.Element("ToUserName") != message.OpenId || (string?)xml.Element("FromUserName") != account.OriginalId)
                return ("reply names not swapped", null);
            if (!long.TryParse((string?)xml.Element("CreateTime"), out _)) return ("reply without CreateTime", null);
            string? type = (string?)xml.Element("MsgType");
            if (type is not ("text" or "image" or "voice" or "video" or "music" or "news" or "transfer_customer_service")) return ("reply type unknown", null);
            string? text = type == "news" ? (string?)xml.Descendants("Title").FirstOrDefault() : (string?)xml.Element("Content");
            if (type == "text" && (string.IsNullOrEmpty(text) || Encoding.UTF8.GetByteCount(text) > 2048)) return ("reply text empty or over 2048 bytes", null);
            return ("reply", new PassiveReply(type, text));
        }
        catch (XmlException)
        {
            return ("unknown body", null);
        }
        catch (CryptographicException e)
        {
            return ("reply not decryptable: " + e.Message, null);
        }
    }

    /// <summary>A mini program that takes JSON may answer an encrypted envelope; what is inside is its own business.</summary>
    static (string, PassiveReply?) JudgeJson(DemoAccount account, string body)
    {
        try
        {
            if (JsonNode.Parse(body) is not JsonObject envelope || (string?)envelope["Encrypt"] is not { } encrypt) return ("unknown body", null);
            string[] parts = [account.Token, envelope["TimeStamp"]?.ToString() ?? "", envelope["Nonce"]?.ToString() ?? "", encrypt];
            if (CallbackCrypto.Signature(parts) != (string?)envelope["MsgSignature"]) return ("reply signature wrong", null);
            return ("reply", new PassiveReply("json", CallbackCrypto.Decrypt(encrypt, account.AesKey, account.AppId)));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return ("unknown body", null);
        }
        catch (CryptographicException e)
        {
            return ("reply not decryptable: " + e.Message, null);
        }
    }

    static XElement Parse(string xml)
    {
        using XmlReader reader = XmlReader.Create(new StringReader(xml), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
        return XElement.Load(reader);
    }
}
