using WeChatService.Reports.Ports;
using WeChatService.TestKit;

namespace WeChatService.Adapters.Tests.Pdf;

[Rule("RPT-30")]
public sealed class ContentHashTests
{
    readonly ReportDocument sample = SampleReport.Document();

    [Fact]
    public void The_content_hash_is_64_hex_digits_and_the_same_for_the_same_content()
    {
        Assert.Matches("^[0-9A-F]{64}$", sample.ContentHash);
        Assert.Equal(sample.ContentHash, SampleReport.Document().ContentHash);
    }

    [Fact]
    public void An_instant_is_the_same_content_in_every_time_zone() =>
        Assert.Equal(sample.ContentHash, (sample with
        {
            Condition = sample.Condition with { Client = sample.Condition.Client with { SignedAt = sample.Condition.Client.SignedAt!.Value.ToUniversalTime() } },
        }).ContentHash);

    [Fact]
    public void One_changed_letter_changes_the_content_hash() =>
        Assert.NotEqual(sample.ContentHash, (sample with { Condition = sample.Condition with { Remark = sample.Condition.Remark + "。" } }).ContentHash);

    [Fact]
    public void Another_photo_changes_the_content_hash()
    {
        var record = sample.Measurements[0];
        var changed = record with { Photos = [record.Photos[0] with { Sha256 = new string('0', 64) }] };
        Assert.NotEqual(sample.ContentHash, (sample with { Measurements = [changed, .. sample.Measurements.Skip(1)] }).ContentHash);
    }
}
