using Microsoft.EntityFrameworkCore;
using WeChatService.Faults;
using WeChatService.FieldTasks.Contracts;
using WeChatService.Kernel;
using WeChatService.Projects;
using WeChatService.TestKit;
using Demo = WeChatService.TestKit.Demo;

namespace WeChatService.Modules.Tests.Faults;

/// <summary>Puts a fault on a demonstration project, without the submission that brings one (Given does that).</summary>
internal static class Ledger
{
    public static Task<Guid> Fault(House house, string projectKey) => house.InDatabase(async db =>
    {
        var project = await db.Set<Project>().SingleAsync(p => p.Id == Demo.Id("project", projectKey));
        var failed = new FailedItem(Guid.NewGuid(), project.FacilityClassCodes[0], "item", "消防水泵", "3 号泵不启动", []);
        var fault = WeChatService.Faults.Fault.OfItem(
            Guid.NewGuid(),
            new FieldTaskSubmitted(Guid.NewGuid(), "任务", Guid.NewGuid(), project.Id, project.AgencyId, project.OwnerId, project.MemberIds[0], house.Time.GetUtcNow(), 1, [failed]),
            failed);
        db.Add(fault);
        await db.SaveChangesAsync();
        return fault.Id;
    });
}
