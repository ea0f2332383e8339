using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using WeChatService.Agencies.Contracts;
using WeChatService.Kernel;
using WeChatService.Regions.Contracts;

namespace WeChatService.Agencies.ForConsole;

/// <summary>
/// 人员变更 (PEO-01, 03, 06): to add, correct or remove somebody is asked for, where the region lets an agency ask; elsewhere people come by
/// import or by themselves. Nothing is edited in place.
/// </summary>
internal static class ChangeStaff
{
    /// <param name="PersonId">Null: to be added.</param>
    /// <param name="Remove">He leaves; everything else is left out.</param>
    internal sealed record Request(Guid? PersonId, bool? Remove, string? Name, string? Phone, string? IdentityNumber, IReadOnlyList<CertificateCard>? Certificates);

    internal sealed record Row(
        Guid Id, StaffMove Move, Guid? PersonId, string Name, string Phone, string? IdentityNumber, IReadOnlyList<CertificateCard> Certificates, StaffChangeState State,
        string AskedBy, DateTimeOffset AskedAt, string? DecidedBy, DateTimeOffset? DecidedAt, string? Reason, string? Agency);

    public static void Map(RouteGroupBuilder console)
    {
        console.MapGet("/staff-changes", List).For(Role.AgencyAdmin, Role.AgencyManager, Role.Representative);
        console.MapPost("/staff-changes", Ask).For(Role.AgencyAdmin, Role.AgencyManager, Role.Representative);
        console.MapPut("/people/{id:guid}", Edit).For(Role.AgencyAdmin, Role.AgencyManager, Role.Representative).RepeatsWithoutHarm("nothing is edited in place");
    }

    private static async Task<Page<Row>> List(StaffChangeState? state, [AsParameters] PageRequest page, AppDb db, FieldCipher cipher, CancellationToken ct)
    {
        var wanted = db.Set<StaffChange>().AsNoTracking().Where(c => state == null || c.State == state);
        var rows = await wanted.OrderByDescending(c => c.AskedAt).ThenBy(c => c.Id).Skip(page.Skip).Take(page.Take).ToListAsync(ct);
        return page.Of([.. rows.Select(c => RowOf(c, null, cipher))], await wanted.CountAsync(ct));
    }

    private static async Task<Created<Row>> Ask(
        Request said, AppDb db, CurrentActor actor, FieldCipher cipher, IRegionPolicies policies, Ids ids, TimeProvider time, CancellationToken ct)
    {
        var me = actor.Required;
        MustBeAskedFor(policies.For(me.Region!).People);
        var (entry, now) = (new StaffEntry(said.Name, said.Phone, said.IdentityNumber, said.Certificates), time.GetUtcNow());
        StaffChange change;
        if (said.PersonId is { } id)
        {
            var person = await Own(id, db, ct);
            change = said.Remove == true ? StaffChange.ToRemove(ids.Next(), person, me, now) : StaffChange.ToCorrect(ids.Next(), person, entry, me, now);
        }
        else
        {
            var agency = await db.Set<Agency>().FirstAsync(a => a.Id == me.AgencyId, ct);
            change = StaffChange.ToAdd(ids.Next(), agency, entry, cipher, me, now);
        }

        if (await db.Set<StaffChange>().AnyAsync(c => c.AgencyId == change.AgencyId && c.IdentityFingerprint == change.IdentityFingerprint && c.State == StaffChangeState.Pending, ct))
        {
            throw new RuleBroken(AgencyProblems.ChangeWaits);
        }

        db.Add(change);
        db.Audit("staff_change.asked", nameof(StaffChange), change.Id, $"申请人员变更：{change.Name}", after: new { change.Move, change.PersonId });
        return TypedResults.Created("/api/console/staff-changes", RowOf(change, null, cipher));
    }

    /// <summary>PEO-06: the refusal says which way there is.</summary>
    private static async Task<IResult> Edit(Guid id, AppDb db, CurrentActor actor, IRegionPolicies policies, CancellationToken ct)
    {
        await Own(id, db, ct);
        MustBeAskedFor(policies.For(actor.Required.Region!).People);
        throw new RuleBroken(AgencyProblems.ChangesAreFiled);
    }

    public static Row RowOf(StaffChange c, string? agency, FieldCipher cipher) => new(
        c.Id, c.Move, c.PersonId, c.Name, FieldCipher.Mask(c.Phone), c.SealedIdentityNumber is { } number ? FieldCipher.Mask(cipher.Open(number)) : null, c.Certificates, c.State,
        c.AskedBy, c.AskedAt, c.DecidedBy, c.DecidedAt, c.Reason, agency);

    private static void MustBeAskedFor(PeoplePolicy policy)
    {
        if (policy.Source != PeopleSource.ApprovedChanges)
        {
            throw new RuleBroken(policy.Source == PeopleSource.ImportOnly ? AgencyProblems.ImportedOnly : AgencyProblems.RegistersHimself);
        }
    }

    private static async Task<Person> Own(Guid id, AppDb db, CancellationToken ct) =>
        await db.Set<Person>().Include(p => p.Certificates).FirstOrDefaultAsync(p => p.Id == id && p.LeftAt == null, ct) ?? throw new RuleBroken(AgencyProblems.PersonUnknown);
}
