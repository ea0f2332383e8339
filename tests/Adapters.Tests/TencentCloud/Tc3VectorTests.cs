using System.Text;
using WeChatService.Adapters.Tests.Kit;
using WeChatService.TencentCloud;

namespace WeChatService.Adapters.Tests.TencentCloud;

public class Tc3VectorTests
{
    public static TheoryData<string> All => Vectors.Names("tc3-hmac-sha256", "vectors");

    [Theory, MemberData(nameof(All))]
    public void A_request_is_signed_as_published(string name)
    {
        var v = Vectors.Find("tc3-hmac-sha256", name, "vectors");
        var at = DateTimeOffset.FromUnixTimeSeconds(v["timestamp"]!.GetValue<long>());
        var action = v.Text("canonicalRequest").Contains("x-tc-action", StringComparison.Ordinal) ? v.Text("action") : null;
        var (_, canonical) = Tc3Signature.CanonicalRequest(v.Text("host"), v.Text("contentType"), Encoding.UTF8.GetBytes(v.Text("payload")), action);
        Assert.Equal(v.Text("canonicalRequest"), canonical);
        var toSign = Tc3Signature.StringToSign(canonical, v.Text("service"), at);
        Assert.Equal(v.Text("stringToSign"), toSign);
        // One published example masks its secret, but shows the key derived from it.
        var key = v["secretKey"] is null
            ? Convert.FromHexString(v.Text("secretSigningHex"))
            : Tc3Signature.SigningKey(v.Text("secretKey"), at.UtcDateTime.ToString("yyyy-MM-dd"), v.Text("service"));
        Assert.Equal(v.Text("secretSigningHex"), Convert.ToHexStringLower(key));
        Assert.Equal(v.Text("signature"), Tc3Signature.Signature(key, toSign));
        if (v["secretKey"] is not null)
            Assert.Equal(v.Text("authorization"), Tc3Signature.Authorization(v.Text("secretId"), v.Text("secretKey"), v.Text("service"), v.Text("host"),
                v.Text("contentType"), Encoding.UTF8.GetBytes(v.Text("payload")), at, action));
    }
}
