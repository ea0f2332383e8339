using Microsoft.EntityFrameworkCore;
using WeChatService.Agencies.Contracts;
using WeChatService.Kernel;
using WeChatService.Regions.Contracts;

namespace WeChatService.Agencies;

internal sealed class AgencyFounding(AppDb db, CurrentActor actor, IAuthorities authorities, IRegionPolicies policies, FieldCipher cipher, Ids ids) : IAgencyFounding
{
    private const int MostOffices = 20, LongestText = 100;

    public Task<bool> IsKnownNationally(string name, string creditCode, CancellationToken ct) =>
        db.Set<NationalAgency>().AnyAsync(a => a.CreditCode == creditCode && a.Name == name, ct);

    public Task<bool> IsLegalPerson(string creditCode, string name, string identityNumber, CancellationToken ct)
    {
        var fingerprint = NationalPerson.FingerprintOf(identityNumber, cipher);
        return db.Set<NationalAgency>().AnyAsync(a => a.CreditCode == creditCode && a.LegalPersonName == name && a.LegalPersonFingerprint == fingerprint, ct);
    }

    public Task<bool> IsRegistered(string creditCode, CancellationToken ct) => db.Set<Agency>().AnyAsync(a => a.CreditCode == creditCode, ct);

    public async Task<AgencyCard> Found(NewAgency told, CancellationToken ct)
    {
        if (told.ServiceTypes.Count == 0 || !told.ServiceTypes.All(Enum.IsDefined))
        {
            throw new RuleBroken(AgencyProblems.ServiceTypeMissing);
        }

        // ORG-36: exactly one is the default; of several, whoever registers says which.
        if (told.Offices.Count is 0 or > MostOffices || told.Offices.Count(o => o.IsDefault == true) != 1)
        {
            throw new RuleBroken(AgencyProblems.OneDefaultOffice);
        }

        using var system = actor.AsSystem();
        var brigades = (await authorities.BrigadesOf(told.Region, ct)).ToDictionary(b => b.District);
        var agency = Agency.Of(ids.Next(), told.Region, told.Name, told.Name, told.CreditCode, told.Phone, [.. told.ServiceTypes.Distinct()]);
        foreach (var office in told.Offices.OrderByDescending(o => o.IsDefault == true))
        {
            agency.Open(OfficeOf(agency, office, brigades, policies.For(told.Region).Name));
        }

        db.Add(agency);
        return agency.Card();
    }

    private Office OfficeOf(Agency agency, NewOffice told, Dictionary<string, BrigadeCard> brigades, string city)
    {
        var name = told.Name?.Trim() is { Length: > 0 and <= LongestText } named ? named : "办公地";
        return brigades.TryGetValue(told.District ?? "", out var brigade) && told.Address?.Trim() is { Length: >= 4 and <= LongestText } address
            ? Office.Of(ids.Next(), agency.Id, name, city, city, brigade.District, address, null, null, brigade.Id, told.IsDefault == true)
            : throw new RuleBroken(AgencyProblems.OfficeUnclear);
    }
}
