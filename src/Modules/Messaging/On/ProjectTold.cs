using WeChatService.Projects.Contracts;

namespace WeChatService.Messaging.On;

internal static class ProjectTold
{
    /// <summary>The project that an event speaks of. Not finding it is a fault of ours: the relay keeps the event and tries again.</summary>
    public static async Task<ProjectCard> Told(this IProjects projects, Guid projectId, CancellationToken ct)
    {
        return await projects.Find(projectId, ct)
            ?? throw new InvalidOperationException($"an event speaks of project {projectId}, which is not there");
    }

    public static NoticeAbout About(this ProjectCard project, Guid id, string? url, IReadOnlyList<string> values)
    {
        return new NoticeAbout(id, project.Id, project.AgencyId, project.OwnerId, url, values);
    }
}
