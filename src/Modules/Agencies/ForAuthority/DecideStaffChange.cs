using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using WeChatService.Agencies.Contracts;
using WeChatService.Agencies.ForConsole;
using WeChatService.Agencies.StaffWatch;
using WeChatService.Kernel;

namespace WeChatService.Agencies.ForAuthority;

/// <summary>The corps decides on changes of the staff lists of its region (PEO-06), nationally made ones only (PEO-07).</summary>
internal static class DecideStaffChange
{
    internal sealed record Rejection(string? Reason);

    public static void Map(RouteGroupBuilder authority)
    {
        authority.MapGet("/staff-changes", List).For(Role.Corps);
        authority.MapPost("/staff-changes/{id:guid}/approval", Approve).For(Role.Corps);
        authority.MapPost("/staff-changes/{id:guid}/rejection", Reject).For(Role.Corps);
    }

    private static async Task<Page<ChangeStaff.Row>> List(StaffChangeState? state, Guid? agencyId, [AsParameters] PageRequest page, AppDb db, IAgencies agencies, FieldCipher cipher, CancellationToken ct)
    {
        var wanted = db.Set<StaffChange>().AsNoTracking().Where(c => c.State == (state ?? StaffChangeState.Pending) && (agencyId == null || c.AgencyId == agencyId));
        var rows = await wanted.OrderBy(c => c.AskedAt).ThenBy(c => c.Id).Skip(page.Skip).Take(page.Take).ToListAsync(ct);
        var names = (await agencies.Of(rows.Select(c => c.AgencyId), ct)).ToDictionary(a => a.Id, a => a.Name);
        return page.Of([.. rows.Select(c => ChangeStaff.RowOf(c, names.GetValueOrDefault(c.AgencyId), cipher))], await wanted.CountAsync(ct));
    }

    private static async Task<ChangeStaff.Row> Approve(
        Guid id, AppDb db, CurrentActor actor, IStaffing staffing, FieldCipher cipher, Ids ids, TimeProvider time, CancellationToken ct)
    {
        var change = await Own(id, db, ct);
        var known = change.SealedIdentityNumber is { } number && await staffing.IsKnownNationally(change.Name, cipher.Open(number), ct);
        var now = time.GetUtcNow();
        change.Approve(known, actor.Required, now);
        // That the change is of this region was asked above; certificates and appointments are behind the agency's own walls.
        using (actor.AsSystem())
        {
            switch (change.Move)
            {
                case StaffMove.Add:
                    await staffing.Employ(change.AgencyId, change.Brings(cipher), ct);
                    break;
                case StaffMove.Correct:
                    var person = await PersonOf(change, db, ct);
                    db.RemoveRange([.. person.Certificates]);
                    person.Correct(change.Name, change.Phone, change.Certificates, ids.Next);
                    db.Enqueue(new JudgeStaff(change.AgencyId)); // PEO-04
                    break;
                default:
                    await staffing.Leave((await PersonOf(change, db, ct)).Id, ct);
                    db.Announce(new StaffRemoved(change.PersonId!.Value, change.AgencyId, now));
                    break;
            }
        }

        db.Audit("staff_change.approved", nameof(StaffChange), change.Id, $"批准人员变更：{change.Name}", after: new { change.Move });
        return ChangeStaff.RowOf(change, null, cipher);
    }

    private static async Task<ChangeStaff.Row> Reject(Guid id, Rejection said, AppDb db, CurrentActor actor, FieldCipher cipher, TimeProvider time, CancellationToken ct)
    {
        var change = await Own(id, db, ct);
        change.Reject(said.Reason, actor.Required, time.GetUtcNow());
        db.Audit("staff_change.rejected", nameof(StaffChange), change.Id, $"不批准人员变更：{change.Reason}");
        return ChangeStaff.RowOf(change, null, cipher);
    }

    private static async Task<StaffChange> Own(Guid id, AppDb db, CancellationToken ct) =>
        await db.Set<StaffChange>().FirstOrDefaultAsync(c => c.Id == id, ct) ?? throw new RuleBroken(AgencyProblems.ChangeUnknown);

    private static async Task<Person> PersonOf(StaffChange change, AppDb db, CancellationToken ct) =>
        await db.Set<Person>().Include(p => p.Certificates).Include(p => p.Appointments).FirstOrDefaultAsync(p => p.Id == change.PersonId && p.LeftAt == null, ct)
        ?? throw new RuleBroken(AgencyProblems.PersonUnknown);
}
