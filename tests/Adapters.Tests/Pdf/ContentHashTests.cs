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
        Assert.Equal(sample.ContentHash, sample.Change<ConditionTable>(c => c with { Client = c.Client with { SignedAt = c.Client.SignedAt!.Value.ToUniversalTime() } }).ContentHash);

    [Fact]
    public void One_changed_letter_changes_the_content_hash() =>
        Assert.NotEqual(sample.ContentHash, sample.Change<ConditionTable>(c => c with { Remark = c.Remark + "。" }).ContentHash);

    [Fact]
    public void Another_photo_changes_the_content_hash()
    {
        var changed = sample.Change<MeasuredRecords>(m => m with { Records = [m.Records[0] with { Photos = [m.Records[0].Photos[0] with { Sha256 = new string('0', 64) }] }, .. m.Records.Skip(1)] });
        Assert.NotEqual(sample.ContentHash, changed.ContentHash);
    }

    [Fact]
    public void Another_uploaded_file_changes_the_content_hash()
    {
        var file = new UploadedFile(Guid.NewGuid(), new string('1', 64), "检测报告", 3);
        var with = sample with { Parts = [file] };
        Assert.NotEqual(with.ContentHash, (with with { Parts = [file with { Sha256 = new string('2', 64) }] }).ContentHash);
    }
}
