using Microsoft.EntityFrameworkCore;
using WeChatService.Agencies.Contracts;
using WeChatService.FieldTasks.Contracts;
using WeChatService.Kernel;
using WeChatService.Projects.Contracts;
using WeChatService.Reviews.Contracts;

namespace WeChatService.Reviews;

/// <summary>The verdicts on the past's records (config/demo/past.json).</summary>
internal sealed class DemoPast(AppDb db, IFieldTasks tasks, IProjects projects, IPeople people, Ids ids, TimeProvider time) : IDemoSeed
{
    private sealed record TaskSeed(string Key, string State, int MinutesAgo, int Minutes);
    private sealed record Past(List<TaskSeed> Tasks);

    public int Order => 140;

    public async Task Seed(DemoWorld world, CancellationToken ct)
    {
        if (!world.WithPast)
        {
            return;
        }

        foreach (var seed in (await world.Read<Past>("past.json", ct)).Tasks.Where(t => t.State is "Approved" or "Returned"))
        {
            await Judge(seed, ct);
            await db.SaveChangesAsync(ct);
        }
    }

    private async Task Judge(TaskSeed seed, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var id = DemoWorld.Id("task", $"{seed.Key}/{ChinaMonth.Of(now)}");
        if (await tasks.Sheet(id, ct) is not { State: FieldTaskState.Submitted } task || await projects.Find(task.ProjectId, ct) is not { } project)
        {
            return;
        }

        var passes = seed.State == "Approved";
        var opinion = passes ? "记录完整，同意通过" : "照片看不清表盘，请补拍。";
        var lead = await people.Find(project.LeadId, ct);
        db.Add(Review.Of(
            ids.Next(), id, task.Version, project.Id, project.AgencyId, passes ? ReviewVerdict.Passed : ReviewVerdict.Returned, opinion, [], project.LeadId,
            lead?.Name ?? "", now.AddMinutes(seed.Minutes + 90 - seed.MinutesAgo), null));
        await (passes ? tasks.Approve(id, ct) : tasks.Return(id, opinion, [], ct));
    }
}
