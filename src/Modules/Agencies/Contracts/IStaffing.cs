using WeChatService.Kernel;

namespace WeChatService.Agencies.Contracts;

/// <summary>Somebody who registered himself and joins an agency (PEO-15 to 19).</summary>
public sealed record NewStaff(string Name, string Phone, string IdentityNumber, Guid? PortraitObjectId, IReadOnlyList<CertificateCard> Certificates);

/// <summary>Who comes and who goes; who may decide it, the caller knows. Saved with the caller's unit of work.</summary>
public interface IStaffing
{
    /// <summary>PEO-15: the national system knows somebody of this name and number.</summary>
    Task<bool> IsKnownNationally(string name, string identityNumber, CancellationToken ct);

    /// <exception cref="RuleBroken">PEO-19: employed already, here or elsewhere.</exception>
    Task<PersonCard> Employ(Guid agencyId, NewStaff who, CancellationToken ct);

    /// <summary>PEO-03, 04: his certificates are these from now on, and who suffices is judged anew.</summary>
    /// <returns>False: he is not on the staff list any more.</returns>
    Task<bool> Recertify(Guid personId, IReadOnlyList<CertificateCard> certificates, CancellationToken ct);

    /// <summary>Appointments end too. Who has left already stays so.</summary>
    Task Leave(Guid personId, CancellationToken ct);
}
