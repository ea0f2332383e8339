using Microsoft.EntityFrameworkCore;
using WeChatService.Agencies.Contracts;
using WeChatService.Kernel;
using WeChatService.Regions.Contracts;

namespace WeChatService.Agencies;

/// <summary>The brigades, agencies and staff of config/demo.</summary>
internal sealed class Demo(AppDb db, FieldCipher cipher, IRegionPolicies policies, TimeProvider time) : IDemoSeed
{
    private sealed record World(IReadOnlyList<WorldBrigade> Brigades, IReadOnlyList<WorldAgency> Agencies, IReadOnlyList<WorldNational> NationalAgencies);

    /// <param name="LegalPersonKey">Of people.json; one with an identity number.</param>
    private sealed record WorldNational(string Key, string Name, string CreditCode, string LegalPersonKey);

    private sealed record WorldBrigade(string Key, string Region, string District, string Name);

    private sealed record WorldAgency(
        string Key, string Region, string Name, string ShortName, string CreditCode, IReadOnlyList<AgencyServiceType> ServiceTypes, string Phone,
        IReadOnlyList<string> TechnicalLeadKeys, IReadOnlyList<WorldOffice> Offices);

    private sealed record WorldOffice(
        string Name, string Province, string City, string District, string Address, double Latitude, double Longitude, string BrigadeKey, bool IsDefault);

    private sealed record WorldPerson(
        string Key, string Name, string? AgencyKey, string Phone, Sex Sex, string? IdentityNumber, WorldCertificate? Certificate);

    private sealed record WorldCertificate(CertificateKind Kind, string? Grade, string? Level, string Number, DateOnly ValidUntil)
    {
        public CertificateCard Card() => new(
            Kind, Grade is null ? Enum.Parse<CertificateLevel>(Level!) : Enum.Parse<CertificateLevel>(Grade + "Grade"), Number, ValidUntil);
    }

    public int Order => 40;

    public async Task Seed(DemoWorld world, CancellationToken ct)
    {
        var places = await world.Read<World>("world.json", ct);
        var everybody = await world.ReadPeople<WorldPerson>(ct);
        var people = everybody.Where(p => p.AgencyKey is not null).ToLookup(p => p.AgencyKey!);
        var registered = await db.Set<NationalPerson>().Select(p => p.Id).ToHashSetAsync(ct);
        db.AddRange(everybody.Where(p => p.IdentityNumber is not null && !registered.Contains(DemoWorld.Id("national", p.Key)))
            .Select(p => NationalPerson.Of(DemoWorld.Id("national", p.Key), p.Name, p.IdentityNumber!, cipher)));
        var national = await db.Set<NationalAgency>().Select(a => a.Id).ToHashSetAsync(ct);
        foreach (var told in places.NationalAgencies.Where(a => !national.Contains(DemoWorld.Id("national-agency", a.Key))))
        {
            var legal = everybody.Single(p => p.Key == told.LegalPersonKey);
            db.Add(NationalAgency.Of(DemoWorld.Id("national-agency", told.Key), told.Name, told.CreditCode, legal.Name, legal.IdentityNumber!, cipher));
        }

        var brigades = await db.Set<Brigade>().Select(b => b.Id).ToHashSetAsync(ct);
        db.AddRange(places.Brigades.Where(b => !brigades.Contains(DemoWorld.Id("brigade", b.Key)))
            .Select(b => Brigade.Of(DemoWorld.Id("brigade", b.Key), b.Region, b.District, b.Name)));
        var known = await db.Set<Person>().Select(p => p.Id).ToHashSetAsync(ct);
        foreach (var told in places.Agencies)
        {
            var agency = await db.Set<Agency>().FirstOrDefaultAsync(a => a.Id == DemoWorld.Id("agency", told.Key), ct) ?? Found(told);
            var staff = people[told.Key].Where(p => !known.Contains(DemoWorld.Id("person", p.Key))).Select(p => (p.Key, Person: Employ(p, agency))).ToList();
            foreach (var (key, person) in staff.Where(s => told.TechnicalLeadKeys.Contains(s.Key)))
            {
                person.AppointTechnicalLead(DemoWorld.Id("appointment", key), staff.Select(s => s.Person), policies.For(agency.Region), time.GetUtcNow());
            }
        }

        await db.SaveChangesAsync(ct);
    }

    private Agency Found(WorldAgency told)
    {
        var id = DemoWorld.Id("agency", told.Key);
        var agency = Agency.Of(id, told.Region, told.Name, told.ShortName, told.CreditCode, told.Phone, told.ServiceTypes);
        foreach (var o in told.Offices)
        {
            agency.Open(Office.Of(
                DemoWorld.Id("office", $"{told.Key}/{o.Name}"), id, o.Name, o.Province, o.City, o.District, o.Address, o.Latitude, o.Longitude,
                DemoWorld.Id("brigade", o.BrigadeKey), o.IsDefault));
        }

        db.Add(agency);
        return agency;
    }

    private Person Employ(WorldPerson told, Agency agency)
    {
        var person = Person.Employ(
            DemoWorld.Id("person", told.Key), agency, told.Name, told.Sex, told.Phone,
            told.IdentityNumber is { } number ? cipher.Seal(number) : null, DemoWorld.Id("portrait", told.Key), time.GetUtcNow(),
            told.IdentityNumber is { } same ? NationalPerson.FingerprintOf(same, cipher) : null);
        if (told.Certificate is { } certificate)
        {
            person.Record(DemoWorld.Id("certificate", told.Key), certificate.Card());
        }

        db.Add(person);
        return person;
    }
}
