using WeChatService.Sandbox.Setting;

namespace WeChatService.Sandbox.Phone;

public sealed record ChatField(string Name, string Label, string Value);

public sealed record ChatJump(string AppId, string PagePath);

/// <summary>One line of a chat. Template messages carry fields and a jump; texts carry <see cref="Text"/>.</summary>
public sealed record ChatMessage
{
    public required long Id { get; init; }
    public required DateTimeOffset At { get; init; }
    public required string Person { get; init; }
    public required AccountKind Account { get; init; }
    /// <summary>account, person or system.</summary>
    public required string From { get; init; }
    /// <summary>template, text or event.</summary>
    public required string Kind { get; init; }
    public string? Text { get; init; }
    public string? Title { get; init; }
    public string? TemplateId { get; init; }
    public string? TemplateKey { get; init; }
    public IReadOnlyList<ChatField>? Fields { get; init; }
    public string? Url { get; init; }
    public ChatJump? MiniProgram { get; init; }
    public long? MsgId { get; init; }
    public string? ClientMsgId { get; init; }
    /// <summary>sent, then what the job-finish event said.</summary>
    public string? Status { get; init; }
    /// <summary>False for a template message the person refuses: sent, never seen.</summary>
    public bool Shown { get; init; } = true;
    public bool Read { get; init; }
}

/// <summary>All chats of all people with all accounts.</summary>
public sealed class Chats
{
    readonly Lock _lock = new();
    readonly List<ChatMessage> _messages = [];
    long _lastId;

    public ChatMessage AddTemplate(Person person, AccountKind account, Template template, IReadOnlyList<ChatField> fields,
        string? url, ChatJump? jump, long? msgId, string? clientMsgId, bool shown) => Add(new ChatMessage
        {
            Id = 0,
            At = TimeProvider.System.GetUtcNow(),
            Person = person.Key,
            Account = account,
            From = "account",
            Kind = "template",
            Title = template.Title,
            TemplateId = template.TemplateId,
            TemplateKey = template.Key,
            Fields = fields,
            Url = url,
            MiniProgram = jump,
            MsgId = msgId,
            ClientMsgId = clientMsgId,
            Status = "sent",
            Shown = shown,
        });

    /// <summary>A text line; <paramref name="from"/> is account, person or system.</summary>
    public ChatMessage AddText(Person person, AccountKind account, string from, string text) => Add(new ChatMessage
    {
        Id = 0,
        At = TimeProvider.System.GetUtcNow(),
        Person = person.Key,
        Account = account,
        From = from,
        Kind = from == "system" ? "event" : "text",
        Text = text,
        Read = from != "account",
    });

    public IReadOnlyList<ChatMessage> Of(Person person, AccountKind account, long after = 0)
    {
        lock (_lock) return [.. _messages.Where(m => m.Shown && m.Id > after && m.Person == person.Key && m.Account == account)];
    }

    /// <summary>Template and subscribe messages the account sent, shown or not.</summary>
    public IReadOnlyList<ChatMessage> SentBy(AccountKind account)
    {
        lock (_lock) return [.. _messages.Where(m => m.Account == account && m.Kind == "template")];
    }

    public int Unread(Person person, AccountKind account)
    {
        lock (_lock) return _messages.Count(m => m.Shown && !m.Read && m.Person == person.Key && m.Account == account);
    }

    public void Finish(long id, string status) => Change(m => m.Id == id, m => m with { Status = status });

    public void MarkRead(Person person, AccountKind account) => Change(m => m.Person == person.Key && m.Account == account, m => m with { Read = true });

    public void Reset()
    {
        lock (_lock) _messages.Clear();
    }

    ChatMessage Add(ChatMessage message)
    {
        lock (_lock)
        {
            message = message with { Id = ++_lastId };
            _messages.Add(message);
            return message;
        }
    }

    void Change(Predicate<ChatMessage> which, Func<ChatMessage, ChatMessage> change)
    {
        lock (_lock)
            for (int i = 0; i < _messages.Count; i++)
                if (which(_messages[i])) _messages[i] = change(_messages[i]);
    }
}
