using System.Text.Json.Nodes;
using WeChatService.Sandbox.Phone;
using WeChatService.Sandbox.Setting;

namespace WeChatService.Sandbox.WeChat;

/// <summary>/cgi-bin/message/template/send, /cgi-bin/template/* and what the platform has stopped
/// (developers.weixin.qq.com/doc/service/api/notify/template).</summary>
static class TemplateEndpoints
{
    const int MostKeywords = 5, MostBlocked = 100;

    public static void MapTemplates(this IEndpointRouteBuilder app)
    {
        app.VendorPost(Quotas.TemplateSend, call =>
        {
            long msgId = call.Service<TemplateSending>().Send(call.Account, call.Body);
            JsonObject answer = VendorAnswers.Ok();
            answer["msgid"] = msgId;
            return answer;
        }, audience: Audience.ServiceAccounts);
        app.VendorGet("/cgi-bin/template/get_all_private_template", call => new JsonObject
        {
            ["template_list"] = new JsonArray([.. call.Service<TemplateLibrary>().Of(call.Account.Kind).Select(Shown)]),
        }, audience: Audience.ServiceAccounts);
        app.VendorPost("/cgi-bin/template/del_private_template", call =>
            call.Service<TemplateLibrary>().Delete(call.Account.Kind, call.Text("template_id")) ? VendorAnswers.Ok() : throw new VendorRefusal(40037), audience: Audience.ServiceAccounts);
        app.VendorPost("/cgi-bin/template/api_add_template", Add, audience: Audience.ServiceAccounts);
        app.VendorPost("/cgi-bin/template/api_set_industry", call =>
        {
            call.Service<Industries>().Set(call.Account.Kind, call.Number("industry_id1"), call.Number("industry_id2"));
            return VendorAnswers.Ok();
        }, audience: Audience.ServiceAccounts);
        app.VendorGet("/cgi-bin/template/get_industry", call =>
        {
            (int first, int second) = call.Service<Industries>().Of(call.Account.Kind);
            return new JsonObject { ["primary_industry"] = Industries.Shown(first), ["secondary_industry"] = Industries.Shown(second) };
        }, audience: Audience.ServiceAccounts);
        app.VendorPost("/wxa/sec/queryblocktmplmsg", Blocked, audience: Audience.ServiceAccounts);
    }

    static JsonObject Shown(Template t) => new()
    {
        ["template_id"] = t.TemplateId,
        ["title"] = t.Title,
        ["primary_industry"] = "",
        ["deputy_industry"] = "",
        ["content"] = t.Content,
        ["example"] = string.Concat(t.Fields.Select(f => $"{f.Label}:{KeywordRules.Example(f.Name)}\n")),
    };

    /// <summary>Industry templates (TM…, OPENTM…) are closed to new use: 40247. Of a category template the number and the
    /// keywords wanted: 40246 unless they are 1 to 5 of its own.</summary>
    static JsonObject Add(WeChatCall call)
    {
        string wanted = call.Text("template_id_short") ?? "";
        if (wanted.StartsWith("TM", StringComparison.Ordinal) || wanted.StartsWith("OPENTM", StringComparison.Ordinal)) throw new VendorRefusal(40247);
        if (!long.TryParse(wanted, out long number) || number <= 0) throw new VendorRefusal(40037);
        if (call.Body["keyword_name_list"] is not JsonArray { Count: >= 1 and <= MostKeywords } list) throw new VendorRefusal(40246);
        string[] labels = [.. list.Select(l => l is JsonValue v && v.TryGetValue(out string? label) && label.Length > 0 ? label : throw new VendorRefusal(40246))];
        TemplateLibrary library = call.Service<TemplateLibrary>();
        // A number the sandbox does not know may well be in the platform's library: it is taken with plain keywords.
        Template known = library.Public(number) ?? new Template("", "", "模板" + number, [.. labels.Select((l, i) => new TemplateField("thing" + (i + 1), l))]);
        TemplateField[] fields = [.. labels.Select(l => known.Fields.FirstOrDefault(f => f.Label == l) ?? throw new VendorRefusal(40246))];
        if (fields.Distinct().Count() != fields.Length) throw new VendorRefusal(40246);
        string id = library.Add(call.Account.Kind, known.Title, fields) ?? throw new VendorRefusal(45026);
        JsonObject answer = VendorAnswers.Ok();
        answer["template_id"] = id;
        return answer;
    }

    /// <summary>Messages of barred templates, newest first, below <c>largest_id</c>
    /// (developers.weixin.qq.com/doc/service/api/notify/template/api_queryblocktmplmsg.html).</summary>
    static JsonObject Blocked(WeChatCall call)
    {
        long below = call.Number("largest_id") ?? 0, limit = call.Number("limit") ?? MostBlocked;
        if (limit is < 1 or > MostBlocked) throw new VendorRefusal(40097);
        string? one = call.Body["tmpl_msg_id"]?.ToString();
        People people = call.Service<People>();
        JsonObject answer = VendorAnswers.Ok();
        answer["msginfo"] = new JsonArray([.. call.Service<Chats>().SentBy(call.Account.Kind)
            .Where(m => m.Status == TemplateSending.SystemFailed && (below == 0 || m.Id < below) && (string.IsNullOrEmpty(one) || m.MsgId.ToString() == one))
            .Reverse().Take((int)limit).Select(m => new JsonObject
            {
                ["id"] = m.Id,
                ["tmpl_msg_id"] = m.MsgId.ToString(),
                ["title"] = m.Title,
                ["content"] = string.Concat(m.Fields!.Select(f => $"{f.Label}:{f.Value}\n")),
                ["send_timestamp"] = m.At.ToUnixTimeSeconds(),
                ["openid"] = people.OpenId(people.Find(m.Person)!, call.Account.Kind),
            })]);
        return answer;
    }
}
