using System.Text.RegularExpressions;
using WeChatService.ServiceAccounts.Contracts;
using WeChatService.WeChat.Http;
using WeChatService.WeChat.Messages;

namespace WeChatService.WeChat.Setup;

public enum TemplateState { Same, Missing, OtherFields }

/// <param name="Says">A sentence: what differs, and what to set or apply for.</param>
/// <param name="CanBeAdded">The platform can add it by itself, because the file names the public template.</param>
public sealed record TemplateFinding(string Key, TemplateState State, string Says, bool CanBeAdded);

/// <param name="Setting">The line for the environment: WeChat__Agency__Templates__key=id.</param>
public sealed record AddedTemplate(string Key, string Setting);

/// <summary>An account's own templates beside config/wechat/templates.json: a template that differs by one field fails in every message (47003).</summary>
public sealed partial class Templates
{
    private readonly WeChatApi api;
    private readonly TemplateBook book;

    internal Templates(WeChatApi api, TemplateBook book) => (this.api, this.book) = (api, book);

    private sealed record Own(string Id, string Title, IReadOnlyList<TemplateBook.Field> Fields);

    public async Task<IReadOnlyList<TemplateFinding>> Compare(ServiceAccountKind account, CancellationToken ct)
    {
        var own = await OwnOf(account, ct);
        return [.. book.Of(account).Select(ours => Compare(account, ours, own))];
    }

    /// <summary>
    /// Adds what is missing and can be added, and gives the settings to write down. Nothing is ever deleted or changed: other programs may
    /// use the account's templates too.
    /// </summary>
    public async Task<IReadOnlyList<AddedTemplate>> Add(ServiceAccountKind account, CancellationToken ct)
    {
        var own = await OwnOf(account, ct);
        var added = new List<AddedTemplate>();
        foreach (var ours in book.Of(account))
            if (Compare(account, ours, own) is { State: TemplateState.Missing, CanBeAdded: true })
                added.Add(new AddedTemplate(ours.Key, Setting(account, ours.Key, await Add(account, ours, ct))));
        return added;
    }

    private static TemplateFinding Compare(ServiceAccountKind account, TemplateBook.Template ours, IReadOnlyList<Own> own)
    {
        if (own.FirstOrDefault(t => t.Id == ours.Id) is { } theirs)
        {
            var differences = Differences(ours, theirs).ToList();
            return differences.Count == 0
                ? new TemplateFinding(ours.Key, TemplateState.Same, ours.Title, false)
                : new TemplateFinding(ours.Key, TemplateState.OtherFields, string.Join("；", differences), false);
        }
        var addable = ours.ShortId is not null && (account != ServiceAccountKind.MiniProgram || ours.KeywordIds.Count == ours.Fields.Count);
        var alike = own.FirstOrDefault(t => !Differences(ours, t).Any());
        var says = alike is not null ? $"编号 {ours.Id} 不在这个帐号里，但「{alike.Title}」字段相同：请设 {Setting(account, ours.Key, alike.Id)}"
            : addable ? $"帐号里没有「{ours.Title}」：可用 --apply 从模板库 {ours.ShortId} 添加"
            : $"帐号里没有「{ours.Title}」：请到{Refusals.Console(account)}按 config/wechat/README.md 申请，再设 {Setting(account, ours.Key, "模板ID")}";
        return new TemplateFinding(ours.Key, TemplateState.Missing, says, addable && alike is null);
    }

    private static IEnumerable<string> Differences(TemplateBook.Template ours, Own theirs)
    {
        foreach (var field in ours.Fields.Where(f => theirs.Fields.All(t => t.Name != f.Name)))
            yield return theirs.Fields.FirstOrDefault(t => t.Label == field.Label) is { } other
                ? FieldLimits.TypeOf(other.Name) == FieldLimits.TypeOf(field.Name)
                    ? $"「{field.Label}」在微信是 {other.Name}，文件里是 {field.Name}"
                    : $"「{field.Label}」的类型不同：微信是 {other.Name}，文件里是 {field.Name}"
                : $"微信的模板没有 {field.Name}「{field.Label}」";
        foreach (var field in theirs.Fields.Where(t => ours.Fields.All(f => f.Name != t.Name && f.Label != t.Label)))
            yield return $"微信的模板多出 {field.Name}「{field.Label}」";
    }

