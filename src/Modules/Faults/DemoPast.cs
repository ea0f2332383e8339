using Microsoft.EntityFrameworkCore;
using WeChatService.Agencies.Contracts;
using WeChatService.Faults.Contracts;
using WeChatService.FieldTasks.Contracts;
using WeChatService.Kernel;
using WeChatService.Projects.Contracts;
using WeChatService.Regions.Contracts;

namespace WeChatService.Faults;

/// <summary>What leads decided about the past's faults (config/demo/past.json); the faults themselves came with their tasks (FLT-01).</summary>
internal sealed class DemoPast(
    AppDb db, IProjects projects, IPeople people, IFaultTasks tasks, IRegionPolicies policies, Ids ids, TimeProvider time) : IDemoSeed
{
    /// <param name="Fault">Which of the task's faults, from 0.</param>
    private sealed record HandlingSeed(string Task, int Fault, HandlingKind Kind, string Note, int MinutesAgo);

    private sealed record Past(List<HandlingSeed> Handlings);

    public int Order => 130;

    public async Task Seed(DemoWorld world, CancellationToken ct)
    {
        if (!world.WithPast)
        {
            return;
        }

        foreach (var seed in (await world.Read<Past>("past.json", ct)).Handlings)
        {
            await Handle(seed, ct);
            await db.SaveChangesAsync(ct);
        }
    }

    private async Task Handle(HandlingSeed seed, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var taskId = DemoWorld.Id("task", $"{seed.Task}/{ChinaMonth.Of(now)}");
        var fault = await db.Set<Fault>().Include(f => f.Steps).Where(f => f.TaskId == taskId).OrderBy(f => f.ItemCode).ThenBy(f => f.Id)
            .Skip(seed.Fault).FirstOrDefaultAsync(ct);
        if (fault is null || fault.IsHandled || await projects.Find(fault.ProjectId, ct) is not { } project)
        {
            return;
        }

        var (at, lead) = (now.AddMinutes(-seed.MinutesAgo), await people.Find(project.LeadId, ct));
        var sending = FaultRules.Sends(seed.Kind) ? await Send(fault, project, seed, at, ct) : null;
        fault.Handle(ids.Next(), seed.Kind, seed.Note, new StepBy(project.LeadId, lead?.Name ?? ""), sending, Door.Agency, at);
    }

    private async Task<Sending> Send(Fault fault, ProjectCard project, HandlingSeed seed, DateTimeOffset at, CancellationToken ct)
    {
        var person = (await people.Find(project.MemberIds[0], ct))!;
        var dueOn = ChinaTime.DayOf(at).AddDays(policies.For(project.Region).Fault.DueIn(fault.IsUrgent));
        var taskId = await tasks.Dispatch(
            new FaultDispatch(
                fault.Id, seed.Kind == HandlingKind.Troubleshoot ? FaultTaskKind.Troubleshoot : FaultTaskKind.Repair, project, person.Id,
                fault.ClassCode, fault.ItemName, fault.Text, fault.Place, fault.PhotoIds, seed.Note, dueOn, project.LeadId),
            ct);
        return new Sending(person.Id, person.Name, taskId, dueOn);
    }
}
