using WeChatService.Agencies.Contracts;
using WeChatService.Kernel;
using WeChatService.Regions.Contracts;

namespace WeChatService.Agencies;

internal enum Sex { Female, Male }

/// <summary>
/// A member of an agency's staff: 在职 → 已离职. Carries the rules of who may lead, work on site and answer for the reports; each asks
/// the region's policy and today's date, because certificates run out.
/// </summary>
internal sealed class Person : IAgencyOwned, IRegionOwned
{
    public const string OneEmploymentKey = "ux_person_employed";

    private readonly List<Certificate> _certificates = [];
    private readonly List<TechnicalLeadAppointment> _appointments = [];

    public Guid Id { get; private set; }
    public Guid AgencyId { get; private set; }
    public string Region { get; private set; } = "";
    public string Name { get; private set; } = "";
    public Sex Sex { get; private set; }
    public string Phone { get; private set; } = "";

    /// <summary>Sealed by <see cref="FieldCipher"/>; shown masked (PEO-05).</summary>
    public byte[]? SealedIdentityNumber { get; private set; }

    /// <summary>PEO-19: nobody with the same number is employed twice; the database holds that too. Null: imported without a number.</summary>
    public string? IdentityFingerprint { get; private set; }

    public Guid? PortraitObjectId { get; private set; }
    public DateTimeOffset EmployedAt { get; private set; }
    public DateTimeOffset? LeftAt { get; private set; }

    public IReadOnlyList<Certificate> Certificates => _certificates;
    public IReadOnlyList<TechnicalLeadAppointment> Appointments => _appointments;
    public bool IsTechnicalLead => _appointments.Any(a => a.IsInForce);

    public static Person Employ(
        Guid id, Agency agency, string name, Sex sex, string phone, byte[]? sealedIdentityNumber, Guid? portraitObjectId, DateTimeOffset now,
        string? identityFingerprint = null) => new()
        {
            Id = id, AgencyId = agency.Id, Region = agency.Region, Name = name, Sex = sex, Phone = phone,
            SealedIdentityNumber = sealedIdentityNumber, PortraitObjectId = portraitObjectId, EmployedAt = now,
            IdentityFingerprint = identityFingerprint,
        };

    public void Record(Guid certificateId, CertificateCard certificate) => _certificates.Add(Certificate.Of(certificateId, this, certificate));

    /// <summary>PEO-06: what an approved change says of him; his certificates are those that it names.</summary>
    /// <param name="certificateIds">One for each.</param>
    public void Correct(string name, string phone, IReadOnlyList<CertificateCard> certificates, Func<Guid> certificateIds)
    {
        (Name, Phone) = (name, phone);
        _certificates.Clear();
        foreach (var certificate in certificates)
        {
            Record(certificateIds(), certificate);
        }
    }

    /// <summary>PEO-02, 14: the appointment ends, he stays an engineer.</summary>
    public void EndAppointment(DateTimeOffset now) => _appointments.ForEach(a => a.End(now));

    public void Leave(DateTimeOffset now)
    {
        LeftAt ??= now;
        _appointments.ForEach(a => a.End(now));
    }

    /// <summary>PEO-08, 12, 27: why this person may not be chosen as a project's lead today; null: may.</summary>
    public Problem? WhyMayNotLead(RegionPolicy policy, DateOnly today)
    {
        if (LeftAt is not null)
        {
            return AgencyProblems.HasLeft;
        }

        if (policy.Tech.MayLead == TechnicalLeadMayLead.Never && IsTechnicalLead)
        {
            return AgencyProblems.TechnicalLeadNeverLeads;
        }

        return policy.Lead.MinGrade == EngineerGrade.First
            ? Lacks(c => c.IsFirstGrade, AgencyProblems.LeadNeedsFirstGrade, today)
            : Lacks(c => c.IsEngineer, AgencyProblems.LeadNeedsEngineer, today);
    }

    /// <summary>PEO-09, 17, 27: why this person may not work on site today. An engineer may take an operator's post.</summary>
    public Problem? WhyMayNotWorkOnSite(RegionPolicy policy, DateOnly today)
    {
        if (LeftAt is not null)
        {
            return AgencyProblems.HasLeft;
        }

        return policy.Operator.MinLevel == OperatorLevel.Intermediate
            ? Lacks(c => c.IsEngineer || c.IsIntermediateOrAbove, AgencyProblems.SiteNeedsCertificate.Says("本地区现场作业须持有中级以上消防设施操作员证，请换一个人。"), today)
            : Lacks(_ => true, AgencyProblems.SiteNeedsCertificate.Says("现场作业须持有消防设施操作员证，请换一个人。"), today);
    }

    /// <summary>PEO-10, 14, 27: why this person may not be a project's technical lead today.</summary>
    public Problem? WhyMayNotBeTechnicalLead(RegionPolicy policy, DateOnly today) =>
        WhyMayNotBeAppointed(today)
        ?? (policy.Tech.PerAgency != TechnicalLeadsPerAgency.Unlimited && !IsTechnicalLead ? AgencyProblems.NotAppointed : null);

    /// <summary>PEO-10, 11, 27. Appointing twice changes nothing.</summary>
    /// <param name="id">The appointment's.</param>
    /// <param name="colleagues">Everybody of the agency who is technical lead now.</param>
    /// <exception cref="RuleBroken">No first grade, expired, left, or the region allows one per agency.</exception>
    public void AppointTechnicalLead(Guid id, IEnumerable<Person> colleagues, RegionPolicy policy, DateTimeOffset now)
    {
        if (WhyMayNotBeAppointed(ChinaTime.DayOf(now)) is { } refusal)
        {
            throw new RuleBroken(refusal);
        }

        if (policy.Tech.PerAgency == TechnicalLeadsPerAgency.ExactlyOne && colleagues.Any(c => c.Id != Id && c.IsTechnicalLead))
        {
            throw new RuleBroken(AgencyProblems.OneTechnicalLeadOnly);
        }

        if (!IsTechnicalLead)
        {
            _appointments.Add(TechnicalLeadAppointment.Of(id, this, now));
        }
    }

    public PersonCard Card(RegionPolicy policy, DateOnly today) => new(
        Id, AgencyId, Region, Name, FieldCipher.Mask(Phone), [.. _certificates.Select(c => c.Card())], PortraitObjectId,
        WhyMayNotLead(policy, today), WhyMayNotWorkOnSite(policy, today), WhyMayNotBeTechnicalLead(policy, today)) { IsAppointed = IsTechnicalLead, HasLeft = LeftAt is not null };

    /// <summary>PEO-10, 27: what appointing him would refuse; null: nothing.</summary>
    public Problem? WhyMayNotBeAppointed(DateOnly today) =>
        LeftAt is not null ? AgencyProblems.HasLeft : Lacks(c => c.IsFirstGrade, AgencyProblems.TechnicalLeadNeedsFirstGrade, today);

    /// <summary>Null if a fitting certificate is in force; an expired one is named with its date (PEO-27).</summary>
    private Problem? Lacks(Func<Certificate, bool> fits, Problem none, DateOnly today)
    {
        var fitting = _certificates.Where(fits).OrderByDescending(c => c.ValidUntil).FirstOrDefault();
        return fitting switch
        {
            null => none,
            _ when !fitting.HasExpired(today) => null,
            _ => AgencyProblems.CertificateExpired
                .Says($"{Name}的证书已于 {ChinaTime.Says(fitting.ValidUntil)}到期，续期后才能安排。")
                .With("validUntil", fitting.ValidUntil),
        };
    }
}
