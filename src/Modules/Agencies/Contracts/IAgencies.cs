namespace WeChatService.Agencies.Contracts;

/// <summary>ORG-08: 消防设施维护保养检测, 消防安全评估.</summary>
public enum AgencyServiceType { MaintenanceAndDetection, Assessment }

/// <summary>What is public of an agency (ORG-26), and who supervises it.</summary>
/// <param name="Address">Of the default office.</param>
/// <param name="BrigadeId">The brigade in whose district the default office lies (ORG-35).</param>
public sealed record AgencyCard(
    Guid Id, string Region, string Name, string ShortName, string CreditCode, string Phone,
    IReadOnlyList<AgencyServiceType> ServiceTypes, string? Address, Guid? BrigadeId);

public interface IAgencies
{
    Task<AgencyCard?> Find(Guid id, CancellationToken ct = default);

    Task<IReadOnlyList<AgencyCard>> Of(IEnumerable<Guid> ids, CancellationToken ct = default);

    /// <summary>Ids of a region's agencies whose name holds these characters, or that this brigade supervises.</summary>
    Task<IReadOnlyList<Guid>> Among(string region, string? namePart, Guid? brigadeId, CancellationToken ct);
}
