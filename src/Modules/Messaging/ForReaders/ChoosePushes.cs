using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using WeChatService.Kernel;

namespace WeChatService.Messaging.ForReaders;

/// <summary>消息设置: which messages WeChat may push to a contact. Faults, filed reports and what needs his consent always come (NTF-07).</summary>
internal static class ChoosePushes
{
    internal sealed record Kind(string Key, string Title, bool Always, bool On);

    internal sealed record Choice(bool? On);

    public static void Map(RouteGroupBuilder owner)
    {
        owner.MapGet("/message-kinds", List).For(Role.OwnerContact);
        owner.MapPut("/message-kinds/{key}", Choose).For(Role.OwnerContact).RepeatsWithoutHarm("the last choice counts");
    }

    private static async Task<IReadOnlyList<Kind>> List(AppDb db, CurrentActor actor, NoticeTemplates templates, CancellationToken ct)
    {
        var me = actor.Required.ContactId;
        var off = await db.Set<TurnedOff>().Where(t => t.ReaderId == me).Select(t => t.Template).ToListAsync(ct);
        return [.. templates.OfOwners.OrderBy(t => !t.Optional).Select(t => new Kind(t.Key, t.Title, !t.Optional, !off.Contains(t.Key)))];
    }

    private static async Task<Kind> Choose(string key, Choice choice, AppDb db, CurrentActor actor, NoticeTemplates templates, CancellationToken ct)
    {
        var (me, on) = (actor.Required.ContactId!.Value, choice.On ?? throw new RuleBroken(KernelProblems.BadRequest));
        var template = templates.OfOwners.FirstOrDefault(t => t.Key == key) ?? throw new RuleBroken(MessagingProblems.NoSuchKind);
        var off = await db.Set<TurnedOff>().FirstOrDefaultAsync(t => t.ReaderId == me && t.Template == key, ct);
        if (on && off is not null)
        {
            db.Remove(off);
        }
        else if (!on && off is null)
        {
            db.Add(TurnedOff.By(me, template));
        }

        return new Kind(template.Key, template.Title, !template.Optional, on);
    }
}
