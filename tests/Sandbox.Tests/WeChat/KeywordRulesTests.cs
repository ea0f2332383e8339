using WeChatService.Sandbox.WeChat;

namespace WeChatService.Sandbox.Tests.WeChat;

public sealed class KeywordRulesTests
{
    [Theory]
    [InlineData("thing1", "一二三四五六七八九十一二三四五六七八九十")]
    [InlineData("thing1", "👨‍👩‍👧‍👦是一个字")]
    [InlineData("number2", "-12.50")]
    [InlineData("letter3", "ABC")]
    [InlineData("symbol4", "!?+-*")]
    [InlineData("character_string5", "WB-2026/11#0001")]
    [InlineData("time6", "15:01")]
    [InlineData("time6", "2019年10月1日 15:01")]
    [InlineData("time6", "2026-11-20 09:00~2026-11-20 10:30")]
    [InlineData("date7", "2026年11月20日")]
    [InlineData("date7", "2026.11.20 8:05")]
    [InlineData("amount8", "¥1200.50元")]
    [InlineData("phone_number9", "+86-0766-66888866")]
    [InlineData("car_number10", "粤A8Z888挂")]
    [InlineData("name11", "阿里木江·买买提")]
    [InlineData("phrase12", "已同意")]
    public void A_fitting_value_is_taken(string field, string value) => Assert.Null(KeywordRules.Objection(field, value));

    [Theory]
    [InlineData("number2", "12个")]
    [InlineData("letter3", "甲乙")]
    [InlineData("symbol4", "abc")]
    [InlineData("character_string5", "沪消0001")]
    [InlineData("character_string5", "123456789012345678901234567890123")]
    [InlineData("time6", "25:00")]
    [InlineData("time6", "2026年11月20日")]
    [InlineData("date7", "昨天")]
    [InlineData("amount8", "$12345678901")]
    [InlineData("phone_number9", "123456789012345678")]
    [InlineData("car_number10", "粤A8Z8888888")]
    [InlineData("name11", "abcdefghijklmnopqrstu")]
    [InlineData("phrase12", "等待负责人同意")]
    [InlineData("phrase12", "ok")]
    public void A_value_beyond_its_type_is_not(string field, string value) => Assert.Equal("invalid", KeywordRules.Objection(field, value));
}
