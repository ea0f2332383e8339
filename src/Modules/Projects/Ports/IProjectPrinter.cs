namespace WeChatService.Projects.Ports;

/// <summary>项目公示 (PRJ-45): what is served, by whom, until when; hung up at the site. No price, no telephone of the unit.</summary>
/// <param name="People">Post, name and certificate.</param>
/// <param name="Systems">What is ticked, by system.</param>
public sealed record ProjectNotice(
    string ProjectName, string Address, string OwnerLabel, string OwnerName, string Service, DateOnly TermStarts, DateOnly TermEnds, string AgencyName,
    string AgencyCreditCode, string AgencyPhone, string? BrigadeName, IReadOnlyList<NoticePerson> People, IReadOnlyList<string> Systems, DateOnly PrintedOn);

public sealed record NoticePerson(string Post, string Name, string? Certificate);

/// <summary>The project's mini-program code on paper, to be hung up where work begins.</summary>
/// <param name="Code">The picture as WeChat made it, JPEG or PNG.</param>
public sealed record ProjectCodeSheet(string ProjectName, string Address, string AgencyName, string AgencyPhone, byte[] Code);

/// <summary>Prints what hangs at a project, one A4 page each.</summary>
public interface IProjectPrinter
{
    /// <exception cref="ProjectPrintFailed">Trying again may help.</exception>
    Task<byte[]> Print(ProjectNotice notice, CancellationToken ct);

    /// <exception cref="ProjectPrintFailed">Trying again may help.</exception>
    Task<byte[]> Print(ProjectCodeSheet sheet, CancellationToken ct);
}

public sealed class ProjectPrintFailed(string message, Exception? inner = null) : Exception(message, inner);
