using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace WeChatService.Kernel;

/// <summary>Names that the sign-in (Accounts) and the doors (Host) agree on.</summary>
public static class Doors
{
    /// <summary>The authentication scheme of every door: random session tokens, stored hashed.</summary>
    public const string Scheme = "Session";

    public const string Claim = "door";
    public const string AccountClaim = "account";

    /// <summary>The door before which somebody stands who has not agreed to the privacy text: only what is marked so lets him in.</summary>
    public const string WaitingClaim = "waiting";

    public static string PolicyOf(Door door) => $"Door:{door}";

    /// <summary>Also for who has still to agree: what he is asked to agree to, who he is, and the way out.</summary>
    public static TBuilder BeforeAgreement<TBuilder>(this TBuilder endpoint)
        where TBuilder : IEndpointConventionBuilder => endpoint.WithMetadata(OpenBeforeAgreement.Mark);

    /// <summary>May this principal pass the door, to the endpoint that was asked for?</summary>
    public static bool Admits(Door door, ClaimsPrincipal who, object? resource) =>
        who.HasClaim(Claim, door.ToString())
        || (who.HasClaim(WaitingClaim, door.ToString()) && (resource as HttpContext)?.GetEndpoint()?.Metadata.GetMetadata<OpenBeforeAgreement>() is not null);

    private sealed class OpenBeforeAgreement
    {
        public static readonly OpenBeforeAgreement Mark = new();
    }
}
