using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Builder;
using WeChatService.Agencies.Contracts;
using WeChatService.Kernel;

namespace WeChatService.Accounts.ForEveryDoor;

/// <param name="Region">Null for an owner's contact who is not bound yet.</param>
/// <param name="BrigadeName">Of an officer.</param>
internal sealed record Me(string Name, IReadOnlyCollection<Role> Roles, string? AgencyName, string? BrigadeName, string? Region, Door Door);

internal sealed class WhoAmI(CurrentActor actor, IAgencies agencies, IAuthorities authorities)
{
    public static void Map(RouteGroupBuilder door) => door.MapGet("/me", (WhoAmI me, CancellationToken ct) => me.Tell(ct)).BeforeAgreement();

    public async Task<Me> Tell(CancellationToken ct)
    {
        var me = actor.Required;
        var agency = me.AgencyId is { } agencyId ? await agencies.Find(agencyId, ct) : null;
        var brigade = me.BrigadeId is { } brigadeId ? await authorities.FindBrigade(brigadeId, ct) : null;
        return new Me(me.Name, me.Roles, agency?.Name, brigade?.Name, me.Region, me.Door);
    }
}
