using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using WeChatService.Accounts.Contracts;
using WeChatService.Accounts.Privacy;
using WeChatService.Agencies.Contracts;
using WeChatService.Kernel;
using WeChatService.Regions.Contracts;

namespace WeChatService.Accounts;

/// <summary>An account for everybody in config/demo/people.json who has a user name; agencies' people have agreed to both texts.</summary>
internal sealed class Demo(AppDb db, IPeople people, IAuthorities authorities, IRegionPolicies policies, IPasswordHasher<Account> hasher, StaffTexts texts, TimeProvider time) : IDemoSeed
{
    private sealed record WorldPerson(string Key, string Name, string Kind, string Region, string? BrigadeKey, string? UserName, string? Password);

    public int Order => 50;

    public async Task Seed(DemoWorld world, CancellationToken ct)
    {
        var told = await world.ReadPeople<WorldPerson>(ct);
        var known = await db.Set<Account>().Select(a => a.Id).ToHashSetAsync(ct);
        foreach (var person in told.Where(p => p.UserName is not null && !known.Contains(IdOf(p))))
        {
            var account = await Make(person, ct);
            account.SetPassword(person.Password!, policies.For(person.Region).Auth.PasswordRule, hasher);
            account.Enable(time.GetUtcNow());
            db.Add(account);
            foreach (var kind in account.PersonId is null ? [] : Enum.GetValues<AgreementKind>())
            {
                db.Add(Agreement.To(DemoWorld.Id("consent", $"{person.Key}/{kind}"), account.Id, kind, texts.Of(kind), time.GetUtcNow()));
            }
        }

        await db.SaveChangesAsync(ct);
    }

    private async Task<Account> Make(WorldPerson told, CancellationToken ct) => told.Kind switch
    {
        "Brigade" => Account.ForBrigade(IdOf(told), (await authorities.FindBrigade(DemoWorld.Id("brigade", told.BrigadeKey!), ct))!, told.Name, told.UserName!, time.GetUtcNow()),
        "Corps" => Account.ForCorps(IdOf(told), told.Region, told.Name, told.UserName!, time.GetUtcNow()),
        _ => Account.ForPerson(IdOf(told), (await people.Find(DemoWorld.Id("person", told.Key), ct))!, told.UserName!, RolesOf(told), time.GetUtcNow()),
    };

    private static Guid IdOf(WorldPerson told) => DemoWorld.Id("account", told.Key);

    /// <summary>Where people register themselves, somebody of the agency decides who joins (PEO-18): here its administrator, who represents it.</summary>
    private IReadOnlyList<Role> RolesOf(WorldPerson told) =>
        told.Kind == "AgencyAdmin" && policies.For(told.Region).People.Source == PeopleSource.SelfRegistration
            ? [Role.AgencyAdmin, Role.Representative]
            : [RoleOf(told.Kind)];

    private static Role RoleOf(string kind) => kind switch
    {
        "AgencyAdmin" => Role.AgencyAdmin,
        "Lead" => Role.ProjectLead,
        "TechnicalLead" => Role.TechnicalLead,
        "Operator" => Role.Operator,
        _ => throw new InvalidOperationException($"people.json: no role for {kind}"),
    };
}
