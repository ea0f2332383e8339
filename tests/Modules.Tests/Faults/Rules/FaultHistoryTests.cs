using WeChatService.Faults;
using WeChatService.Faults.Contracts;
using WeChatService.FieldTasks.Contracts;
using WeChatService.Kernel;
using WeChatService.Modules.Tests.Projects;
using WeChatService.TestKit;
using static WeChatService.Modules.Tests.Faults.Sheets;

namespace WeChatService.Modules.Tests.Faults.Rules;

/// <summary>A fault never disappears (§19.4): whatever people try in whatever order, its history only grows and explains its state.</summary>
public sealed class FaultHistoryTests
{
    /// <summary>§19.4 once more, written down apart from the code: which state may follow which.</summary>
    private static readonly HashSet<(FaultState From, FaultState To)> Book =
    [
        (FaultState.Pending, FaultState.Pending), (FaultState.Pending, FaultState.InProgress), (FaultState.Pending, FaultState.OwnerDeclined),
        (FaultState.Pending, FaultState.OutOfScope), (FaultState.Pending, FaultState.Retracted), (FaultState.Retracted, FaultState.Pending),
        (FaultState.InProgress, FaultState.InProgress), (FaultState.InProgress, FaultState.Resolved), (FaultState.OwnerDeclined, FaultState.InProgress),
        (FaultState.OwnerDeclined, FaultState.OwnerDeclined), (FaultState.OwnerHandling, FaultState.OwnerResolved),
    ];

    private static readonly FaultState[] Final = [FaultState.Resolved, FaultState.OutOfScope, FaultState.OwnerResolved];

    [Fact, Rule("FLT-02"), Rule("FLT-05"), Rule("FLT-07"), Rule("FLT-11"), Rule("FLT-12"), Rule("FLT-13"), Rule("FLT-14"), Rule("FLT-19")]
    public void Whatever_is_tried_the_history_grows_without_gaps_and_explains_the_state()
    {
        var (reached, answered) = (new HashSet<FaultState>(), 0);
        for (var seed = 0; seed < 3000; seed++)
        {
            var random = new Random(seed);
            var now = Sample.Now;
            var fault = random.Next(3) switch { 0 => Requested(isInternal: random.Next(3) == 0, now), _ => Found(now) };
            var origin = (fault.Id, fault.ProjectId, fault.OwnerId, fault.Source, fault.FoundIn, fault.FoundAt);
            for (var i = 0; i < 14; i++)
            {
                now = now.AddHours(random.Next(1, 400));
                var (state, count, before) = (fault.State, fault.StepCount, fault.Steps.ToList());
                try
                {
                    Try(fault, random, now);
                }
                catch (RuleBroken)
                {
                    Assert.Equal((state, count), (fault.State, fault.StepCount));
                }

                Assert.Equal(before, fault.Steps.Take(before.Count));
                Assert.Equal(Enumerable.Range(1, fault.StepCount), fault.Steps.Select(s => s.Number));
                Assert.All(fault.Steps.Skip(before.Count), s => Assert.Contains((state, s.StateAfter), Book));
                Assert.True(fault.StepCount == 0 || fault.Steps[^1].StateAfter == fault.State, $"seed {seed}");
                Assert.Equal(fault.IsOpen, fault.ClosedAt is null);
                Assert.Equal(fault.State == FaultState.InProgress, fault.OpenTaskId is not null || (fault.State == FaultState.InProgress && fault.Steps[^1].What is StepKind.NotSolved or StepKind.OwnerUrged or StepKind.Proposed or StepKind.OwnerAgreed or StepKind.OwnerDeclined));
                // What the lead recorded never contradicts what the owner said himself.
                Assert.All(fault.Steps.Skip(before.Count).Where(s => s.Kind is HandlingKind.OwnerAgreesRepair or HandlingKind.OwnerDeclinesRepair), s =>
                    Assert.NotEqual(s.Kind == HandlingKind.OwnerAgreesRepair ? ProposalAnswer.Declined : ProposalAnswer.Agreed, fault.ProposalAnswer));
                answered |= fault.Steps.Skip(before.Count).Any(s => s.What == StepKind.OwnerAgreed) ? 1 : fault.Steps.Skip(before.Count).Any(s => s.What == StepKind.OwnerDeclined) ? 2 : 0;
                Assert.False(Final.Contains(state) && fault.StepCount > count, $"seed {seed}: {state} is final");
                reached.Add(fault.State);
            }

            Assert.Equal(origin, (fault.Id, fault.ProjectId, fault.OwnerId, fault.Source, fault.FoundIn, fault.FoundAt));
        }

        // The walk has been everywhere, so that what it says is worth something.
        Assert.Equal(Enum.GetValues<FaultState>().Order(), reached.Order());
        Assert.Equal(3, answered);
    }

