using WeChatService.Kernel;
using WeChatService.Messaging.Ports;

namespace WeChatService.Messaging;

/// <summary>
/// One thing told to one person (NTF-18: event, receiver, time, read time). It stands in the person's message list
/// whether or not WeChat could carry it; each follower phone of the person gets a <see cref="Delivery"/>.
/// </summary>
internal sealed class Notice : IAgencyOwned, IOwnerOwned
{
    private Notice()
    {
    }

    public Guid Id { get; private init; }

    /// <summary>What it is about: the key of the template, "task_submitted".</summary>
    public string Template { get; private init; } = "";

    public NoticeReader Reader { get; private init; }

    /// <summary>A person of an agency or a contact of an owner.</summary>
    public Guid ReceiverId { get; private init; }

    public Guid AgencyId { get; private init; }

    /// <summary>The owner unit whose contact reads it; empty for agency people, so that no owner sees their notices.</summary>
    public Guid OwnerId { get; private init; }

    public Guid ProjectId { get; private init; }

    /// <summary>The task, form, fault or report that the link opens.</summary>
    public Guid AboutId { get; private init; }

    public string Title { get; private init; } = "";

    public IReadOnlyList<NoticeField> Fields { get; private init; } = [];

    /// <summary>Path of the H5 page.</summary>
    public string? Url { get; private init; }

    public DateTimeOffset CreatedAt { get; private init; }

    /// <summary>NTF-16: when the receiver opened it, here or what it tells of.</summary>
    public DateTimeOffset? ReadAt { get; private set; }

    public static Notice For(Guid id, NoticeReceiver receiver, NoticeTemplate template, NoticeAbout about, DateTimeOffset now) => new()
    {
        Id = id,
        Template = template.Key,
        Reader = receiver.Reader,
        ReceiverId = receiver.Id,
        AgencyId = about.AgencyId,
        OwnerId = receiver.Reader == NoticeReader.OwnerContact ? about.OwnerId : Guid.Empty,
        ProjectId = about.ProjectId,
        AboutId = about.Id,
        Title = template.Title,
        Fields = template.Fill(about.Values),
        Url = about.Url,
        CreatedAt = now,
    };

    /// <summary>The first opening counts; opening again changes nothing.</summary>
    public void Open(DateTimeOffset now) => ReadAt ??= now;
}

internal enum NoticeReader
{
    AgencyPerson,
    OwnerContact,
}

/// <param name="Reader">Which side of the house reads it.</param>
/// <param name="Id">Person or contact.</param>
/// <param name="SubjectId">What the followers are linked to: the person's account or the contact; null without an account.</param>
internal sealed record NoticeReceiver(NoticeReader Reader, Guid Id, Guid? SubjectId);

/// <param name="Id">The task, form, fault or report.</param>
/// <param name="Values">One text per field of the template, in its order.</param>
/// <param name="Url">Path of the H5 page.</param>
internal sealed record NoticeAbout(
    Guid Id, Guid ProjectId, Guid AgencyId, Guid OwnerId, string? Url, IReadOnlyList<string> Values);
