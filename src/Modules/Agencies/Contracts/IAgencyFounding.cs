using WeChatService.Kernel;

namespace WeChatService.Agencies.Contracts;

/// <param name="District">Of the region; whose brigade supervises (ORG-35).</param>
public sealed record NewOffice(string? Name, string? District, string? Address, bool? IsDefault);

/// <param name="Phone">Of whoever registered it.</param>
public sealed record NewAgency(
    string Region, string Name, string CreditCode, string Phone, IReadOnlyList<AgencyServiceType> ServiceTypes, IReadOnlyList<NewOffice> Offices);

/// <summary>An agency that registers itself (ORG-34); who may, and in which steps, the caller knows. Saved with the caller's unit of work.</summary>
public interface IAgencyFounding
{
    Task<bool> IsKnownNationally(string name, string creditCode, CancellationToken ct);

    /// <summary>Of whom the national system says that he represents this agency by law (ORG-34).</summary>
    Task<bool> IsLegalPerson(string creditCode, string name, string identityNumber, CancellationToken ct);

    Task<bool> IsRegistered(string creditCode, CancellationToken ct);

    /// <exception cref="RuleBroken">ORG-08: no service type. ORG-35, 36: an office without district or address, or not exactly one default.</exception>
    Task<AgencyCard> Found(NewAgency told, CancellationToken ct);
}
