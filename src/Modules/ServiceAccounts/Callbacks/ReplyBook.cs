using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Configuration;
using WeChatService.Kernel;
using WeChatService.ServiceAccounts.Contracts;

namespace WeChatService.ServiceAccounts.Callbacks;

/// <summary>
/// config/wechat/replies.json: what each service account says to who follows, writes or taps. Read and checked at the start: a text that
/// WeChat would not show stops it. {public} stands for the address of our pages.
/// </summary>
internal sealed class ReplyBook
{
    private const int MaxBytes = 2048;
    private static readonly JsonSerializerOptions Strict = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true,
    };

    private readonly Dictionary<ServiceAccountKind, Replies> accounts = [];

    private ReplyBook()
    {
    }

    /// <exception cref="InvalidOperationException">The file is not as it must be; says where.</exception>
    public static ReplyBook Load(IConfiguration configuration)
    {
        var file = Path.Combine(ConfigFolder.Find(configuration, "wechat"), "replies.json");
        return Read(File.ReadAllText(file), configuration["Public:Base"]?.TrimEnd('/') ?? "");
    }

    internal static ReplyBook Read(string json, string pages)
    {
        try
        {
            var file = JsonSerializer.Deserialize<Dictionary<string, Replies>>(json, Strict)!;
            var book = new ReplyBook();
            foreach (var kind in (ServiceAccountKind[])[ServiceAccountKind.Agency, ServiceAccountKind.Owner])
                book.accounts[kind] = file.Remove(kind.ToString().ToLowerInvariant(), out var replies)
                    ? Checked(kind, replies, pages) : throw Wrong($"{kind.ToString().ToLowerInvariant()} is missing");
            return file.Count == 0 ? book : throw Wrong($"{file.Keys.First()} is no service account: agency, owner");
        }
        catch (JsonException e) { throw Wrong(e.Message); }
    }

    /// <summary>To a new follower.</summary>
    public string? Welcome(ServiceAccountKind account) => accounts.GetValueOrDefault(account)?.Welcome;

    /// <summary>To what a person sent: by the first keyword in it, else the way to our pages. Pictures and voices have no text.</summary>
    public string? ToMessage(ServiceAccountKind account, string? text)
    {
        if (!accounts.TryGetValue(account, out var replies)) return null;
        if (text is not null)
            foreach (var reply in replies.Keywords)
                foreach (var word in reply.Words)
                    if (text.Contains(word, StringComparison.OrdinalIgnoreCase)) return reply.Text;
        return replies.Otherwise;
    }

    /// <summary>To a menu button of type click.</summary>
    public string? ToClick(ServiceAccountKind account, string? key) =>
        key is not null && accounts.TryGetValue(account, out var replies) ? replies.Clicks?.GetValueOrDefault(key) : null;

    private static Replies Checked(ServiceAccountKind kind, Replies replies, string pages)
    {
        string Text(string text, string where) =>
            text.Replace("{public}", pages, StringComparison.Ordinal) is var full && string.IsNullOrWhiteSpace(full) ? throw Wrong($"{kind} {where} is empty")
            : Encoding.UTF8.GetByteCount(full) > MaxBytes ? throw Wrong($"{kind} {where} is longer than {MaxBytes} bytes")
            : full.Any(c => char.IsControl(c) && c != '\n') ? throw Wrong($"{kind} {where} holds a control character")
            : full;

        var words = replies.Keywords.SelectMany(k => k.Words).ToList();
        if (words.Find(string.IsNullOrWhiteSpace) is not null || replies.Keywords.Any(k => k.Words.Count == 0)) throw Wrong($"{kind} has an empty keyword");
        if (words.GroupBy(w => w, StringComparer.OrdinalIgnoreCase).FirstOrDefault(g => g.Count() > 1) is { } twice) throw Wrong($"{kind} has the keyword {twice.Key} twice");
        return new Replies(
            Text(replies.Welcome, "welcome"), Text(replies.Otherwise, "otherwise"),
            [.. replies.Keywords.Select(k => k with { Text = Text(k.Text, $"keyword {k.Words[0]}") })],
            replies.Clicks?.ToDictionary(c => c.Key, c => Text(c.Value, $"click {c.Key}")));
    }

    private static InvalidOperationException Wrong(string what) => new($"config/wechat/replies.json: {what}");

    internal sealed record Replies(string Welcome, string Otherwise, List<Keyword> Keywords, Dictionary<string, string>? Clicks = null);

    internal sealed record Keyword(List<string> Words, string Text);
}
