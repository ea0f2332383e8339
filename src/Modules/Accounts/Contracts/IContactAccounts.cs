namespace WeChatService.Accounts.Contracts;

/// <summary>Handed over once, on paper or by the code; the password is kept nowhere in the clear.</summary>
/// <param name="SignInCode">A QR code, as SVG: it opens the sign-in page with both filled in, in a part of the address that no server sees.</param>
public sealed record IssuedAccount(string UserName, string InitialPassword, string SignInCode);

/// <param name="PasswordChanged">False: nobody has signed in with it yet (ACC-22).</param>
public sealed record ContactAccountCard(Guid ContactId, string UserName, bool PasswordChanged, bool IsEnabled, DateTimeOffset? LastSignInAt);

/// <summary>Accounts of owners' contacts, where the region issues them (ACC-21 to 23). Whose contact it is, the caller knows.</summary>
public interface IContactAccounts
{
    /// <summary>Makes the contact's account, or gives the one that he has a new initial password.</summary>
    Task<IssuedAccount> Issue(Guid contactId, string name, string region, Guid agencyId, CancellationToken ct);

    /// <summary>Who has none is left out.</summary>
    Task<IReadOnlyDictionary<Guid, ContactAccountCard>> Of(IReadOnlyCollection<Guid> contactIds, CancellationToken ct);

    /// <summary>He left: the account opens nothing. Without one nothing happens.</summary>
    Task Close(Guid contactId, CancellationToken ct);
}
