using System.Text.Json.Serialization;
using WeChatService.Sandbox.Setting;

namespace WeChatService.Sandbox.Phone;

public sealed record ChatField(string Name, string Label, string Value);

public sealed record ChatJump(string AppId, string PagePath);

/// <summary>One line of a chat. Template messages carry fields and a jump; texts carry <see cref="Text"/>.</summary>
public sealed record ChatMessage
{
    /// <summary>Rising; over 2^53, hence a string in JSON. A text's id is also its MsgId.</summary>
    [JsonNumberHandling(JsonNumberHandling.WriteAsString | JsonNumberHandling.AllowReadingFromString)]
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
    [JsonNumberHandling(JsonNumberHandling.WriteAsString | JsonNumberHandling.AllowReadingFromString)]
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
    /// <summary>Lines of one chat that outlive a restart, and those kept while the sandbox runs.</summary>
    const int KeptPerChat = 200, HeldPerChat = 2000;

    readonly Lock _lock = new();
    readonly StateFile _state;
    readonly Dictionary<(string Person, AccountKind Account), List<ChatMessage>> _chats;

    /// <summary>Begins with the time of start: the host de-duplicates texts by it, also over restarts.</summary>
    long _lastId = 20_000_000_000_000_000 + TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() * 1000;

    public Chats(StateFile state)
    {
        _state = state;
        _chats = (state.Section<List<ChatMessage>>("chats", Snapshot) ?? [])
            .GroupBy(m => (m.Person, m.Account)).ToDictionary(g => g.Key, g => g.ToList());
    }

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
        lock (_lock) return [.. Chat(person, account).Where(m => m.Shown && m.Id > after)];
    }

    /// <summary>Template and subscribe messages the account sent, shown or not, oldest first.</summary>
    public IReadOnlyList<ChatMessage> SentBy(AccountKind account)
    {
        lock (_lock) return [.. _chats.Where(c => c.Key.Account == account).SelectMany(c => c.Value).Where(m => m.Kind == "template").OrderBy(m => m.Id)];
    }

    public int Unread(Person person, AccountKind account)
    {
        lock (_lock) return Chat(person, account).Count(m => m.Shown && !m.Read);
    }

    /// <summary>Notes what became of a template message.</summary>
    public void Finish(ChatMessage message, string status)
    {
        lock (_lock)
        {
            // It is one of the last: the delivery report follows the sending within a second.
            List<ChatMessage> chat = _chats.GetValueOrDefault((message.Person, message.Account)) ?? [];
            int at = chat.FindLastIndex(m => m.Id == message.Id);
            if (at >= 0) chat[at] = chat[at] with { Status = status };
        }
        _state.Touch();
    }

    public void MarkRead(Person person, AccountKind account)
    {
        lock (_lock)
        {
            List<ChatMessage> chat = Chat(person, account);
            for (int i = 0; i < chat.Count; i++)
                if (!chat[i].Read) chat[i] = chat[i] with { Read = true };
        }
        _state.Touch();
    }

    public void Reset()
    {
        lock (_lock) _chats.Clear();
        _state.Touch();
    }

    List<ChatMessage> Chat(Person person, AccountKind account) => _chats.GetValueOrDefault((person.Key, account)) ?? [];

    ChatMessage Add(ChatMessage message)
    {
        lock (_lock)
        {
            message = message with { Id = ++_lastId };
            if (!_chats.TryGetValue((message.Person, message.Account), out List<ChatMessage>? chat)) _chats[(message.Person, message.Account)] = chat = [];
            chat.Add(message);
            // In pieces, so that a chat under load is not moved with each line.
            if (chat.Count > HeldPerChat + 500) chat.RemoveRange(0, 500);
        }
        _state.Touch();
        return message;
    }

    object Snapshot()
    {
        lock (_lock) return _chats.Values.SelectMany(c => c.TakeLast(KeptPerChat)).ToList();
    }
}
