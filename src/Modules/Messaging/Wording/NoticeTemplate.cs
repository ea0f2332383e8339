using WeChatService.Messaging.Ports;

namespace WeChatService.Messaging;

/// <summary>
/// A template of config/wechat/templates.json: what WeChat prints, in which order; an urgent one overtakes the others, an optional one may be
/// turned off by who reads it.
/// </summary>
internal sealed record NoticeTemplate(string Key, string Title, IReadOnlyList<TemplateField> Fields, bool Urgent = false, bool Optional = false)
{
    /// <summary>Puts one text into each field, whole: the sender's adapter cuts them to what WeChat takes.</summary>
    /// <exception cref="InvalidOperationException">The template was edited and the wording was not.</exception>
    public IReadOnlyList<NoticeField> Fill(IReadOnlyList<string> values)
    {
        return values.Count == Fields.Count
            ? [.. Fields.Zip(values, (field, value) => new NoticeField(field.Name, value))]
            : throw new InvalidOperationException($"template {Key} has {Fields.Count} fields, the wording {values.Count}");
    }
}

/// <param name="Name">The typed keyword: "thing1".</param>
/// <param name="Label">What WeChat prints before the value: 项目名称.</param>
internal sealed record TemplateField(string Name, string Label);
