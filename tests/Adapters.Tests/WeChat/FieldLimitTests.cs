using WeChatService.WeChat.Messages;

namespace WeChatService.Adapters.Tests.WeChat;

public class FieldLimitTests
{
    [Theory]
    [InlineData("thing1", "外滩一号", "外滩一号")]
    [InlineData("thing1", "一二三四五六七八九十一二三四五六七八九十", "一二三四五六七八九十一二三四五六七八九十")]
    [InlineData("thing1", "一二三四五六七八九十一二三四五六七八九十一", "一二三四五六七八九十一二三四五六七八九…")]
    [InlineData("thing2", "第一行\r\n第二行\t末", "第一行 第二行 末")]
    [InlineData("thing2", " \n", "无")]
    [InlineData("name3", "欧阳晓晓晓晓晓晓晓晓晓", "欧阳晓晓晓晓晓晓晓…")]
    [InlineData("name3", "Johann Sebastian Bach Senior", "Johann Sebastian Bac")]
    [InlineData("phrase4", "已经同意通过了", "已经同意通")]
    [InlineData("phrase4", "OK", "无")]
    [InlineData("character_string5", "SH-2026-11-报告-0001", "SH-2026-11--0001")]
    [InlineData("number6", "共 12.5 项", "12.5")]
    [InlineData("time7", "2026年11月20日 14:07", "2026年11月20日 14:07")]
    [InlineData("phone_number8", "电话 139 0000 0000", "139 0000 0000")]
    public void A_value_is_cut_to_what_its_field_takes(string field, string value, string expected) => Assert.Equal(expected, FieldLimits.Fit(field, value));

    [Fact]
    public void A_cut_never_splits_a_character_as_people_see_it()
    {
        var family = "👨‍👩‍👧";
        var fitted = FieldLimits.Fit("thing1", new string('一', 17) + family + family);
        Assert.Equal(new string('一', 17) + "…", fitted);
    }
}
