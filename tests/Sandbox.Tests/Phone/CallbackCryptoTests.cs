using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using WeChatService.Sandbox.Phone;
using WeChatService.Sandbox.Tests.Kit;

namespace WeChatService.Sandbox.Tests.Phone;

public sealed class CallbackCryptoTests
{
    public static TheoryData<string> Good => [.. Vector.File("callback-aes")["vectors"]!.AsArray().Select(v => (string)v!["name"]!)];

    public static TheoryData<string> Bad => [.. Vector.File("callback-aes")["negative"]!.AsArray().Select(v => (string)v!["name"]!)];

    [Theory]
    [MemberData(nameof(Good))]
    public void A_published_ciphertext_opens_and_is_made_again(string name)
    {
        JsonNode v = Find("vectors", name);
        (string key, string appId, string encrypt) = ((string)v["encodingAESKey"]!, (string)v["appId"]!, (string)v["encrypt"]!);
        Assert.Equal((string?)v["plaintext"], CallbackCrypto.Decrypt(encrypt, key, appId));
        Assert.Equal((string?)v["msgSignature"], CallbackCrypto.Signature((string)v["token"]!, (string)v["timestamp"]!, (string)v["nonce"]!, encrypt));
        byte[]? random = (string?)v["random16Ascii"] is { } ascii ? Encoding.ASCII.GetBytes(ascii) : (string?)v["randomHex"] is { } hex ? Convert.FromHexString(hex) : null;
        if (random is not null) Assert.Equal(encrypt, CallbackCrypto.Encrypt((string)v["plaintext"]!, key, appId, random));
    }

    [Theory]
    [MemberData(nameof(Bad))]
    public void A_wrong_ciphertext_is_refused_by_its_signature_or_when_opened(string name)
    {
        JsonNode v = Find("negative", name);
        string encrypt = (string)v["encrypt"]!;
        bool signed = CallbackCrypto.Signature((string)v["token"]!, (string)v["timestamp"]!, (string)v["nonce"]!, encrypt) == (string?)v["msgSignature"];
        if (signed) Assert.ThrowsAny<Exception>(() => CallbackCrypto.Decrypt(encrypt, (string)v["encodingAESKey"]!, (string)v["appId"]!));
    }

    [Fact]
    public void Signatures_sort_by_code_unit()
    {
        foreach (JsonNode? v in Vector.File("callback-signature")["vectors"]!.AsArray())
            Assert.Equal((string?)v!["signature"], CallbackCrypto.Signature((string)v["token"]!, (string)v["timestamp"]!, (string)v["nonce"]!));
    }

    [Fact]
    public void The_passive_reply_sample_is_made_again()
    {
        JsonNode v = Vector.File("callback-reply");
        string encrypt = CallbackCrypto.Encrypt((string)v["plaintextReply"]!, (string)v["encodingAESKey"]!, (string)v["appId"]!, Encoding.ASCII.GetBytes((string)v["random16Ascii"]!));
        Assert.Equal((string?)v["encrypt"], encrypt);
        Assert.Equal((string?)v["msgSignature"], CallbackCrypto.Signature((string)v["token"]!, (string)v["timestamp"]!, (string)v["nonce"]!, encrypt));
    }

    [Fact]
    public void Damage_anywhere_in_the_last_block_is_noticed()
    {
        const string key = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG";
        byte[] cipher = Convert.FromBase64String(CallbackCrypto.Encrypt("<xml/>", key, "wx1234567890abcdef"));
        for (int i = cipher.Length - 16; i < cipher.Length; i++)
        {
            byte[] damaged = [.. cipher];
            damaged[i] ^= 1;
            Assert.Throws<CryptographicException>(() => CallbackCrypto.Decrypt(Convert.ToBase64String(damaged), key, "wx1234567890abcdef"));
        }
    }

    static JsonNode Find(string list, string name) => Vector.File("callback-aes")[list]!.AsArray().Single(v => (string?)v!["name"] == name)!;
}
