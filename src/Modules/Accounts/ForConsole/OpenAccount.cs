using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using WeChatService.Accounts.Contracts;
using WeChatService.Agencies.Contracts;
using WeChatService.Kernel;
using WeChatService.Regions.Contracts;

namespace WeChatService.Accounts.ForConsole;

/// <summary>开通帐号: for somebody on the staff list, with what stands there (PEO-20 to 23). Where people join by themselves there is nothing to open.</summary>
internal static class OpenAccount
{
    internal sealed record Request(Guid? PersonId, string? UserName, string? Password, AccountCategory? Category);

    /// <param name="Categories">What may be chosen for him; one, where his certificate decides.</param>
    internal sealed record Candidate(Guid Id, string Name, string? Certificate, IReadOnlyList<AccountCategory> Categories);

    /// <param name="Opens">False: people register and join by themselves here.</param>
    internal sealed record Candidates(bool Opens, bool StartsEnabled, string PasswordRule, IReadOnlyList<Candidate> People);

    public static void Map(RouteGroupBuilder console)
    {
        console.MapGet("/accounts/candidates", Read).For(Role.AgencyAdmin);
        console.MapPost("/accounts", Open).For(Role.AgencyAdmin);
    }

    private static async Task<Candidates> Read(AppDb db, CurrentActor actor, IPeople people, IRegionPolicies policies, CancellationToken ct)
    {
        var me = actor.Required;
        var policy = policies.For(me.Region!);
        var opens = policy.Account.CategoryMode != CategoryMode.FromCertificateAndPost;
        var staff = opens ? await people.OfAgency(me.AgencyId!.Value, ct: ct) : [];
        var have = await db.Set<Account>().Where(a => a.PersonId != null).Select(a => a.PersonId).ToHashSetAsync(ct);
        return new Candidates(opens, StartsEnabled(policy.Account), policy.Auth.PasswordRule.Says, [.. staff.Where(p => !have.Contains(p.Id)).Select(p => new Candidate(
            p.Id, p.Name, p.Certificates.Count > 0 ? p.Certificates[0].Says : null, CategoryRules.For(p, policy.Account)))]);
    }

    private static async Task<Created<AccountCard>> Open(
        Request asked, AppDb db, CurrentActor actor, IPeople people, IRegionPolicies policies, IPasswordHasher<Account> hasher, Ids ids, TimeProvider time, CancellationToken ct)
    {
        var person = (await people.OfAgency(actor.Required.AgencyId!.Value, ct: ct)).FirstOrDefault(p => p.Id == asked.PersonId) ?? throw new RuleBroken(AccountProblems.NotOnTheList);
        var policy = policies.For(person.Region);
        if (await db.Set<Account>().AnyAsync(a => a.PersonId == person.Id, ct))
        {
            throw new RuleBroken(AccountProblems.OpenedAlready);
        }

        var now = time.GetUtcNow();
        var account = Account.ForPerson(ids.Next(), person, asked.UserName?.Trim() ?? "", CategoryRules.RolesOf(person, asked.Category, policy.Account), now);
        account.SetPassword(asked.Password ?? "", policy.Auth.PasswordRule, hasher);
        if (StartsEnabled(policy.Account))
        {
            account.Enable(now);
        }

        db.Add(account);
        db.Audit("account.opened", nameof(Account), account.Id, $"给{person.Name}开通帐号 {account.UserName}", after: new { account.Roles, account.State });
        return TypedResults.Created($"/api/console/accounts/{account.Id}", account.Card());
    }

    /// <summary>PEO-23, 24: he must come in to hand in his base photo, and gets no further until that has passed.</summary>
    private static bool StartsEnabled(AccountPolicy policy) => policy.Initial == InitialAccountState.UsableAfterBaseApproval;
}
