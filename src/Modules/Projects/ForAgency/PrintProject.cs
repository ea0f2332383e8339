using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using WeChatService.Agencies.Contracts;
using WeChatService.Catalogue.Contracts;
using WeChatService.Kernel;
using WeChatService.Owners.Contracts;
using WeChatService.Projects.Contracts;
using WeChatService.Projects.Ports;
using WeChatService.Regions.Contracts;
using WeChatService.ServiceAccounts.Ports;

namespace WeChatService.Projects.ForAgency;

/// <summary>What hangs at a project: 项目公示 (PRJ-45), and the code by which a phone opens its page in the mini program.</summary>
internal static class PrintProject
{
    /// <summary>Of the mini program; it takes the project's id from the scene.</summary>
    private const string Page = "project/pages/project/project";

    public static void MapCode(RouteGroupBuilder console)
    {
        console.MapGet("/projects/{id:guid}/mini-program-code", Code).For(Role.ProjectLead, Role.AgencyAdmin, Role.AgencyManager);
        console.MapGet("/projects/{id:guid}/mini-program-code.pdf", CodeSheet).For(Role.ProjectLead, Role.AgencyAdmin, Role.AgencyManager);
    }

    public static void MapNotice(RouteGroupBuilder door) => door.MapGet("/projects/{id:guid}/notice.pdf", Notice);

    /// <summary>The picture as WeChat made it.</summary>
    private static async Task<FileContentHttpResult> Code(Guid id, AppDb db, CurrentActor actor, IMiniProgramLinks links, CancellationToken ct)
    {
        var project = await Mine(id, db, actor, ct);
        var picture = await Drawn(project, links, ct);
        var type = PictureContent.TypeOf(picture) ?? throw new RuleBroken(PartProblems.CodeFailed);
        return TypedResults.File(picture, type, $"{project.Name}小程序码.{(type == PictureContent.Png ? "png" : "jpg")}");
    }

    private static async Task<FileContentHttpResult> CodeSheet(
        Guid id, AppDb db, CurrentActor actor, IMiniProgramLinks links, IAgencies agencies, IProjectPrinter printer, CancellationToken ct)
    {
        var project = await Mine(id, db, actor, ct);
        var agency = await agencies.Find(project.AgencyId, ct);
        var picture = await Drawn(project, links, ct);
        return await Printed(
            printer.Print(new ProjectCodeSheet(project.Name, project.Address, agency?.Name ?? "", agency?.Phone ?? "", picture), ct), $"{project.Name}小程序码.pdf");
    }

    private static async Task<FileContentHttpResult> Notice(
        Guid id, AppDb db, CurrentActor actor, IOwners owners, IAgencies agencies, IPeople people, IAuthorities authorities, IRegionPolicies policies,
        ICatalogue catalogue, IProjectPrinter printer, TimeProvider time, CancellationToken ct)
    {
        var project = await Mine(id, db, actor, ct);
        if (project.State == ProjectState.Draft)
        {
            throw new RuleBroken(PartProblems.NotSubmitted);
        }

        var staff = (await people.Of([project.LeadId, project.TechnicalLeadId ?? project.LeadId, .. project.MemberIds], ct)).ToDictionary(p => p.Id);
        var (agency, edition) = (await agencies.Find(project.AgencyId, ct), catalogue.For(project.Region));
        var brigade = project.BrigadeId is { } under ? await authorities.FindBrigade(under, ct) : null;
        IEnumerable<(string Post, Guid? Person)> posts =
            [("项目负责人", project.LeadId), ("技术负责人", project.TechnicalLeadId), .. project.MemberIds.Select(m => ("现场人员", (Guid?)m))];
        return await Printed(
            printer.Print(
                new ProjectNotice(
                    project.Name, project.Address, policies.For(project.Region).Wording.Owner, (await owners.Find(project.OwnerId, ct))?.Name ?? "",
                    InviteContact.Says(project.ServiceType), project.TermStarts, project.TermEnds, agency?.Name ?? "", agency?.CreditCode ?? "", agency?.Phone ?? "",
                    brigade?.Name,
                    [.. posts.Where(p => p.Person is { } person && staff.ContainsKey(person)).Select(p => Row(p.Post, staff[p.Person!.Value]))],
                    [.. project.FacilityClassCodes.Select(edition.FindClass).OfType<FacilityClass>().Select(c => c.SystemName).Distinct()], time.Today()), ct),
            $"{project.Name}项目公示.pdf");
    }

    private static NoticePerson Row(string post, PersonCard person) =>
        new(post, person.Name, person.Certificates.Count > 0 ? person.Certificates[0].Says : null);

    private static async Task<byte[]> Drawn(Project project, IMiniProgramLinks links, CancellationToken ct)
    {
        try
        {
            return await links.Code(project.Id.ToString("N"), Page, MiniProgramVersion.Release, ct);
        }
        catch (Exception e) when (e is WeChatUnavailable or WeChatMisconfigured)
        {
            throw new RuleBroken(PartProblems.CodeFailed);
        }
    }

    private static async Task<FileContentHttpResult> Printed(Task<byte[]> printing, string name)
    {
        try
        {
            return TypedResults.File(await printing, "application/pdf", name);
        }
        catch (ProjectPrintFailed)
        {
            throw new RuleBroken(PartProblems.PrintFailed);
        }
    }

    private static async Task<Project> Mine(Guid id, AppDb db, CurrentActor actor, CancellationToken ct) =>
        await db.Set<Project>().AsNoTracking().OfActor(actor.Required).FirstOrDefaultAsync(p => p.Id == id, ct) ?? throw new RuleBroken(ProjectProblems.NotYours);
}
