using System.Text.Json.Nodes;
using WeChatService.Sandbox.Setting;

namespace WeChatService.Sandbox.WeChat;

/// <summary>/wxaapi/newtmpl/*: the subscribe templates an account takes from the public library
/// (developers.weixin.qq.com/miniprogram/dev/OpenApiDoc/mp-message-management/subscribe-message/addMessageTemplate.html).
/// The library here is made of config/wechat/templates.json; a keyword's kid is its place in the template.</summary>
static class SubscribeTemplateEndpoints
{
    const int Category = 612, LongestScene = 15, MostTitles = 30;

    public static void MapSubscribeTemplates(this IEndpointRouteBuilder app)
    {
        app.VendorPost("/wxaapi/newtmpl/addtemplate", Add);
        app.VendorPost("/wxaapi/newtmpl/deltemplate", call =>
            call.Service<TemplateLibrary>().Delete(call.Account.Kind, call.Text("priTmplId")) ? VendorAnswers.Ok() : throw new VendorRefusal(200014));
        app.VendorGet("/wxaapi/newtmpl/gettemplate", call => With("data", new JsonArray([.. call.Service<TemplateLibrary>().Of(call.Account.Kind).Select(t => new JsonObject
        {
            ["priTmplId"] = t.TemplateId,
            ["title"] = t.Title,
            ["content"] = t.Content,
            ["example"] = string.Concat(t.Fields.Select(f => $"{f.Label}:{KeywordRules.Example(f.Name)}\n")),
            ["type"] = 2,
            ["keywordEnumValueList"] = new JsonArray([.. t.Fields.Where(f => f.Values is not null).Select(f => new JsonObject
            {
                ["keywordCode"] = f.Name + ".DATA",
                ["enumValueList"] = new JsonArray([.. f.Values!.Select(v => JsonValue.Create(v))]),
            })]),
        })])));
        app.VendorGet("/wxaapi/newtmpl/getcategory", _ => With("data", new JsonArray(new JsonObject { ["id"] = Category, ["name"] = "安全服务" })));
        app.VendorGet("/wxaapi/newtmpl/getpubtemplatetitles", call =>
        {
            if (call.Query("ids") is null || !int.TryParse(call.Query("start"), out int start) || start < 0
                || !int.TryParse(call.Query("limit"), out int limit) || limit is < 1 or > MostTitles) throw new VendorRefusal(200016, "invalid start or limit");
            IReadOnlyList<Template> all = call.Service<TemplateLibrary>().PublicOnes;
            JsonObject answer = With("data", new JsonArray([.. all.Skip(start).Take(limit).Select(t => new JsonObject
            {
                ["tid"] = t.PublicId,
                ["title"] = t.Title,
                ["type"] = 2,
                ["categoryId"] = Category.ToString(),
            })]));
            answer["count"] = all.Count;
            return answer;
        });
        app.VendorGet("/wxaapi/newtmpl/getpubtemplatekeywords", call =>
        {
            Template template = Known(call, long.TryParse(call.Query("tid"), out long tid) ? tid : 0);
            JsonObject answer = With("data", new JsonArray([.. template.Fields.Select((f, i) => new JsonObject
            {
                ["kid"] = i + 1,
                ["name"] = f.Label,
                ["example"] = KeywordRules.Example(f.Name),
                ["rule"] = KeywordRules.Prefix(f.Name),
            })]));
            answer["count"] = template.Fields.Count;
            return answer;
        });
    }

    /// <summary>200014 unknown tid, 200020 keywords, 200021 description, 200022 taken before, 200012 beyond 25.</summary>
    static JsonObject Add(WeChatCall call)
    {
        Template template = Known(call, call.Number("tid") ?? 0);
        if (call.Body["kidList"] is not JsonArray { Count: >= 1 and <= 5 } kids) throw new VendorRefusal(200020);
        TemplateField[] fields = [.. kids.Select(k => k is JsonValue v && int.TryParse(v.ToString(), out int kid) && kid >= 1 && kid <= template.Fields.Count
            ? template.Fields[kid - 1] : throw new VendorRefusal(200020))];
        if (fields.Distinct().Count() != fields.Length) throw new VendorRefusal(200020);
        if (call.Text("sceneDesc") is { Length: > LongestScene }) throw new VendorRefusal(200021);
        TemplateLibrary library = call.Service<TemplateLibrary>();
        if (library.Of(call.Account.Kind).Any(t => t.Title == template.Title && t.Fields.SequenceEqual(fields))) throw new VendorRefusal(200022);
        return With("priTmplId", library.Add(call.Account.Kind, template.Title, fields) ?? throw new VendorRefusal(200012));
    }

    static Template Known(WeChatCall call, long tid) => call.Service<TemplateLibrary>().Public(tid) ?? throw new VendorRefusal(200014);

    static JsonObject With(string name, JsonNode? value)
    {
        JsonObject answer = VendorAnswers.Ok();
        answer[name] = value;
        return answer;
    }
}