    [Fact, Rule("FLT-12"), Rule("FLT-14"), Rule("FLT-15")]
    public void What_it_was_at_any_moment_can_be_read_from_its_history_afterwards()
    {
        for (var seed = 0; seed < 500; seed++)
        {
            var random = new Random(seed);
            var now = Sample.Now;
            var fault = random.Next(4) == 0 ? Requested(isInternal: true, now) : Found(now);
            var seen = new List<(DateTimeOffset At, FaultState State, int Handlings, string Printed)>();
            for (var i = 0; i < 10; i++)
            {
                now = now.AddHours(random.Next(1, 400));
                try
                {
                    Try(fault, random, now);
                }
                catch (RuleBroken)
                {
                    // Refused is tried, too.
                }

                var sheet = fault.Sheet();
                seen.Add((now.AddMinutes(1), sheet.State, sheet.Handlings.Count, sheet.PrintedState));
            }

            foreach (var (at, state, handlings, printed) in seen)
            {
                var then = fault.Sheet(at);
                Assert.Equal((state, handlings, printed), (then.State, then.Handlings.Count, then.PrintedState));
                Assert.Equal(FaultRules.IsOpen(state), then.ClosedAt is null);
            }

            var first = fault.Sheet(fault.FoundAt);
            Assert.Equal((fault.Source == FaultSource.OwnerRequest ? FaultState.OwnerHandling : FaultState.Pending, 0), (first.State, first.PrintedSteps.Count));
        }
    }

    [Fact, Rule("FLT-11"), Rule("FLT-15")]
    public void The_printed_history_names_time_person_and_what_came_of_it_in_the_manuals_words()
    {
        var fault = Found();
        fault.Handle(HandlingKind.InDiscussionWithOwner, at: Sample.Now.AddMinutes(1));
        fault.Handle(HandlingKind.Troubleshoot, at: Sample.Now.AddMinutes(2));
        fault.Conclude(FaultTaskResult.NotSolved, Sample.Now.AddMinutes(3));
        fault.Handle(HandlingKind.OwnerAgreesRepair, "换接触器", Sample.Now.AddMinutes(4));
        fault.Conclude(FaultTaskResult.Solved, Sample.Now.AddMinutes(5));
        Assert.Equal(
            [
                ("项目负责人", "与业主协商中", false), ("作业人员", "排查中", true), ("作业人员", "处理后未解决：换了接触器", true), ("作业人员", "维修中：换接触器", true),
                ("作业人员", "处理后已解决：换了接触器", true),
            ],
            fault.Sheet().PrintedSteps.Select(s => (s.ByName, s.Says, s.OnSite)));
        Assert.Equal(Enumerable.Range(1, 5).Select(i => Sample.Now.AddMinutes(i)), fault.Sheet().PrintedSteps.Select(s => s.At));
        Assert.Equal(
            ["待处理", "与业主协商中", "排查中", "排查中", "维修中", "已解决"],
            Enumerable.Range(0, 6).Select(i => fault.Sheet(Sample.Now.AddMinutes(i).AddSeconds(1)).PrintedState));
    }

    private static void Try(Fault fault, Random random, DateTimeOffset now)
    {
        switch (random.Next(12))
        {
            case < 4:
                fault.Handle((HandlingKind)random.Next(6), at: now, door: random.Next(2) == 0 ? Door.Agency : Door.Console, sends: random.Next(8) != 0);
                break;
            case 4 or 5:
                fault.Conclude(random.Next(2) == 0 ? FaultTaskResult.Solved : FaultTaskResult.NotSolved, now, random.Next(4) == 0 ? Guid.NewGuid() : null);
                break;
            case 6:
                fault.Urge(Guid.NewGuid(), Lead, 7, now);
                break;
            case 7:
                fault.CloseByOwner(Guid.NewGuid(), Operator, random.Next(3) == 0 ? "" : "已换新", random.Next(4) == 0 ? [] : [Guid.NewGuid()], now);
                break;
            case 8:
                fault.Propose(Guid.NewGuid(), Lead, random.Next(-1, 5) * 35_000, random.Next(4) == 0 ? " " : "换接触器", now);
                break;
            case 9 or 10:
                fault.AnswerProposal(Guid.NewGuid(), random.Next(5) == 0 ? Guid.NewGuid() : fault.ProposalId ?? Guid.NewGuid(), random.Next(2) == 0, null, Contact, now);
                break;
            default:
                if (random.Next(2) == 0)
                {
                    fault.RetractIfUntouched(Guid.NewGuid(), Operator, now);
                }
                else
                {
                    fault.Correct(Failed with { Text = $"第 {random.Next(9)} 次更正" }, Guid.NewGuid(), Operator, now);
                }

                break;
        }
    }
}
