using Microsoft.EntityFrameworkCore;
using WeChatService.Agencies.Contracts;
using WeChatService.Agencies.StaffWatch;
using WeChatService.Kernel;
using WeChatService.Regions.Contracts;

namespace WeChatService.Agencies;

internal sealed class Staffing(AppDb db, CurrentActor actor, FieldCipher cipher, IRegionPolicies policies, Ids ids, TimeProvider time) : IStaffing
{
    public Task<bool> IsKnownNationally(string name, string identityNumber, CancellationToken ct)
    {
        var fingerprint = NationalPerson.FingerprintOf(identityNumber, cipher);
        return db.Set<NationalPerson>().AnyAsync(p => p.IdentityFingerprint == fingerprint && p.Name == name, ct);
    }

    public async Task<PersonCard> Employ(Guid agencyId, NewStaff who, CancellationToken ct)
    {
        var fingerprint = NationalPerson.FingerprintOf(who.IdentityNumber, cipher);
        var agency = await db.Set<Agency>().FirstOrDefaultAsync(a => a.Id == agencyId, ct) ?? throw new RuleBroken(KernelProblems.NotFound);
        using (actor.AsSystem())
        {
            // Also elsewhere, which the isolation would hide; two at the same instant meet the unique index.
            if (await db.Set<Person>().AnyAsync(p => p.IdentityFingerprint == fingerprint && p.LeftAt == null, ct))
            {
                throw new RuleBroken(AgencyProblems.EmployedAlready);
            }
        }

        var person = Person.Employ(
            ids.Next(), agency, who.Name, IdentityNumber.IsOfAMan(who.IdentityNumber) ? Sex.Male : Sex.Female, who.Phone, cipher.Seal(who.IdentityNumber),
            who.PortraitObjectId, time.GetUtcNow(), fingerprint);
        foreach (var certificate in who.Certificates)
        {
            person.Record(ids.Next(), certificate);
        }

        db.Add(person);
        db.Enqueue(new JudgeStaff(agencyId));
        return person.Card(policies.For(person.Region), time.Today());
    }

    public async Task<bool> Recertify(Guid personId, IReadOnlyList<CertificateCard> certificates, CancellationToken ct)
    {
        if (await db.Set<Person>().Include(p => p.Certificates).FirstOrDefaultAsync(p => p.Id == personId && p.LeftAt == null, ct) is not { } person)
        {
            return false;
        }

        db.RemoveRange([.. person.Certificates]);
        person.Correct(person.Name, person.Phone, certificates, ids.Next);
        db.Enqueue(new JudgeStaff(person.AgencyId));
        return true;
    }

    public async Task Leave(Guid personId, CancellationToken ct)
    {
        if (await db.Set<Person>().Include(p => p.Appointments).FirstOrDefaultAsync(p => p.Id == personId, ct) is { } person)
        {
            person.Leave(time.GetUtcNow());
            db.Enqueue(new JudgeStaff(person.AgencyId));
        }
    }
}
