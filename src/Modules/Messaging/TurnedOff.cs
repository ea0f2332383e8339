using WeChatService.Kernel;

namespace WeChatService.Messaging;

/// <summary>A contact does not want this kind of message pushed; it still stands in his list. Only optional kinds can be turned off.</summary>
[Shared("the person's own, found by his own id; no door lists them")]
internal sealed class TurnedOff
{
    public Guid ReaderId { get; private set; }
    public string Template { get; private set; } = "";

    /// <exception cref="RuleBroken">It is of a kind that is always pushed.</exception>
    public static TurnedOff By(Guid readerId, NoticeTemplate template) =>
        template.Optional ? new() { ReaderId = readerId, Template = template.Key } : throw new RuleBroken(MessagingProblems.AlwaysPushed);
}
