using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using WeChatService.Kernel;

namespace WeChatService.Messaging.ForReaders;

/// <summary>
/// A person's own messages (NTF-18, NTF-19), the same on the three doors at which people read. Every notice stands here,
/// whatever became of its way through WeChat.
/// </summary>
internal static class Messages
{
    /// <summary>One tap reads so many at most; whoever has more taps again.</summary>
    private const int AtOnce = 500;

    internal sealed record OpenedRequest(string Url);

    internal sealed record ReadAllRequest(Guid UpTo);

    public static void Map(RouteGroupBuilder door)
    {
        door.MapGet("/messages", List);
        door.MapPost("/messages/{id:guid}/read", Read).RepeatsWithoutHarm("the first reading counts");
        door.MapPost("/messages/opened", Opened).RepeatsWithoutHarm("the first reading counts");
        door.MapPost("/messages/read", ReadAll).RepeatsWithoutHarm("the first reading counts");
    }

    /// <summary>Newest first.</summary>
    private static async Task<MessageList> List(
        [AsParameters] PageRequest page, AppDb db, CurrentActor actor, NoticeTemplates templates, CancellationToken ct)
    {
        var own = Own(db, actor);
        var total = await own.CountAsync(ct);
        var unread = await own.CountAsync(n => n.ReadAt == null, ct);
        var notices = await own.AsNoTracking().OrderByDescending(n => n.Id).Skip(page.Skip).Take(page.Take).ToListAsync(ct);
        return new MessageList(notices.ConvertAll(notice => MessageLine.Of(notice, templates)), total, page.Number, page.Take, unread);
    }

    private static async Task<MessageRead> Read(Guid id, AppDb db, CurrentActor actor, TimeProvider time, CancellationToken ct)
    {
        var notice = await Own(db, actor).FirstOrDefaultAsync(n => n.Id == id, ct) ?? throw new RuleBroken(KernelProblems.NotFound);
        notice.Open(time.GetUtcNow());
        return new MessageRead(notice.Id, notice.ReadAt!.Value);
    }

    /// <summary>
    /// NTF-16: the page that a message leads to was opened, from the chat in WeChat or by hand; the message counts as read there too.
    /// </summary>
    private static async Task<MessagesRead> Opened(OpenedRequest request, AppDb db, CurrentActor actor, TimeProvider time, CancellationToken ct)
    {
        return await Open(Own(db, actor).Where(n => n.Url == request.Url), time, ct);
    }

    /// <summary>All up to the newest that the person saw: what came in since stays unread.</summary>
    private static async Task<MessagesRead> ReadAll(ReadAllRequest request, AppDb db, CurrentActor actor, TimeProvider time, CancellationToken ct)
    {
        return await Open(Own(db, actor).Where(n => n.Id <= request.UpTo), time, ct);
    }

    private static async Task<MessagesRead> Open(IQueryable<Notice> which, TimeProvider time, CancellationToken ct)
    {
        var unread = await which.Where(n => n.ReadAt == null).OrderByDescending(n => n.Id).Take(AtOnce).ToListAsync(ct);
        unread.ForEach(notice => notice.Open(time.GetUtcNow()));
        return new MessagesRead(unread.Count);
    }

    private static IQueryable<Notice> Own(AppDb db, CurrentActor actor)
    {
        var reader = actor.Required.Door == Door.Owner ? NoticeReader.OwnerContact : NoticeReader.AgencyPerson;
        var receiver = reader == NoticeReader.OwnerContact ? actor.Required.ContactId : actor.Required.PersonId;
        return db.Set<Notice>().Where(n => n.ReceiverId == receiver && n.Reader == reader);
    }
}

/// <param name="Unread">Of all pages.</param>
internal sealed record MessageList(IReadOnlyList<MessageLine> Items, int Total, int Number, int Size, int Unread);

/// <param name="Event">The key of the template.</param>
/// <param name="Url">Path of the H5 page, if there is one to open.</param>
internal sealed record MessageLine(
    Guid Id, string Event, string Title, IReadOnlyList<MessageText> Lines, string? Url, DateTimeOffset At, DateTimeOffset? ReadAt)
{
    public static MessageLine Of(Notice notice, NoticeTemplates templates) => new(
        notice.Id, notice.Template, notice.Title,
        [.. notice.Fields.Select(field => new MessageText(templates.LabelOf(notice.Reader, notice.Template, field.Name), field.Value))],
        notice.Url, notice.CreatedAt, notice.ReadAt);
}

internal sealed record MessageText(string Label, string Value);

internal sealed record MessageRead(Guid Id, DateTimeOffset ReadAt);

/// <param name="Count">How many were unread until now.</param>
internal sealed record MessagesRead(int Count);
