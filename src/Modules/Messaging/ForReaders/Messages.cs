using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using WeChatService.Kernel;

namespace WeChatService.Messaging.ForReaders;

/// <summary>A person's own messages (NTF-18, NTF-19), the same on the three doors at which people read.</summary>
internal static class Messages
{
    public static void Map(RouteGroupBuilder door)
    {
        door.MapGet("/messages", List);
        door.MapPost("/messages/{id:guid}/read", Read).RepeatsWithoutHarm("the first reading counts");
    }

    /// <summary>Newest first.</summary>
    private static async Task<Page<MessageLine>> List(
        [AsParameters] PageRequest page, AppDb db, CurrentActor actor, NoticeTemplates templates, CancellationToken ct)
    {
        var own = Own(db, actor);
        var total = await own.CountAsync(ct);
        var notices = await own.AsNoTracking().OrderByDescending(n => n.Id).Skip(page.Skip).Take(page.Take).ToListAsync(ct);
        return page.Of(notices.ConvertAll(notice => MessageLine.Of(notice, templates)), total);
    }

    private static async Task<MessageRead> Read(Guid id, AppDb db, CurrentActor actor, TimeProvider time, CancellationToken ct)
    {
        var notice = await Own(db, actor).FirstOrDefaultAsync(n => n.Id == id, ct) ?? throw new RuleBroken(KernelProblems.NotFound);
        notice.Open(time.GetUtcNow());
        return new MessageRead(notice.Id, notice.ReadAt!.Value);
    }

    private static IQueryable<Notice> Own(AppDb db, CurrentActor actor)
    {
        var reader = actor.Required.Door == Door.Owner ? NoticeReader.OwnerContact : NoticeReader.AgencyPerson;
        var receiver = reader == NoticeReader.OwnerContact ? actor.Required.ContactId : actor.Required.PersonId;
        return db.Set<Notice>().Where(n => n.ReceiverId == receiver && n.Reader == reader);
    }
}

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
