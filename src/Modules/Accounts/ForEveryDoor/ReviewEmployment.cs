using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using WeChatService.Accounts.Contracts;
using WeChatService.Accounts.Employment;
using WeChatService.Accounts.Sessions;
using WeChatService.Agencies.Contracts;
using WeChatService.Kernel;

namespace WeChatService.Accounts.ForEveryDoor;

/// <summary>入职离职审核 (PEO-18) by the representative or a manager of the agency, wherever they are signed in.</summary>
internal static class ReviewEmployment
{
    internal sealed record Rejection(string? Reason);

    /// <param name="Certificates">What he brings along, or has anew; empty of who leaves.</param>
    internal sealed record Row(
        Guid Id, string Name, EmploymentMove Move, Post? Post, RequestState State, DateTimeOffset AskedAt, DateTimeOffset? DecidedAt, string? DecidedBy, string? Reason,
        IReadOnlyList<string> Certificates, PhotoLink? Portrait);

    public static void Map(RouteGroupBuilder door)
    {
        door.MapGet("/employment-requests", List).For(Role.Representative, Role.AgencyManager);
        door.MapPost("/employment-requests/{id:guid}/approval", Approve).For(Role.Representative, Role.AgencyManager);
        door.MapPost("/employment-requests/{id:guid}/rejection", Reject).For(Role.Representative, Role.AgencyManager);
    }

    private static async Task<Page<Row>> List(RequestState? state, [AsParameters] PageRequest page, AppDb db, Photos photos, CancellationToken ct)
    {
        var wanted = db.Set<EmploymentRequest>().AsNoTracking().Where(r => r.State == (state ?? RequestState.Pending));
        var total = await wanted.CountAsync(ct);
        var found = await wanted.OrderByDescending(r => r.AskedAt).ThenBy(r => r.Id).Skip(page.Skip).Take(page.Take).ToListAsync(ct);
        var joining = found.Where(r => r.Move != EmploymentMove.Leave).Select(r => r.AccountId).ToList();
        var brought = await db.Set<Registration>().AsNoTracking().Where(r => joining.Contains(r.AccountId)).ToDictionaryAsync(r => r.AccountId, ct);
        return page.Of([.. found.Select(r => RowOf(r, r.Move != EmploymentMove.Leave ? brought.GetValueOrDefault(r.AccountId) : null, photos))], total);
    }

    private static async Task<Row> Approve(
        Guid id, AppDb db, CurrentActor actor, IStaffing staffing, SessionDesk desk, FieldCipher cipher, Photos photos, TimeProvider time, CancellationToken ct)
    {
        var request = await Own(id, db, ct);
        var now = time.GetUtcNow();
        request.Pass(actor.Required, now);
        var account = await HolderOf(request, db, actor, ct);
        if (request.Move == EmploymentMove.Join)
        {
            // PEO-19: since he asked he may have joined somewhere else; the staff list refuses that.
            var registration = await db.Set<Registration>().FirstAsync(r => r.AccountId == account.Id, ct);
            registration.MustFit(request.Post!.Value, time.Today());
            var person = await staffing.Employ(request.AgencyId, registration.Brings(cipher), ct);
            account.Join(person, [RoleOf(request.Post!.Value)], now);
            db.Announce(new PersonJoined(person.Id, person.AgencyId, person.Region, registration.PortraitId, now));
        }
        else if (account.PersonId is not { } personId || account.AgencyId != request.AgencyId)
        {
            throw new RuleBroken(EmploymentProblems.GoneMeanwhile);
        }
        else if (request.Move == EmploymentMove.Renew)
        {
            var registration = await db.Set<Registration>().FirstAsync(r => r.AccountId == account.Id, ct);
            _ = await staffing.Recertify(personId, registration.Certificates, ct) ? true : throw new RuleBroken(EmploymentProblems.GoneMeanwhile);
        }
        else
        {
            await staffing.Leave(personId, ct);
            account.LeaveAgency(now);
            await desk.EndAll(account.Id, "left", ct);
            db.Announce(new PersonLeft(personId, request.AgencyId, now));
        }

        db.Audit("employment.passed", nameof(EmploymentRequest), request.Id, $"{request.Name}{request.Says}通过", after: new { request.Post });
        return RowOf(request, null, photos);
    }

    private static async Task<Row> Reject(Guid id, Rejection said, AppDb db, CurrentActor actor, Photos photos, TimeProvider time, CancellationToken ct)
    {
        var request = await Own(id, db, ct);
        request.Reject(said.Reason, actor.Required, time.GetUtcNow());
        db.Audit("employment.rejected", nameof(EmploymentRequest), request.Id, $"驳回{request.Name}的申请：{request.Reason}");
        return RowOf(request, null, photos);
    }

    private static async Task<EmploymentRequest> Own(Guid id, AppDb db, CancellationToken ct) =>
        await db.Set<EmploymentRequest>().FirstOrDefaultAsync(r => r.Id == id, ct) ?? throw new RuleBroken(EmploymentProblems.Unknown);

    /// <summary>Who joins is of no agency yet: outside the reviewer's walls.</summary>
    private static async Task<Account> HolderOf(EmploymentRequest request, AppDb db, CurrentActor actor, CancellationToken ct)
    {
        using var system = actor.AsSystem();
        return await db.Set<Account>().FirstAsync(a => a.Id == request.AccountId, ct);
    }

    /// <summary>PEO-21: from the post, which the certificates allow.</summary>
    private static Role RoleOf(Post post) => post switch
    {
        Post.Engineer => Role.ProjectLead,
        Post.Operator => Role.Operator,
        _ => Role.Representative,
    };

    private static Row RowOf(EmploymentRequest r, Registration? brings, Photos photos) => new(
        r.Id, r.Name, r.Move, r.Post, r.State, r.AskedAt, r.DecidedAt, r.DecidedBy, r.Reason, [.. (brings?.Certificates ?? []).Select(c => c.Says)],
        brings?.PortraitId is { } portrait ? photos.Link(portrait) : null);
}
