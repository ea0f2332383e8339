using System.Text.Json.Nodes;
using WeChatService.Adapters.Tests.Kit;
using WeChatService.WeChat;
using WeChatService.WeChat.Login;

namespace WeChatService.Adapters.Tests.WeChat;

public class SignatureVectorTests
{
    public static TheoryData<string> Pages => Vectors.Names("jssdk-signature", "vectors");
    public static TheoryData<string> Sessions => Vectors.Names("session-signature", "hmacSha256", "vectors");
    public static TheoryData<string> Sealed => Vectors.Names("encrypted-data", "vectors");
    public static TheoryData<string> NotOurs => Vectors.Names("encrypted-data", "negative");

    [Theory, MemberData(nameof(Pages))]
    public void A_page_is_signed_as_published_without_its_fragment(string name)
    {
        var v = Vectors.Find("jssdk-signature", name, "vectors");
        Assert.Equal(v.Text("signature"), JsSdk.Signature(v.Text("jsapi_ticket"), v.Text("noncestr"), v["timestamp"]!.GetValue<long>(), v.Text("pageUrl")));
    }

    [Theory, MemberData(nameof(Sessions))]
    public void A_session_is_signed_with_the_text_of_its_key(string name)
    {
        var v = Vectors.Find("session-signature", name, "hmacSha256", "vectors");
        Assert.Equal(v.Text("signature"), SessionSignatures.Hmac(v.Text("session_key"), v.Text("message")));
    }

    [Fact]
    public void Raw_data_is_signed_as_published()
    {
        var v = Vectors.Find("session-signature", "official-rawData", "rawData", "vectors");
        Assert.Equal(v.Text("signature"), SessionSignatures.OfRawData(v.Text("session_key"), v.Text("rawData")));
    }

    [Theory, MemberData(nameof(Sealed))]
    public void Encrypted_data_opens_to_the_published_object(string name)
    {
        var v = Vectors.Find("encrypted-data", name, "vectors");
        var opened = SessionSignatures.Open(v.Text("appId"), v.Text("sessionKey"), v.Text("iv"), v.Text("encryptedData"));
        Assert.True(JsonNode.DeepEquals(v["plaintext"], JsonNode.Parse(opened!.Value.GetRawText())));
    }

    [Theory, MemberData(nameof(NotOurs))]
    public void Encrypted_data_of_another_app_or_session_does_not_open(string name)
    {
        var v = Vectors.Find("encrypted-data", name, "negative");
        Assert.Null(SessionSignatures.Open(v.Text("appId"), v.Text("sessionKey"), v.Text("iv"), v.Text("encryptedData")));
    }
}