    private Task<IReadOnlyList<Own>> OwnOf(ServiceAccountKind account, CancellationToken ct) =>
        account == ServiceAccountKind.MiniProgram ? OfMiniProgram(ct) : OfServiceAccount(account, ct);

    /// <summary>developers.weixin.qq.com/doc/service/api/notify/template/api_getalltemplates.html</summary>
    private async Task<IReadOnlyList<Own>> OfServiceAccount(ServiceAccountKind account, CancellationToken ct)
    {
        var answer = await api.Ask(account, "/cgi-bin/template/get_all_private_template", null, ct);
        return [.. from t in answer.List("template_list") select OwnOf(WeChatAnswer.TextOf(t, "template_id"), WeChatAnswer.TextOf(t, "title"), WeChatAnswer.TextOf(t, "content"))];
    }

    /// <summary>developers.weixin.qq.com/miniprogram/dev/OpenApiDoc/mp-message-management/subscribe-message/getMessageTemplateList.html</summary>
    private async Task<IReadOnlyList<Own>> OfMiniProgram(CancellationToken ct)
    {
        var answer = await api.Ask(ServiceAccountKind.MiniProgram, "/wxaapi/newtmpl/gettemplate", null, ct);
        return [.. from t in answer.List("data") select OwnOf(WeChatAnswer.TextOf(t, "priTmplId"), WeChatAnswer.TextOf(t, "title"), WeChatAnswer.TextOf(t, "content"))];
    }

    private static Own OwnOf(string? id, string? title, string? content) => new(id ?? "", title ?? "",
        [.. from keyword in Keyword().Matches(content ?? "") select new TemplateBook.Field(keyword.Groups["name"].Value, keyword.Groups["label"].Value.Trim())]);

    /// <summary>
    /// developers.weixin.qq.com/doc/service/api/notify/template/api_addtemplate.html ·
    /// developers.weixin.qq.com/miniprogram/dev/OpenApiDoc/mp-message-management/subscribe-message/addMessageTemplate.html
    /// </summary>
    private async Task<string> Add(ServiceAccountKind account, TemplateBook.Template ours, CancellationToken ct)
    {
        var answer = account == ServiceAccountKind.MiniProgram
            ? await api.Ask(account, "/wxaapi/newtmpl/addtemplate", new MiniProgramTemplate(ours.ShortId!, ours.KeywordIds, ours.Title.Length > 15 ? ours.Title[..15] : ours.Title), ct)
            : await api.Ask(account, "/cgi-bin/template/api_add_template",
                new { template_id_short = ours.ShortId, keyword_name_list = ours.Fields.Select(f => f.Label).ToArray() }, ct);
        return answer.Text("priTmplId") ?? answer.Text("template_id") ?? throw new ServiceAccounts.Ports.WeChatUnavailable("the answer has no template id");
    }

    /// <summary>This one call wants its names in camel case.</summary>
    private sealed record MiniProgramTemplate(
        [property: System.Text.Json.Serialization.JsonPropertyName("tid")] string Tid,
        [property: System.Text.Json.Serialization.JsonPropertyName("kidList")] IReadOnlyList<int> KidList,
        [property: System.Text.Json.Serialization.JsonPropertyName("sceneDesc")] string SceneDesc);

    private static string Setting(ServiceAccountKind account, string key, string id) => $"WeChat__{account}__Templates__{key}={id}";

    [GeneratedRegex(@"(?<label>[^\s{}:：]*)\s*[:：]?\s*\{\{(?<name>\w+)\.DATA\}\}")]
    private static partial Regex Keyword();
}
