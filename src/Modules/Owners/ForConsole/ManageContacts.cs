using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using WeChatService.Kernel;
using WeChatService.Owners.Contracts;
using WeChatService.Regions.Contracts;

namespace WeChatService.Owners.ForConsole;

/// <summary>管理业主联系人信息 (OWN-03, 14): a contact is attached to the unit that was searched and chosen, and taken off when he left it.</summary>
internal static class ManageContacts
{
    /// <param name="Projects">How many he is bound to; 0: named, and bound to none yet.</param>
    /// <param name="Since">Attached or first bound.</param>
    public sealed record Row(Guid Id, string Name, string MaskedPhone, int Projects, DateTimeOffset Since);

    /// <param name="ContactsGetAccounts">Whoever is attached gets an account that is handed over (ACC-21); else he scans a project's code (OWN-06).</param>
    public sealed record Unit(Guid Id, string Name, string FullAddress, bool ContactsGetAccounts, IReadOnlyList<Row> Contacts);

    public sealed record Entry(string? Name, string? Phone);

    public sealed record Removed(Guid ContactId);

    public static void Map(RouteGroupBuilder console)
    {
        console.MapGet("/owner-units/{id:guid}", Show).For(Role.AgencyAdmin, Role.AgencyManager);
        // No key: the answer may hold the initial password, which is kept nowhere.
        console.MapPost("/owner-units/{id:guid}/contacts", Attach).For(Role.AgencyAdmin)
            .RepeatsWithoutHarm("the same phone is the same contact; a password that nobody used yet is made anew");
        console.MapPost("/owner-units/{id:guid}/contacts/{contactId:guid}/removal", Remove).For(Role.AgencyAdmin);
    }

    private static async Task<Unit> Show(Guid id, AppDb db, IRegionPolicies policies, CancellationToken ct)
    {
        var unit = await Own(id, db, ct);
        return new Unit(
            unit.Id, unit.Name, (unit.Province == unit.City ? "" : unit.Province) + unit.City + unit.District + unit.Address,
            policies.For(unit.Region).Owner.AccountMode == OwnerAccountMode.IssuedAccount, await UnitPeople.Of(db, unit.Id, ct));
    }

    private static async Task<SavedContact> Attach(
        Guid id, Entry request, AppDb db, CurrentActor actor, ContactEntry contacts, CancellationToken ct) =>
        await contacts.Attach(await Own(id, db, ct), request.Name, request.Phone, actor.Required.Name, ct);

    private static async Task<Removed> Remove(Guid id, Guid contactId, AppDb db, IContactLeaving leaving, CancellationToken ct)
    {
        var unit = await Own(id, db, ct);
        return await leaving.Leave(contactId, unit.Id, projectId: null, LeaveReason.Agency, ct) > 0
            ? new Removed(contactId)
            : throw new RuleBroken(OwnerProblems.ContactUnknown);
    }

    /// <exception cref="RuleBroken">OWN-03: unknown, or another agency's.</exception>
    private static async Task<Owner> Own(Guid id, AppDb db, CancellationToken ct) =>
        await db.Set<Owner>().AsNoTracking().FirstOrDefaultAsync(o => o.Id == id, ct) ?? throw new RuleBroken(OwnerProblems.UnitUnknown);
}
