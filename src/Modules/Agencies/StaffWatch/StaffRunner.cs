using Microsoft.EntityFrameworkCore;
using WeChatService.Agencies.Contracts;
using WeChatService.Kernel;

namespace WeChatService.Agencies.StaffWatch;

internal sealed class StaffRunner(AppDb db, TimeProvider time) : IRun<WatchStaff>, IRun<JudgeStaff>
{
    /// <summary>Agencies read at a time, with their people.</summary>
    private const int Batch = 100;

    public async Task Run(WatchStaff job, JobRun run, CancellationToken ct)
    {
        foreach (var ids in (await db.Set<Agency>().OrderBy(a => a.Id).Select(a => a.Id).ToListAsync(ct)).Chunk(Batch))
        {
            await Judge(ids, job.Day, ct);
            await RemindOfCertificates(ids, job.Day, ct);
            await db.SaveChangesAsync(ct);
            db.ChangeTracker.Clear();
        }
    }

    public async Task Run(JudgeStaff job, JobRun run, CancellationToken ct)
    {
        await Judge([job.AgencyId], time.Today(), ct);
        await db.SaveChangesAsync(ct);
    }

    private async Task Judge(Guid[] agencyIds, DateOnly today, CancellationToken ct)
    {
        var agencies = await db.Set<Agency>().Where(a => agencyIds.Contains(a.Id)).ToListAsync(ct);
        var staff = (await db.Set<Person>().Include(p => p.Certificates).Where(p => agencyIds.Contains(p.AgencyId) && p.LeftAt == null).AsSplitQuery().ToListAsync(ct))
            .ToLookup(p => p.AgencyId);
        foreach (var agency in agencies)
        {
            var lacks = Eligibility.Lacks(agency.ServiceTypes, [.. staff[agency.Id]], today);
            switch (agency.Judge(lacks, time.GetUtcNow()))
            {
                case false:
                    db.Announce(new EligibilityLost(agency.Id, agency.Name, agency.Region, lacks!, time.GetUtcNow()));
                    db.Audit("agency.eligibility_lost", nameof(Agency), agency.Id, $"{agency.Name} 不再满足从业条件：{lacks}");
                    break;
                case true:
                    db.Announce(new EligibilityRegained(agency.Id, time.GetUtcNow()));
                    db.Audit("agency.eligibility_regained", nameof(Agency), agency.Id, $"{agency.Name} 又满足从业条件");
                    break;
            }
        }
    }

    private async Task RemindOfCertificates(Guid[] agencyIds, DateOnly today, CancellationToken ct)
    {
        var last = today.AddDays(Certificate.RemindDaysBefore);
        var ending = await (from certificate in db.Set<Certificate>()
                            join person in db.Set<Person>() on certificate.PersonId equals person.Id
                            where agencyIds.Contains(certificate.AgencyId) && certificate.ValidUntil >= today && certificate.ValidUntil <= last && person.LeftAt == null
                            orderby certificate.Id
                            select new { Certificate = certificate, person.Name }).ToListAsync(ct);
        foreach (var of in ending.Where(e => e.Certificate.Remind(today)))
        {
            var certificate = of.Certificate;
            db.Announce(new CertificateExpiring(
                certificate.Id, certificate.PersonId, certificate.AgencyId, of.Name, certificate.Card().Says, certificate.ValidUntil,
                certificate.ValidUntil.DayNumber - today.DayNumber));
        }
    }
}
