using System.Text;
using WeChatService.Sandbox.WeChat;
using WeChatService.WeChat.Messages;

namespace WeChatService.Adapters.Tests.WeChat;

public class FieldLimitTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 20, 6, 7, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("thing1", "外滩一号", "外滩一号")]
    [InlineData("thing1", "一二三四五六七八九十一二三四五六七八九十", "一二三四五六七八九十一二三四五六七八九十")]
    [InlineData("thing1", "一二三四五六七八九十一二三四五六七八九十一", "一二三四五六七八九十一二三四五六七八九…")]
    [InlineData("thing2", "第一行\r\n第二行\t末", "第一行 第二行 末")]
    [InlineData("thing2", " \n", "无")]
    [InlineData("name3", "欧阳晓晓晓晓晓晓晓晓晓", "欧阳晓晓晓晓晓晓晓…")]
    [InlineData("name3", "Johann Sebastian Bach Senior", "Johann Sebastian Bac")]
    [InlineData("name3", "R2D2", "RD")]
    [InlineData("name3", "操作员 12", "操作员")]
    [InlineData("phrase4", "已经同意通过了", "已经同意通")]
    [InlineData("phrase4", "同意（有条件）", "同意有条件")]
    [InlineData("phrase4", "OK", "无")]
    [InlineData("character_string5", "SH-2026-11-报告-0001", "SH-2026-11--0001")]
    [InlineData("character_string5", "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", "ABCDEFGHIJKLMNOPQRSTUVWXYZ012...")]
    [InlineData("number6", "共 12.5 项", "12.5")]
    [InlineData("number6", "没有", "0")]
    [InlineData("letter6", "a-1", "a")]
    [InlineData("letter6", "", "NA")]
    [InlineData("symbol6", "a★b☆", "★☆")]
    [InlineData("amount6", "合计 ¥1200.50元", "¥1200.50元")]
    [InlineData("amount6", "12345678901 元", "0元")]
    [InlineData("time7", "2026年11月20日 14:07", "2026年11月20日 14:07")]
    [InlineData("time7", "2026-11-20 9:00~2026-11-20 11:30", "2026-11-20 9:00~2026-11-20 11:30")]
    [InlineData("time7", "约 14:07 左右", "14:07")]
    [InlineData("time7", "2026年11月20日", "2026年11月20日 00:00")]
    [InlineData("time7", "2026-11-20T06:07:00Z", "2026-11-20 06:07:00")]
    [InlineData("time7", "", "2026年11月20日 14:07")]
    [InlineData("date8", "2026年11月20日", "2026年11月20日")]
    [InlineData("date8", "不详", "2026年11月20日")]
    [InlineData("phone_number8", "电话 139 0000 0000", "139 0000 0000")]
    [InlineData("car_number8", "沪A12345", "沪A12345")]
    [InlineData("car_number8", "没有车牌照的车辆一台", "没辆")]
    [InlineData("car_number8", "", "无牌")]
    public void A_value_is_cut_to_what_its_field_takes(string field, string value, string expected) => Assert.Equal(expected, FieldLimits.Fit(field, value, Now));

    [Theory]
    [InlineData("同意", "同意")]
    [InlineData("已同意该申请", "同意")]
    [InlineData("别的话", "待定")]
    [InlineData("", "待定")]
    public void A_field_of_fixed_values_says_one_of_them(string value, string expected)
    {
        Assert.Equal(expected, FieldLimits.Fit("const1", value, Now, ["待定", "同意", "不同意"]));
        Assert.Equal(expected, FieldLimits.Fit("enum1", value, Now, ["待定", "同意", "不同意"]));
    }

    [Fact]
    public void A_cut_never_splits_a_character_as_people_see_it()
    {
        var family = "👨‍👩‍👧";
        var fitted = FieldLimits.Fit("thing1", new string('一', 17) + family + family, Now);
        Assert.Equal(new string('一', 17) + "…", fitted);
    }

    [Fact]
    public void No_value_whatever_is_one_that_WeChat_refuses()
    {
        var random = new Random(20261120);
        foreach (var type in FieldLimits.WhenEmpty.Keys)
            for (var i = 0; i < 1500; i++)
            {
                var value = Anything(random);
                var fitted = FieldLimits.Fit(type + "1", value, Now);
                Assert.True(KeywordRules.Objection(type + "1", fitted) is null, $"{type}: {Codes(value)} became {Codes(fitted)}: {KeywordRules.Objection(type + "1", fitted)}");
            }
    }

    /// <summary>Chinese, digits, punctuation, times, emoji, joiners, lone surrogates, controls: what people and bugs write.</summary>
    private static string Anything(Random random)
    {
        string[] pieces = ["一", "消防", "泵", "A", "z", "7", "2026年11月20日", "14:07", "25:99", " ", "\n", "\t", "￥", "¥12.5元", "~", "、", "。", "👨‍👩‍👧", "é", "e\u0301\u0301",
            "\u200d", "\u202e", "\u2028", "\0", "\ud83d", "沪", "-", ".", "/", "<", "&", "{{thing1.DATA}}", "𠮷"];
        var text = new StringBuilder();
        for (var n = random.Next(0, 40); n > 0; n--) text.Append(pieces[random.Next(pieces.Length)]);
        return text.ToString();
    }

    private static string Codes(string text) => string.Concat(text.Select(c => char.IsControl(c) || char.IsSurrogate(c) ? $"\\u{(int)c:x4}" : c.ToString()));
}
