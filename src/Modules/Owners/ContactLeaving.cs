using Microsoft.EntityFrameworkCore;
using WeChatService.Accounts.Contracts;
using WeChatService.Kernel;
using WeChatService.Owners.Contracts;

namespace WeChatService.Owners;

internal sealed class ContactLeaving(AppDb db, CurrentActor actor, IContactAccounts accounts, TimeProvider time) : IContactLeaving
{
    public async Task<int> Leave(Guid contactId, Guid ownerId, Guid? projectId, LeaveReason because, CancellationToken ct)
    {
        var bindings = await db.Set<ContactBinding>()
            .Where(b => b.ContactId == contactId && b.OwnerId == ownerId && b.EndedAt == null && (projectId == null || b.ProjectId == projectId)).ToListAsync(ct);
        var now = time.GetUtcNow();
        var (projects, name) = (bindings.ConvertAll(b => b.ProjectId), await db.Set<OwnerContact>().Where(c => c.Id == contactId).Select(c => c.Name).FirstOrDefaultAsync(ct));
        foreach (var binding in bindings)
        {
            binding.End(because, actor.Required.Name, now);
            db.Announce(new ContactLeft(contactId, binding.ProjectId, binding.OwnerId, binding.AgencyId, because));
            db.Audit("contact.left", nameof(ContactBinding), binding.Id, $"{name} 不再是联系人（{Says(because)}）", after: new { because });
        }

        // The unit itself: an agency ends what it attached, the person whatever any agency did.
        var attached = projectId is null ? await Attached(contactId, ownerId, because).ToListAsync(ct) : [];
        foreach (var unit in attached)
        {
            unit.End(now);
            if (bindings.Count == 0)
            {
                db.Audit("contact.left", nameof(UnitContact), unit.Id, $"{name} 不再是联系人（{Says(because)}）", after: new { because });
            }
        }

        // Nothing left anywhere: the account that was handed to him opens nothing any more.
        var (ended, endedAtUnit) = (bindings.ConvertAll(b => b.Id), attached.ConvertAll(u => u.Id));
        if (!await db.Set<ContactBinding>().IgnoreQueryFilters().AnyAsync(b => b.ContactId == contactId && b.EndedAt == null && !ended.Contains(b.Id), ct)
            && !await db.Set<UnitContact>().IgnoreQueryFilters().AnyAsync(u => u.ContactId == contactId && u.EndedAt == null && !endedAtUnit.Contains(u.Id), ct))
        {
            await accounts.Close(contactId, ct);
        }

        // An invitation is the agency's; the contact who leaves does not see it and yet takes it with him.
        foreach (var invitation in await db.Set<ContactInvitation>().IgnoreQueryFilters().Where(i => projects.Contains(i.ProjectId) && i.RevokedAt == null).ToListAsync(ct))
        {
            invitation.Revoke(now);
            db.Audit("invitation.revoked", nameof(ContactInvitation), invitation.Id, $"「{invitation.ProjectName}」的联系人绑定码作废：有联系人离开");
        }

        return bindings.Count > 0 ? bindings.Count : attached.Count;
    }

    private IQueryable<UnitContact> Attached(Guid contactId, Guid ownerId, LeaveReason because)
    {
        var all = db.Set<UnitContact>().Where(u => u.ContactId == contactId && u.OwnerId == ownerId && u.EndedAt == null);
        return because == LeaveReason.Agency ? all : all.IgnoreQueryFilters();
    }

    private static string Says(LeaveReason because) => because switch
    {
        LeaveReason.Himself => "本人解除",
        LeaveReason.Colleague => "同单位联系人移除",
        LeaveReason.Agency => "服务机构移除",
        _ => "本人删除个人信息",
    };
}
