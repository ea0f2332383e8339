using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using WeChatService.Kernel;
using WeChatService.ServiceAccounts.Contracts;

namespace WeChatService.Owners;

/// <summary>Demonstration owner units, contacts, and the bindings of the projects that already have contacts.</summary>
internal sealed class Demo(AppDb db, IFollowers followers, FieldCipher cipher, TimeProvider time) : IDemoSeed
{
    private sealed record OwnerSeed(string Key, string Region, string Name, string Province, string City, string District, string Address, string? CreditCode);
    private sealed record ProjectSeed(string Key, string Name, string AgencyKey, string OwnerKey, List<string>? ContactKeys);
    private sealed record World(List<OwnerSeed> Owners, List<ProjectSeed> Projects);
    private sealed record PersonSeed(string Key, string Name, string Kind, string Region, string Phone);
    private sealed record AccountSeed(string AppId);
    private sealed record AccountsSeed(AccountSeed Owner);

    public int Order => 70;

    public async Task Seed(DemoWorld world, CancellationToken ct)
    {
        var data = await world.Read<World>("world.json", ct);
        var now = time.GetUtcNow();
        var known = await db.Set<Owner>().Select(o => o.Id).ToHashSetAsync(ct);
        foreach (var seed in data.Owners.Where(o => !known.Contains(DemoWorld.Id("owner", o.Key))))
        {
            var agencyKey = data.Projects.First(p => p.OwnerKey == seed.Key).AgencyKey;
            db.Add(Owner.Enter(
                DemoWorld.Id("owner", seed.Key), DemoWorld.Id("agency", agencyKey), seed.Region, seed.Name, seed.Province, seed.City,
                seed.District, seed.Address, seed.CreditCode ?? "NULL", now));
        }

        await SeedContacts(world, data, now, ct);
        await db.SaveChangesAsync(ct);
    }

    private async Task SeedContacts(DemoWorld world, World data, DateTimeOffset now, CancellationToken ct)
    {
        var people = (await world.ReadPeople<PersonSeed>(ct)).Where(p => p.Kind == "OwnerContact").ToDictionary(p => p.Key);
        var appId = (await world.Read<AccountsSeed>("accounts.json", ct)).Owner.AppId;
        foreach (var project in data.Projects)
        {
            foreach (var key in project.ContactKeys ?? [])
            {
                var (contactId, bindingId) = (DemoWorld.Id("contact", key), DemoWorld.Id("binding", $"{key}/{project.Key}"));
                var person = people[key];
                if (db.Set<OwnerContact>().Local.All(c => c.Id != contactId) && !await db.Set<OwnerContact>().AnyAsync(c => c.Id == contactId, ct))
                {
                    var contact = OwnerContact.Register(contactId, person.Region, person.Name, person.Phone, cipher, now);
                    contact.FillsIn(person.Name, person.Phone, cipher, now);
                    db.Add(contact);
                    await followers.Link(ServiceAccountKind.Owner, DemoWorld.OpenId(appId, key), contactId, ct);
                }

                if (!await db.Set<ContactBinding>().AnyAsync(b => b.Id == bindingId, ct))
                {
                    db.Add(ContactBinding.Declare(
                        bindingId, contactId, DemoWorld.Id("project", project.Key), DemoWorld.Id("owner", project.OwnerKey),
                        DemoWorld.Id("agency", project.AgencyKey), isEmployee: true, now, project.Name));
                }
            }
        }
    }
}
