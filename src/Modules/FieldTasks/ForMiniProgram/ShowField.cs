using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using WeChatService.FieldTasks.Contracts;
using WeChatService.Kernel;
using WeChatService.Plans.Contracts;
using WeChatService.Regions.Contracts;

namespace WeChatService.FieldTasks.ForMiniProgram;

/// <summary>现场工作: the entries of the actor's profile with how much waits behind each (SCR-06, 07), and what the phone must know of the profile.</summary>
internal static class ShowField
{
    /// <param name="Waiting">Null where nothing waits there by its nature.</param>
    public sealed record EntryRow(FieldEntryKey Key, string Text, int? Waiting);

    public sealed record GroupRow(string Name, IReadOnlyList<EntryRow> Entries);

    /// <param name="CheckIn">Work is started and ended by face and place here (CHK-01).</param>
    /// <param name="AdviseSplitAbove">FLD-03.</param>
    /// <param name="OwnerWord">What the client is called here.</param>
    public sealed record Response(IReadOnlyList<GroupRow> Groups, bool CheckIn, int AdviseSplitAbove, int TrackIntervalSeconds, string OwnerWord);

    public static void Map(RouteGroupBuilder miniProgram) => miniProgram.MapGet("/field", Handle).For(Role.Operator, Role.ProjectLead);

    private static async Task<Response> Handle(AppDb db, CurrentActor actor, IPlans plans, IRegionPolicies policies, CancellationToken ct)
    {
        var me = actor.Required.PersonId ?? throw new RuleBroken(KernelProblems.NotYourRole);
        var policy = policies.For(actor.Required.Region ?? throw new RuleBroken(KernelProblems.NotYourRole));
        var byState = await db.Set<FieldTask>().Where(t => t.OperatorId == me).GroupBy(t => t.State).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, ct);
        var faults = await db.Set<FaultTask>().CountAsync(t => t.OperatorId == me && t.State != FaultTaskState.Done && t.State != FaultTaskState.Withdrawn, ct);
        int Of(params FieldTaskState[] states) => states.Sum(s => byState.GetValueOrDefault(s));
        var open = policy.Field.Entries.Any(g => g.Entries.Any(e => e.Key == FieldEntryKey.ReceivePlan)) ? (await plans.AssignedTo(me, ct)).Count : 0;
        return new Response(
            [
                .. policy.Field.Entries.Select(g => new GroupRow(g.Name, [.. g.Entries.Select(e => new EntryRow(e.Key, e.Text, e.Key switch
                {
                    FieldEntryKey.ReceivePlan => open,
                    FieldEntryKey.ToStart => Of(FieldTaskState.Created),
                    FieldEntryKey.Unsubmitted => Of(FieldTaskState.Created, FieldTaskState.InProgress, FieldTaskState.AwaitingSubmitConsent, FieldTaskState.Returned),
                    FieldEntryKey.Repair => faults,
                    _ => null,
                }))])),
            ],
            policy.Checkin.Enabled, policy.Field.AdviseSplitAbove, policy.Field.TrackIntervalSeconds, policy.Wording.Owner);
    }
}
