using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using WeChatService.Accounts.Contracts;
using WeChatService.Accounts.Employment;
using WeChatService.Agencies.Contracts;
using WeChatService.Kernel;

namespace WeChatService.Accounts.ForMiniProgram;

/// <summary>申请入职, 申请离职, and what became of them (PEO-17 to 19).</summary>
internal static class AskEmployment
{
    internal sealed record JoinRequest(Guid? AgencyId, Post? Post);

    /// <param name="IsSure">The person was told what he will not see any more, and confirmed it.</param>
    internal sealed record LeaveRequest(bool? IsSure);

    /// <param name="Reason">Why it was sent back.</param>
    internal sealed record Line(
        Guid Id, EmploymentMove Move, string Agency, Post? Post, RequestState State, DateTimeOffset AskedAt, DateTimeOffset? DecidedAt, string? DecidedBy, string? Reason);

    /// <param name="Agency">Where he is employed; null: nowhere.</param>
    /// <param name="Posts">What he may join as.</param>
    internal sealed record Response(string? Agency, bool IsRegistered, IReadOnlyList<Post> Posts, string Region, IReadOnlyList<Line> Requests);

    private const int MostShown = 20;

    public static void Map(RouteGroupBuilder miniProgram)
    {
        miniProgram.MapGet("/employment", Read);
        miniProgram.MapPost("/employment/joins", Join);
        miniProgram.MapPost("/employment/leaves", Leave);
    }

    private static async Task<Response> Read(AppDb db, CurrentActor actor, IAgencies agencies, TimeProvider time, CancellationToken ct)
    {
        var me = actor.Required;
        var registration = await db.Set<Registration>().AsNoTracking().FirstOrDefaultAsync(r => r.AccountId == me.AccountId, ct);
        // His own, in whichever agency: the isolation knows agencies, not applicants.
        List<EmploymentRequest> requests;
        using (actor.AsSystem())
        {
            requests = await db.Set<EmploymentRequest>().AsNoTracking().Where(r => r.AccountId == me.AccountId).OrderByDescending(r => r.AskedAt).Take(MostShown).ToListAsync(ct);
        }

        var ids = requests.Select(r => r.AgencyId).Concat(me.AgencyId is { } mine ? [mine] : []);
        var names = (await agencies.Of(ids, ct)).ToDictionary(a => a.Id, a => a.Name);
        return new Response(
            me.AgencyId is { } agency ? names.GetValueOrDefault(agency) : null, registration is { State: RegistrationState.Complete },
            registration is { State: RegistrationState.Complete } ? registration.Posts(time.Today()) : [], me.Region ?? "",
            [.. requests.Select(r => LineOf(r, names.GetValueOrDefault(r.AgencyId, "")))]);
    }

    private static async Task<Created<Line>> Join(
        JoinRequest asked, AppDb db, CurrentActor actor, IAgencies agencies, Ids ids, TimeProvider time, CancellationToken ct)
    {
        var me = await Self(db, actor, ct);
        var registration = await db.Set<Registration>().FirstOrDefaultAsync(r => r.AccountId == me.Id, ct) ?? throw new RuleBroken(EmploymentProblems.None);
        if (!me.IsRegistrant)
        {
            throw new RuleBroken(EmploymentProblems.EmployedAlready);
        }

        var post = asked.Post is { } wanted && Enum.IsDefined(wanted) ? wanted : throw new RuleBroken(KernelProblems.BadRequest);
        registration.MustFit(post, time.Today());
        await NothingMayWait(me.Id, db, actor, ct);
        var agency = await agencies.Find(asked.AgencyId ?? Guid.Empty, ct) is { } found && found.Region == me.Region
            ? found
            : throw new RuleBroken(EmploymentProblems.AgencyUnknown);
        var request = EmploymentRequest.ToJoin(ids.Next(), me, agency.Id, agency.Region, post, time.GetUtcNow());
        db.Add(request);
        db.Audit("employment.asked", nameof(EmploymentRequest), request.Id, $"{me.Name}申请入职{agency.Name}", after: new { post });
        return TypedResults.Created("/api/miniprogram/employment", LineOf(request, agency.Name));
    }

    private static async Task<Created<Line>> Leave(
        LeaveRequest asked, AppDb db, CurrentActor actor, IAgencies agencies, Ids ids, TimeProvider time, CancellationToken ct)
    {
        if (asked.IsSure != true)
        {
            throw new RuleBroken(EmploymentProblems.NotSure);
        }

        var me = await Self(db, actor, ct);
        if (me.PersonId is null)
        {
            throw new RuleBroken(EmploymentProblems.NotEmployed);
        }

        await NothingMayWait(me.Id, db, actor, ct);
        var request = EmploymentRequest.ToLeave(ids.Next(), me, time.GetUtcNow());
        db.Add(request);
        db.Audit("employment.asked", nameof(EmploymentRequest), request.Id, $"{me.Name}申请离职");
        return TypedResults.Created("/api/miniprogram/employment", LineOf(request, (await agencies.Find(me.AgencyId, ct))?.Name ?? ""));
    }

    /// <summary>Two at the same instant meet the unique index.</summary>
    private static async Task NothingMayWait(Guid accountId, AppDb db, CurrentActor actor, CancellationToken ct)
    {
        using var system = actor.AsSystem();
        if (await db.Set<EmploymentRequest>().AnyAsync(r => r.AccountId == accountId && r.State == RequestState.Pending, ct))
        {
            throw new RuleBroken(EmploymentProblems.Waiting);
        }
    }

    private static async Task<Account> Self(AppDb db, CurrentActor actor, CancellationToken ct)
    {
        var id = actor.Required.AccountId;
        using var system = actor.AsSystem();
        return await db.Set<Account>().FirstOrDefaultAsync(a => a.Id == id, ct) ?? throw new RuleBroken(KernelProblems.NotYourRole);
    }

    private static Line LineOf(EmploymentRequest r, string agency) =>
        new(r.Id, r.Move, agency, r.Post, r.State, r.AskedAt, r.DecidedAt, r.DecidedBy, r.Reason);
}
