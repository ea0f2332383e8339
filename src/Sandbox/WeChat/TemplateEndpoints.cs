using System.Text.Json.Nodes;
using WeChatService.Sandbox.Setting;

namespace WeChatService.Sandbox.WeChat;

/// <summary>/cgi-bin/message/template/send and /cgi-bin/template/*.</summary>
static class TemplateEndpoints
{
    public static void MapTemplates(this IEndpointRouteBuilder app)
    {
        app.VendorPost("/cgi-bin/message/template/send", call =>
        {
            RequireServiceAccount(call);
            long msgId = call.Context.RequestServices.GetRequiredService<TemplateSending>().Send(call.Account, call.Body);
            JsonObject answer = VendorAnswers.Ok();
            answer["msgid"] = msgId;
            return answer;
        });
        app.VendorGet("/cgi-bin/template/get_all_private_template", call =>
        {
            RequireServiceAccount(call);
            JsonArray list = [];
            foreach (Template t in call.Context.RequestServices.GetRequiredService<TemplateLibrary>().Of(call.Account.Kind))
                list.Add(new JsonObject
                {
                    ["template_id"] = t.TemplateId,
                    ["title"] = t.Title,
                    ["primary_industry"] = "",
                    ["deputy_industry"] = "",
                    ["content"] = t.Content,
                    ["example"] = "",
                });
            return new JsonObject { ["template_list"] = list };
        });
        app.VendorPost("/cgi-bin/template/del_private_template", call =>
            call.Context.RequestServices.GetRequiredService<TemplateLibrary>().Delete(call.Account.Kind, call.Text("template_id"))
                ? VendorAnswers.Ok()
                : throw new VendorRefusal(40037, "invalid template_id"));
        // Industry templates are closed to new use; category templates come from config/wechat/templates.json.
        app.VendorPost("/cgi-bin/template/api_add_template", JsonNode? (call) => throw (
            call.Text("template_id_short") is { } id && (id.StartsWith("TM", StringComparison.Ordinal) || id.StartsWith("OPENTM", StringComparison.Ordinal))
                ? new VendorRefusal(40247, "category template required")
                : new VendorRefusal(40246, "invalid keyword list")));
        app.VendorGet("/cgi-bin/template/get_industry", _ => new JsonObject
        {
            ["primary_industry"] = new JsonObject { ["first_class"] = "商业服务", ["second_class"] = "消防技术服务" },
            ["secondary_industry"] = new JsonObject { ["first_class"] = "IT科技", ["second_class"] = "IT软件与服务" },
        });
    }

    /// <summary>Template messages, menus and scene codes belong to service accounts: 48001 for the mini program.</summary>
    internal static void RequireServiceAccount(WeChatCall call)
    {
        if (call.Account.Kind == AccountKind.MiniProgram) throw new VendorRefusal(48001, "api unauthorized");
    }
}
