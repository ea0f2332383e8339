using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using WeChatService.Accounts.Contracts;
using WeChatService.Kernel;
using WeChatService.Regions.Contracts;
using WeChatService.ServiceAccounts.Contracts;

namespace WeChatService.Owners.ForAgency;

/// <summary>查询业主微信账号 (ACC-23): who of the owners' people can sign in, when he last did, and a new initial password for who lost his.</summary>
internal static class AssignedAccounts
{
    public enum AccountStanding
    {
        /// <summary>Bound himself by QR code: WeChat alone signs him in.</summary>
        WeChatOnly,

        /// <summary>Handed over, and nobody has signed in with it.</summary>
        Waiting,
        InUse,
        Closed,
    }

    /// <param name="UserName">Null: WeChat alone signs him in.</param>
    public sealed record Row(
        Guid ContactId, string Name, string MaskedPhone, IReadOnlyList<string> Units, int Projects, string? UserName, AccountStanding Standing,
        DateTimeOffset? LastSignInAt);

    public static void Map(RouteGroupBuilder door)
    {
        door.MapGet("/owner-accounts", List).For(Role.AgencyAdmin);
        door.MapPost("/owner-accounts/{contactId:guid}/reset", Reset).For(Role.AgencyAdmin)
            .RepeatsWithoutHarm("each time a new initial password, of which the last one counts; the answer is kept nowhere");
    }

    private static async Task<Page<Row>> List(
        string? search, [AsParameters] PageRequest page, AppDb db, IContactAccounts accounts, CancellationToken ct)
    {
        var contacts = db.Set<OwnerContact>().AsNoTracking().Where(
            c => db.Set<ContactBinding>().Any(b => b.ContactId == c.Id && b.EndedAt == null) || db.Set<UnitContact>().Any(u => u.ContactId == c.Id && u.EndedAt == null));
        if (SearchWords.Of(search) is { } words)
        {
            contacts = contacts.Where(c => EF.Functions.ILike(c.Name, words.Pattern, SearchWords.Escape) || db.Set<ContactBinding>().Any(
                b => b.ContactId == c.Id && b.EndedAt == null
                    && db.Set<Owner>().Any(o => o.Id == b.OwnerId && EF.Functions.ILike(o.Name, words.Pattern, SearchWords.Escape)))
                || db.Set<UnitContact>().Any(
                    u => u.ContactId == c.Id && u.EndedAt == null
                        && db.Set<Owner>().Any(o => o.Id == u.OwnerId && EF.Functions.ILike(o.Name, words.Pattern, SearchWords.Escape))));
        }

        var total = await contacts.CountAsync(ct);
        var found = await contacts.OrderBy(c => c.Name).ThenBy(c => c.Id).Skip(page.Skip).Take(page.Take).ToListAsync(ct);
        var ids = found.ConvertAll(c => c.Id);
        var bindings = (await (from binding in db.Set<ContactBinding>().AsNoTracking()
                               join unit in db.Set<Owner>() on binding.OwnerId equals unit.Id
                               where ids.Contains(binding.ContactId) && binding.EndedAt == null
                               select new { binding.ContactId, Unit = unit.Name }).ToListAsync(ct)).ToLookup(b => b.ContactId, b => b.Unit);
        var attached = (await (from unit in db.Set<UnitContact>().AsNoTracking()
                               join owner in db.Set<Owner>() on unit.OwnerId equals owner.Id
                               where ids.Contains(unit.ContactId) && unit.EndedAt == null
                               select new { unit.ContactId, Unit = owner.Name }).ToListAsync(ct)).ToLookup(u => u.ContactId, u => u.Unit);
        var handed = await accounts.Of(ids, ct);
        return page.Of(found.ConvertAll(c => new Row(
            c.Id, c.Name, c.PhoneMasked, [.. bindings[c.Id].Concat(attached[c.Id]).Distinct()], bindings[c.Id].Count(), handed.GetValueOrDefault(c.Id)?.UserName,
            StandingOf(handed.GetValueOrDefault(c.Id)), handed.GetValueOrDefault(c.Id)?.LastSignInAt)), total);
    }

    /// <summary>Whatever phone was signed in is nobody's from now on.</summary>
    private static async Task<IssuedAccount> Reset(
        Guid contactId, AppDb db, CurrentActor actor, IContactAccounts accounts, IFollowers followers, IRegionPolicies policies, CancellationToken ct)
    {
        var agencyId = await AgencyOf(contactId, db, ct) ?? throw new RuleBroken(OwnerProblems.ContactUnknown);
        var contact = await db.Set<OwnerContact>().AsNoTracking().FirstAsync(c => c.Id == contactId, ct);
        if (policies.For(contact.Region).Owner.AccountMode != OwnerAccountMode.IssuedAccount)
        {
            throw new RuleBroken(OwnerProblems.BindsHimself);
        }

        // An administrator must not get into what the contact sees of other agencies.
        if (await db.Set<ContactBinding>().IgnoreQueryFilters().AnyAsync(b => b.ContactId == contactId && b.EndedAt == null && b.AgencyId != agencyId, ct))
        {
            throw new RuleBroken(OwnerProblems.ServesElsewhere);
        }

        await followers.Release(contactId, ServiceAccountKind.Owner, ct);
        db.Audit("contact.account_reset", nameof(OwnerContact), contactId, $"{actor.Required.Name} 重设了联系人{contact.Name}的初始密码");
        return await accounts.Issue(contactId, contact.Name, contact.Region, agencyId, ct);
    }

    /// <summary>The actor's own, if the contact serves it: bound to a project, or attached to a unit that has none yet.</summary>
    private static async Task<Guid?> AgencyOf(Guid contactId, AppDb db, CancellationToken ct) =>
        (await db.Set<ContactBinding>().AsNoTracking().FirstOrDefaultAsync(b => b.ContactId == contactId && b.EndedAt == null, ct))?.AgencyId
        ?? (await db.Set<UnitContact>().AsNoTracking().FirstOrDefaultAsync(u => u.ContactId == contactId && u.EndedAt == null, ct))?.AgencyId;

    private static AccountStanding StandingOf(ContactAccountCard? account) => account switch
    {
        null => AccountStanding.WeChatOnly,
        { IsEnabled: false } => AccountStanding.Closed,
        { PasswordChanged: false, LastSignInAt: null } => AccountStanding.Waiting,
        _ => AccountStanding.InUse,
    };
}
