using FsCheck;
using FsCheck.Fluent;
using WeChatService.FieldTasks;
using WeChatService.FieldTasks.Contracts;
using WeChatService.Kernel;
using WeChatService.TestKit;
using static WeChatService.Modules.Tests.FieldTasks.Specimens;

namespace WeChatService.Modules.Tests.FieldTasks.Rules;

/// <summary>Whatever operator and lead press in whatever order, consents hold what they promise.</summary>
public sealed class ConsentHistoryTests
{
    private enum Press { AskStart, AskSubmit, Grant, Refuse, Begin, Record, Submit, Approve, Return }

    private static Arbitrary<Press[]> Histories { get; } = Gen.Elements(Enum.GetValues<Press>()).ArrayOf().ToArbitrary();

    [Fact, Rule("APR-05", Regions = ["beijing"]), Rule("FLD-31", Regions = ["beijing"])]
    public void Nothing_is_recorded_before_a_granted_start() => Check(task =>
        task.Records.Count == 0 || task.Consents.Any(c => c is { Kind: ConsentKind.Start, State: ConsentState.Granted }));

    [Fact, Rule("APR-06", Regions = ["beijing"]), Rule("APR-02", Regions = ["beijing"])]
    public void What_is_in_review_was_consented_to_as_often_as_it_was_submitted() => Check(task =>
        task.SubmittedAt is null
            ? !task.Consents.Any(c => c is { Kind: ConsentKind.Submit, State: ConsentState.Granted })
            : task.Consents.Count(c => c is { Kind: ConsentKind.Submit, State: ConsentState.Granted }) == task.Version);

    [Fact, Rule("APR-01", Regions = ["beijing"])]
    public void Never_do_two_requests_of_a_kind_wait() => Check(task =>
        task.Consents.Where(c => c.State == ConsentState.Pending).GroupBy(c => c.Kind).All(g => g.Count() == 1));

    [Fact, Rule("APR-04", Regions = ["beijing"]), Rule("APR-12", Regions = ["beijing"])]
    public void Every_granted_consent_has_both_people_inside_the_fence_on_record() => Check(task =>
        task.Consents.Where(c => c.State == ConsentState.Granted).All(c => c.Asked.Inside && c.Decided is { Inside: true, Score: not null } && c.DecidedComparisonId is not null));

    [Fact, Rule("APR-09", Regions = ["beijing"])]
    public void Every_refusal_has_its_reason() => Check(task =>
        task.Consents.Where(c => c.State == ConsentState.Refused).All(c => c.Reason is { Length: > 0 }));

    private static void Check(Func<FieldTask, bool> holds) => Prop.ForAll(Histories, presses =>
    {
        var task = Task();
        foreach (var (press, i) in presses.Select((p, i) => (p, i)))
        {
            try
            {
                Do(task, press, i);
            }
            catch (RuleBroken)
            {
                // A refused press changes nothing: what holds is looked at after it, too.
            }

            if (!holds(task))
            {
                return false;
            }
        }

        return true;
    }).QuickCheckThrowOnFailure();

    private static void Do(FieldTask task, Press press, int i)
    {
        var policy = WithConsents.Approval;
        var waiting = task.Consents.FirstOrDefault(c => c.State == ConsentState.Pending) ?? task.Consents.LastOrDefault();
        switch (press)
        {
            case Press.AskStart: task.Ask(Guid.NewGuid(), ConsentKind.Start, Presence(Now.AddMinutes(i)), policy, Name); break;
            case Press.AskSubmit: task.Ask(Guid.NewGuid(), ConsentKind.Submit, Presence(Now.AddMinutes(i)), policy, Name); break;
            case Press.Grant when waiting is not null: task.Grant(waiting, Lead, Presence(Now.AddMinutes(i))); break;
            case Press.Refuse when waiting is not null: task.Refuse(waiting, Lead, i % 3 == 0 ? " " : "等我到场", Now.AddMinutes(i)); break;
            case Press.Begin: task.Begin(AllPhotos, "海湾", Site(), WithConsents, Now.AddMinutes(i)); break;
            case Press.Record:
                task.Record(Guid.NewGuid(), "a", Judge(Sent(Pump.Code), Pump), policy, Now.AddMinutes(i));
                task.Record(Guid.NewGuid(), "b", Judge(Sent(Look.Code), Look), policy, Now.AddMinutes(i));
                break;
            case Press.Submit: task.Submit(policy, Name, Now.AddMinutes(i)); break;
            case Press.Approve: task.Approve(); break;
            case Press.Return: task.Return("请补拍"); break;
            default: break;
        }
    }
}
