using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using WeChatService.Accounts.Contracts;
using WeChatService.Accounts.Ports;
using WeChatService.Accounts.Sessions;
using WeChatService.Kernel;
using WeChatService.Regions.Contracts;

namespace WeChatService.Accounts.ContactAccounts;

internal sealed class ContactAccountBook(
    AppDb db, CurrentActor actor, SessionDesk desk, IRegionPolicies policies, IPasswordHasher<Account> hasher, IQrDrawer qr, IConfiguration configuration, Ids ids,
    TimeProvider time) : IContactAccounts
{
    public async Task<IssuedAccount> Issue(Guid contactId, string name, string region, Guid agencyId, CancellationToken ct)
    {
        var account = await Find(contactId, ct);
        if (account is null)
        {
            account = Account.ForContact(ids.Next(), contactId, name, region, agencyId, "yz" + Digits(), time.GetUtcNow());
            db.Add(account);
        }
        else
        {
            await desk.EndAll(account.Id, "reset", ct);
        }

        // ACC-21: the manuals' initial password is the account's name. The name is random, so that it cannot be guessed either.
        var initial = policies.For(region).Owner.InitialPassword == InitialOwnerPassword.SameAsAccount ? account.UserName : Digits();
        account.HandOver(initial, hasher);
        db.Audit("account.handed_over", nameof(Account), account.Id, $"给联系人{name}的账号 {account.UserName} 设了初始密码");
        return new IssuedAccount(
            account.UserName, initial, qr.Svg($"{configuration["Public:Base"]?.TrimEnd('/')}/owner/sign-in#{account.UserName}:{initial}"));
    }

    public async Task<IReadOnlyDictionary<Guid, ContactAccountCard>> Of(IReadOnlyCollection<Guid> contactIds, CancellationToken ct)
    {
        using var system = actor.AsSystem();
        return await db.Set<Account>().AsNoTracking().Where(a => a.ContactId != null && contactIds.Contains(a.ContactId.Value)).ToDictionaryAsync(
            a => a.ContactId!.Value,
            a => new ContactAccountCard(a.ContactId!.Value, a.UserName, !a.MustChangePassword, a.State == AccountState.Enabled, a.LastSignInAt), ct);
    }

    public async Task Close(Guid contactId, CancellationToken ct)
    {
        if (await Find(contactId, ct) is { } account)
        {
            account.Disable(time.GetUtcNow());
            await desk.EndAll(account.Id, "left", ct);
        }
    }

    /// <summary>ACC-23: he came in by WeChat.</summary>
    public async Task SignedIn(Guid contactId, CancellationToken ct) => (await Find(contactId, ct))?.SignedIn(time.GetUtcNow());

    private async Task<Account?> Find(Guid contactId, CancellationToken ct)
    {
        using var system = actor.AsSystem();
        return await db.Set<Account>().FirstOrDefaultAsync(a => a.ContactId == contactId, ct);
    }

    /// <summary>Eight: older people type them from paper.</summary>
    private static string Digits() => RandomNumberGenerator.GetInt32(100_000_000).ToString("D8", CultureInfo.InvariantCulture);
}
