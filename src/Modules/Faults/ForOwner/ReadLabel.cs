using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using WeChatService.Catalogue.Contracts;
using WeChatService.Kernel;
using WeChatService.Owners.Contracts;
using WeChatService.Projects.Contracts;

namespace WeChatService.Faults.ForOwner;

/// <summary>A contact of the unit who scans a label comes to his own repair form, with what and where filled in (FLT-17, ORG-39).</summary>
internal static class ReadLabel
{
    public sealed record Response(Guid ProjectId, string ClassCode, string FacilityName, string Place);

    public static void Map(RouteGroupBuilder owner) => owner.MapGet("/labels/{code}", Handle);

    private static async Task<Response> Handle(
        string code, CurrentActor actor, IDeviceLabels labels, IOwnerContacts contacts, IProjects projects, ICatalogue catalogue, CancellationToken ct)
    {
        var label = await labels.Find(code, ct);
        if (label is null || actor.Required.ContactId is not { } contact || !await contacts.IsBound(contact, label.ProjectId, ct)
            || await projects.Find(label.ProjectId, ct) is not { } project)
        {
            throw new RuleBroken(ScanProblems.Unknown);
        }

        return new Response(project.Id, label.ClassCode, catalogue.For(project.Region).FindClass(label.ClassCode)?.Name ?? "", label.Place);
    }
}
