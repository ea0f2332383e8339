using Microsoft.EntityFrameworkCore;
using WeChatService.Agencies.Contracts;
using WeChatService.Agencies.StaffWatch;
using WeChatService.Kernel;
using WeChatService.Regions.Contracts;

namespace WeChatService.Agencies;

/// <summary>ORG-29. Everybody who left anywhere leaves first, so that who changes the agency is free for the other (PEO-19), whatever their order.</summary>
internal sealed class NationalImport(AppDb db, IAgencyFounding founding, IRegionPolicies policies, FieldCipher cipher, Ids ids, TimeProvider time) : INationalImport
{
    public async Task<IReadOnlyList<Imported>> Run(string region, IReadOnlyList<NationalRecord> records, CancellationToken ct)
    {
        var policy = policies.For(region);
        if (policy.People.Source != PeopleSource.ImportOnly)
        {
            throw new RuleBroken(AgencyProblems.NotImported);
        }

        var left = new Dictionary<string, int>();
        foreach (var record in records)
        {
            left[record.CreditCode] = await LetGo(record, region, ct);
            await db.SaveChangesAsync(ct);
            db.ChangeTracker.Clear();
        }

        List<Imported> told = [];
        foreach (var record in records)
        {
            told.Add(await Take(record, policy, left[record.CreditCode], ct));
            await db.SaveChangesAsync(ct);
            db.ChangeTracker.Clear();
        }

        return told;
    }

    private async Task<int> LetGo(NationalRecord record, string region, CancellationToken ct)
    {
        var named = record.People.Select(p => NationalPerson.FingerprintOf(p.IdentityNumber, cipher)).ToHashSet();
        var now = time.GetUtcNow();
        // Without a number nobody can say whether the record names him: such a person stays.
        var gone = (await StaffOf(record.CreditCode, region, ct)).Where(p => p.IdentityFingerprint is { } known && !named.Contains(known)).ToList();
        foreach (var person in gone)
        {
            person.Leave(now);
            db.Announce(new StaffRemoved(person.Id, person.AgencyId, now));
        }

        return gone.Count;
    }

    private async Task<Imported> Take(NationalRecord record, RegionPolicy policy, int left, CancellationToken ct)
    {
        List<string> notTaken = [];
        var agency = await AgencyOf(record, policy.Code, notTaken, ct);
        if (agency is null)
        {
            return new Imported(record.Name, 0, 0, left, notTaken);
        }

        var staff = (await StaffOf(record.CreditCode, policy.Code, ct)).Where(p => p.IdentityFingerprint is not null).ToDictionary(p => p.IdentityFingerprint!);
        var numbers = record.People.Select(p => NationalPerson.FingerprintOf(p.IdentityNumber, cipher)).ToList();
        var elsewhere = await db.Set<Person>().Where(p => numbers.Contains(p.IdentityFingerprint!) && p.LeftAt == null && p.AgencyId != agency.Id).Select(p => p.IdentityFingerprint).ToHashSetAsync(ct);
        var (came, changed) = (0, 0);
        foreach (var member in record.People)
        {
            var fingerprint = NationalPerson.FingerprintOf(member.IdentityNumber, cipher);
            if (WhyNot(member, elsewhere.Contains(fingerprint)) is { } why)
            {
                notTaken.Add($"{member.Name}：{why}");
            }
            else if (staff.GetValueOrDefault(fingerprint) is not { } known)
            {
                staff[fingerprint] = Employ(member, agency, fingerprint);
                came++;
            }
            else if (Correct(known, member))
            {
                changed++;
            }

            if (staff.GetValueOrDefault(fingerprint) is { } person && Appoint(person, member.IsTechnicalLead, policy) is { } refusal)
            {
                notTaken.Add($"{member.Name}：{refusal.Title}");
            }
        }

        db.Enqueue(new JudgeStaff(agency.Id)); // PEO-04, ORG-30, 31
        db.Audit("staff.imported", nameof(Agency), agency.Id, $"{agency.Name}从全国系统同步：来 {came}，变 {changed}，走 {left}", after: new { came, changed, left, notTaken });
        return new Imported(agency.Name, came, changed, left, notTaken);
    }

    private async Task<Agency?> AgencyOf(NationalRecord record, string region, List<string> notTaken, CancellationToken ct)
    {
        if (await db.Set<Agency>().FirstOrDefaultAsync(a => a.CreditCode == record.CreditCode, ct) is { } known)
        {
            if (known.Region != region)
            {
                notTaken.Add($"{record.Name}：{AgencyProblems.NotImported.Title}");
            }

            return known.Region == region ? known : null;
        }

        try
        {
            var card = await founding.Found(new NewAgency(region, record.Name, record.CreditCode, record.Phone, record.ServiceTypes, [new NewOffice(null, record.District, record.Address, true)]), ct);
            return db.Set<Agency>().Local.Single(a => a.Id == card.Id);
        }
        catch (RuleBroken broken)
        {
            notTaken.Add($"{record.Name}：{broken.Problem.Title}");
            return null;
        }
    }

    private static string? WhyNot(NationalMember member, bool isElsewhere) =>
        IdentityNumber.Read(member.IdentityNumber) is null || member.Name.Trim().Length == 0 || member.Certificates.Any(c => !c.IsWhole) ? AgencyProblems.EntryUnclear.Title
        : isElsewhere ? AgencyProblems.EmployedAlready.Title
        : null;

    private Person Employ(NationalMember member, Agency agency, string fingerprint)
    {
        var number = IdentityNumber.Read(member.IdentityNumber)!;
        var person = Person.Employ(
            ids.Next(), agency, member.Name.Trim(), IdentityNumber.IsOfAMan(number) ? Sex.Male : Sex.Female, member.Phone, cipher.Seal(number), null, time.GetUtcNow(), fingerprint);
        foreach (var certificate in member.Certificates)
        {
            person.Record(ids.Next(), certificate);
        }

        db.Add(person);
        return person;
    }

    /// <returns>False: all of it is known already.</returns>
    private bool Correct(Person person, NationalMember member)
    {
        if (person.Name == member.Name.Trim() && person.Phone == member.Phone && person.Certificates.Select(c => c.Card()).ToHashSet().SetEquals(member.Certificates))
        {
            return false;
        }

        db.RemoveRange([.. person.Certificates]);
        person.Correct(member.Name.Trim(), member.Phone, member.Certificates, ids.Next);
        return true;
    }

    /// <summary>PEO-11: another number than one is imported too; the agency reads that it has to be corrected nationally.</summary>
    private Problem? Appoint(Person person, bool isTechnicalLead, RegionPolicy policy)
    {
        var now = time.GetUtcNow();
        if (!isTechnicalLead)
        {
            person.EndAppointment(now);
        }
        else if (person.WhyMayNotBeAppointed(ChinaTime.DayOf(now)) is { } refusal)
        {
            return refusal;
        }
        else
        {
            person.AppointTechnicalLead(ids.Next(), [], policy, now);
        }

        return null;
    }

    private Task<List<Person>> StaffOf(string creditCode, string region, CancellationToken ct) =>
        (from person in db.Set<Person>().Include(p => p.Certificates).Include(p => p.Appointments).AsSplitQuery()
         join agency in db.Set<Agency>() on person.AgencyId equals agency.Id
         where agency.CreditCode == creditCode && agency.Region == region && person.LeftAt == null
         orderby person.Id
         select person).ToListAsync(ct);
}
