using System.Diagnostics;
using System.Text;
using System.Xml.Linq;
using WeChatService.Adapters.Tests.Kit;
using WeChatService.ServiceAccounts.Ports;
using WeChatService.WeChat.Callbacks;

namespace WeChatService.Adapters.Tests.WeChat;

public class CallbackXmlTests
{
    public static TheoryData<string> Messages()
    {
        var texts = new TheoryData<string>();
        foreach (var vector in Vectors.File("callback-aes")["vectors"]!.AsArray())
            if (vector!.Text("plaintext").StartsWith('<')) texts.Add(vector!.Text("plaintext"));
        return texts;
    }

    [Theory, MemberData(nameof(Messages))]
    public void Every_published_message_reads_as_the_platforms_own_parser_reads_it(string xml)
    {
        var leaves = XElement.Parse(xml).Descendants().Where(e => !e.HasElements)
            .Select(e => (string.Join('/', e.AncestorsAndSelf().Reverse().Skip(1).Select(a => a.Name.LocalName)), e.Value));
        Assert.Equal(leaves, Read(xml)!.Where(f => !IsContainer(f, xml)).Select(f => (f.Name, f.Value)));
    }

    [Fact]
    public void Text_that_would_end_a_CDATA_section_or_is_no_XML_survives_the_way_there_and_back()
    {
        var xml = CallbackReply.Text("o1", "gh_1", 1, "a]]>b\u0000\u0008 <a href=\"https://x/?a=1&b=2\">绑定😀</a>");
        Assert.Equal("a]]>b <a href=\"https://x/?a=1&b=2\">绑定😀</a>", Read(xml)!.First(f => f.Name == "Content").Value);
    }

    [Fact]
    public void Element_names_are_found_whatever_their_case_and_inner_ones_by_their_path()
    {
        var read = Message("<xml><MsgID>7</MsgID><ScanCodeInfo><ScanResult><![CDATA[a&b]]></ScanResult></ScanCodeInfo><EventKey/></xml>");
        Assert.Equal("7", read.Field("MsgId"));
        Assert.Equal("a&b", read.Field("ScanCodeInfo/ScanResult"));
        Assert.Null(read.Field("EventKey"));
    }

    [Theory]
    [InlineData("<xml><a>1 &lt; 2 &amp;&#20013;&#x6587;</a></xml>", "1 < 2 &中文")]
    [InlineData("<?xml version=\"1.0\"?>\r\n<xml a='>'>\n  <a b=\"x\" >t</a > </xml>\n", "t")]
    [InlineData("<xml><a>x<![CDATA[<y>]]>z</a></xml>", "x<y>z")]
    [InlineData("\uFEFF<xml><a/></xml>", "")]
    public void What_XML_allows_and_WeChat_could_send_is_read(string xml, string text) => Assert.Equal(text, Read(xml)!.Single().Value);

    [Theory]
    [InlineData("")]
    [InlineData("text")]
    [InlineData("<xml>")]
    [InlineData("<xml></xm>")]
    [InlineData("<xml></xml>x")]
    [InlineData("<xml></xml><xml></xml>")]
    [InlineData("<xml><a>&nbsp;</a></xml>")]
    [InlineData("<xml><a/>&e;<b/></xml>")]
    [InlineData("<xml>text<a/></xml>")]
    [InlineData("<xml><a/><![CDATA[text]]></xml>")]
    [InlineData("<xml><a>&#0;</a></xml>")]
    [InlineData("<xml><a>&#xD800;</a></xml>")]
    [InlineData("<xml><a>& b</a></xml>")]
    [InlineData("<xml><a>\u0001</a></xml>")]
    [InlineData("<xml><!-- note --></xml>")]
    [InlineData("<xml><![CDATA[open</xml>")]
    [InlineData("<xml a=\"<\"></xml a>")]
    [InlineData("<xml a=\"unclosed></xml>")]
    [InlineData("<!DOCTYPE xml><xml></xml>")]
    [InlineData("<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><xml><a>&e;</a></xml>")]
    public void Everything_else_is_refused(string xml) => Assert.Null(Read(xml));

    [Fact]
    public void Bytes_that_are_no_UTF8_are_refused() => Assert.False(CallbackXml.TryRead([.. "<xml><a>"u8, 0xC3, 0x28, .. "</a></xml>"u8], []));

    [Fact]
    public void Deep_wide_and_endless_documents_are_refused_in_no_time()
    {
        var laughs = "<!DOCTYPE l [<!ENTITY a \"ha\">" + string.Concat(Enumerable.Range(0, 20).Select(i => $"<!ENTITY a{i} \"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;\">")) + "]><l>&a19;</l>";
        var deep = string.Concat(Enumerable.Repeat("<a>", 10_000)) + string.Concat(Enumerable.Repeat("</a>", 5_000));
        var wide = "<xml>" + string.Concat(Enumerable.Repeat("<a/>", 15_000)) + "</xml>";
        var clock = Stopwatch.StartNew();
        Assert.All((string[])[laughs, deep, wide, new string('<', 60_000), "<xml>" + new string('&', 60_000) + "</xml>"], xml => Assert.Null(Read(xml)));
        // Milliseconds on an idle machine; what is meant is that nothing grows with the square of the length.
        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 10);
    }

    [Fact]
    public void Depth_is_counted_in_JSON_too_and_a_list_of_one_reads_as_the_one()
    {
        var one = Message("""{"Event":"x","List":{"TemplateId":"t1","MsgID":"1"}}""");
        var many = Message("""{"Event":"x","List":[{"TemplateId":"t1","MsgID":1},{"TemplateId":"t2","MsgID":2}],"Last":true}""");
        Assert.Equal(["t1"], one.Each("List").Select(m => m.Field("TemplateId")));
        Assert.Equal([("t1", "1"), ("t2", "2")], many.Each("List").Select(m => (m.Field("TemplateId"), m.Field("MsgID"))));
        var xml = Message("<xml><E><List><TemplateId>t1</TemplateId></List><List><TemplateId>t2</TemplateId></List></E></xml>");
        Assert.Equal(["t1", "t2"], xml.Each("E/List").Select(m => m.Field("TemplateId")));
        Assert.False(CallbackJson.TryRead(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("{\"a\":", 20_000))), []));
        Assert.All((string[])["", "[]", "{", "{}{}", "{\"a\":1,}", "{\"a\":\"\\ud800\"}", "nul"], json => Assert.False(CallbackJson.TryRead(Encoding.UTF8.GetBytes(json), [])));
    }

    private static bool IsContainer(CallbackField field, string xml) =>
        XElement.Parse(xml).Descendants().Any(e => e.HasElements && string.Join('/', e.AncestorsAndSelf().Reverse().Skip(1).Select(a => a.Name.LocalName)) == field.Name);

    private static List<CallbackField>? Read(string xml)
    {
        var fields = new List<CallbackField>();
        return CallbackXml.TryRead(Encoding.UTF8.GetBytes(xml), fields) ? fields : null;
    }

    private static ReadCallback Message(string text)
    {
        var fields = new List<CallbackField>();
        Assert.True(text[0] == '{' ? CallbackJson.TryRead(Encoding.UTF8.GetBytes(text), fields) : CallbackXml.TryRead(Encoding.UTF8.GetBytes(text), fields));
        return new("gh", "o", 1, "event", fields, default, true);
    }
}
