using Microsoft.EntityFrameworkCore;
using WeChatService.Accounts.Contracts;
using WeChatService.Accounts.Sessions;
using WeChatService.Agencies.Contracts;
using WeChatService.Kernel;

namespace WeChatService.Accounts;

/// <summary>Who is taken off the staff list signs in nowhere any more (PEO-06, 20), and what was his to do waits for another (PEO-30).</summary>
internal sealed class CloseWithStaff(AppDb db, CurrentActor actor, SessionDesk desk) : IHandleAtOnce<StaffRemoved>
{
    public async Task Handle(StaffRemoved removed, CancellationToken ct)
    {
        using var system = actor.AsSystem();
        if (await db.Set<Account>().FirstOrDefaultAsync(a => a.PersonId == removed.PersonId, ct) is { } account)
        {
            account.Disable(removed.At);
            await desk.EndAll(account.Id, "left", ct);
        }

        db.Announce(new PersonLeft(removed.PersonId, removed.AgencyId, removed.At));
    }
}
