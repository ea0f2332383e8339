namespace WeChatService.Agencies.Contracts;

/// <summary>An agency with its whole staff as the national system (部局系统) has it: who is not named has left.</summary>
/// <param name="District">Of the default office; whose brigade supervises (ORG-35). Asked only of an agency that is new here.</param>
public sealed record NationalRecord(
    string CreditCode, string Name, string Phone, IReadOnlyList<AgencyServiceType> ServiceTypes, string District, string Address, IReadOnlyList<NationalMember> People);

public sealed record NationalMember(string Name, string Phone, string IdentityNumber, bool IsTechnicalLead, IReadOnlyList<CertificateCard> Certificates);

/// <param name="NotTaken">Whom or what it left out, and why, in words.</param>
public sealed record Imported(string Agency, int Came, int Changed, int Left, IReadOnlyList<string> NotTaken);

/// <summary>
/// ORG-29: agencies and people come from the national system and from nowhere else, where the region says so. The same records again change
/// nothing. Saves by itself, an agency at a time.
/// </summary>
public interface INationalImport
{
    /// <exception cref="Kernel.RuleBroken">ORG-29: not the way of this region.</exception>
    Task<IReadOnlyList<Imported>> Run(string region, IReadOnlyList<NationalRecord> records, CancellationToken ct);
}
