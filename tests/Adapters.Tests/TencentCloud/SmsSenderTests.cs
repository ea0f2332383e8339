using System.Text;
using System.Text.Json;
using WeChatService.Adapters.Tests.Kit;
using WeChatService.Accounts.Ports;
using WeChatService.TencentCloud;

namespace WeChatService.Adapters.Tests.TencentCloud;

/// <summary>SMS over the vendor's own wire format: signed, by approved templates, one attempt.</summary>
public sealed class SmsSenderTests(AdaptersAtSandbox at) : IClassFixture<AdaptersAtSandbox>, IAsyncLifetime
{
    private const string LeadsPhone = "19900000102";

    public Task InitializeAsync() => at.Fresh();
    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task A_code_arrives_on_the_phone_with_signature_and_words_of_the_approved_template()
    {
        await at.Get<ISmsSender>().Send(LeadsPhone, SmsText.OwnCode, ["304417", "报告备案", "5"], default);
        var sms = Assert.Single((await at.Ask("sms")).AsArray())!;
        Assert.Equal(("sh-lead", LeadsPhone), ((string?)sms["person"], (string?)sms["phone"]));
        Assert.StartsWith("【岚安消防】您正在办理报告备案，验证码 304417，5 分钟内有效", (string?)sms["text"]);
    }

    [Theory]
    [InlineData("TencentCloud:Sms:Templates:OwnCode", "1")]
    [InlineData("TencentCloud:Sms:SignName", "别家")]
    [InlineData("TencentCloud:Sms:SdkAppId", "1400000000")]
    [InlineData("TencentCloud:SecretKey", "wrong")]
    public async Task What_the_service_refuses_is_unavailable_and_nothing_is_sent(string setting, string value)
    {
        var sender = (ISmsSender)at.Provider((setting, value)).GetService(typeof(ISmsSender))!;
        await Assert.ThrowsAsync<SmsUnavailable>(() => sender.Send(LeadsPhone, SmsText.OwnCode, ["304417", "报告备案", "5"], default));
        Assert.Empty((await at.Ask("sms")).AsArray());
    }

    [Theory]
    [InlineData("down")]
    [InlineData("garbage")]
    [InlineData("code:InternalError")]
    public async Task An_SMS_that_may_have_been_sent_is_not_sent_again_by_itself(string mode)
    {
        await at.Fault("face", mode, times: 1);
        await Assert.ThrowsAsync<SmsUnavailable>(() => at.Get<ISmsSender>().Send(LeadsPhone, SmsText.WitnessCode, ["沈砚秋", "报告备案", "304417", "5"], default));
        Assert.Empty((await at.Ask("sms")).AsArray());
    }

    [Theory]
    [InlineData("""{"Response":{"SendStatusSet":[{"Code":"LimitExceeded.PhoneNumberDailyLimit"}],"RequestId":"r"}}""", typeof(CloudAnswerError))]
    [InlineData("""{"Response":{"Error":{"Code":"InternalError"},"RequestId":"r"}}""", typeof(CloudAnswerError))]
    [InlineData("""{"Response":{"SendStatusSet":[],"RequestId":"r"}}""", typeof(JsonException))]
    [InlineData("""[]""", typeof(JsonException))]
    public void Only_Ok_for_the_number_counts_as_sent(string answer, Type refused) =>
        Assert.Throws(refused, () => SmsSender.Read(Encoding.UTF8.GetBytes(answer)));
}
