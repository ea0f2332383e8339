namespace WeChatService.ServiceAccounts.Ports;

/// <param name="RenewFrom">From here on somebody should fetch the next one; the value still works until <paramref name="ExpiresAt"/>.</param>
public sealed record HeldToken(string Value, DateTimeOffset RenewFrom, DateTimeOffset ExpiresAt)
{
    public override string ToString() => $"HeldToken until {ExpiresAt:O}";
}

/// <summary>
/// The tokens and tickets that all processes share. One process at a time renews a token, under a lease that ends by itself;
/// the old value stays readable until the new one is in.
/// </summary>
public interface ITokenStore
{
    Task<HeldToken?> Read(string name, CancellationToken ct);

    /// <summary>True when this holder may renew now; false while another's lease runs.</summary>
    Task<bool> TryLease(string name, Guid holder, TimeSpan lease, CancellationToken ct);

    /// <summary>Keeps the new value and ends the lease. A holder whose lease has passed to another changes nothing and gets false.</summary>
    Task<bool> Keep(string name, Guid holder, HeldToken token, CancellationToken ct);
}
