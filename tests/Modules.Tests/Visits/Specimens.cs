using WeChatService.Kernel;
using WeChatService.Modules.Tests.Agencies;
using WeChatService.Projects.Contracts;
using WeChatService.Regions.Contracts;
using WeChatService.Visits;

namespace WeChatService.Modules.Tests.Visits;

/// <summary>Visits and forms for tests of rules.</summary>
internal static class Specimens
{
    /// <summary>20 November 2026, 09:00 in Asia/Shanghai.</summary>
    public static readonly DateTimeOffset Morning = new(2026, 11, 20, 1, 0, 0, TimeSpan.Zero);

    public static readonly ProjectCard Project = FieldTasks.Specimens.Project();

    /// <summary>Check-in, at most 24 hours, minutes rounded down.</summary>
    public static RegionPolicy Policy => Policies.For("shanghai");

    public static CheckIn At(DateTimeOffset when, bool inside = true, double metres = 38) =>
        new(when, new(31.2, 121.4, 15), inside, metres, 0.91, 0.8, Guid.NewGuid(), Guid.NewGuid());

    public static Visit Open(Guid? person = null, DateTimeOffset? from = null, ProjectCard? project = null) =>
        Visit.Begin(Guid.NewGuid(), project ?? Project, person ?? Guid.NewGuid(), At(from ?? Morning));

    public static Visit Ended(Guid? person = null, DateTimeOffset? from = null, double hours = 2)
    {
        var visit = Open(person, from);
        visit.Finish(At(visit.StartedAt.AddHours(hours)), Policy.Checkin);
        return visit;
    }

    public static FeedbackForm Form(Visit? own = null) =>
        FeedbackForm.Write(Guid.NewGuid(), own ?? Ended(), [], "检查了消防水泵和灭火器", null, null, Morning.AddHours(3));
}
