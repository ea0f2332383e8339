using WeChatService.Kernel;

namespace WeChatService.Accounts.Contracts;

/// <summary>What somebody of an agency is asked: the privacy agreement, and apart from it the use of his face (PIPL art. 29).</summary>
public enum AgreementKind { Privacy, Face }

public interface IAgreements
{
    /// <summary>Did this person agree, to the text in force, and not withdraw? Without an account nobody has agreed to anything.</summary>
    Task<bool> Holds(Guid personId, AgreementKind kind, CancellationToken ct);

    /// <summary>The same of an account that is nobody's staff yet.</summary>
    Task<bool> HoldsAccount(Guid accountId, AgreementKind kind, CancellationToken ct);
}
