using WeChatService.Agencies.Contracts;
using WeChatService.Kernel;

namespace WeChatService.Agencies;

/// <summary>消防技术服务机构, the word of isolation.</summary>
[Shared("the directory of agencies is public (ORG-26, 38); what is not public lies in Office and Person")]
internal sealed class Agency
{
    public const string OnceKey = "ix_agency_credit_code";

    private readonly List<Office> _offices = [];

    public Guid Id { get; private set; }
    public string Region { get; private set; } = "";
    public string Name { get; private set; } = "";
    public string ShortName { get; private set; } = "";

    /// <summary>统一社会信用代码, 18 characters; never changes (ORG-03).</summary>
    public string CreditCode { get; private set; } = "";

    public string Phone { get; private set; } = "";
    public IReadOnlyList<AgencyServiceType> ServiceTypes { get; private set; } = [];

    /// <summary>The supervising brigade: that of the default office (ORG-35).</summary>
    public Guid? BrigadeId { get; private set; }

    /// <summary>Does the staff suffice (ORG-18)? Null: nobody has looked yet.</summary>
    public bool? IsEligible { get; private set; }

    public DateTimeOffset? JudgedAt { get; private set; }

    public IReadOnlyList<Office> Offices => _offices;
    public Office? DefaultOffice => _offices.FirstOrDefault(o => o.IsDefault);

    public static Agency Of(
        Guid id, string region, string name, string shortName, string creditCode, string phone, IReadOnlyList<AgencyServiceType> serviceTypes) => new()
        {
            Id = id, Region = region, Name = name, ShortName = shortName, CreditCode = creditCode, Phone = phone, ServiceTypes = serviceTypes,
        };

    /// <summary>ORG-36: several offices, exactly one the default; the first one is.</summary>
    public void Open(Office office)
    {
        _offices.Add(office);
        if (_offices.Count == 1 || office.IsDefault)
        {
            MakeDefault(office.Id);
        }
    }

    /// <summary>ORG-35, 36: the other loses the flag, and the brigade of the new default's district supervises from now on.</summary>
    /// <exception cref="RuleBroken">Not an office of this agency.</exception>
    public void MakeDefault(Guid officeId)
    {
        var chosen = _offices.FirstOrDefault(o => o.Id == officeId) ?? throw new RuleBroken(AgencyProblems.NoSuchOffice);
        _offices.ForEach(o => o.IsDefault = o == chosen);
        BrigadeId = chosen.BrigadeId;
    }

    /// <summary>NTF-14, ORG-31: what was never sufficient is not lost.</summary>
    /// <returns>True: regained now; false: lost now; null: as before.</returns>
    public bool? Judge(string? lacks, DateTimeOffset now)
    {
        var (before, suffices) = (IsEligible, lacks is null);
        (IsEligible, JudgedAt) = (suffices, now);
        return before is not null && before != suffices ? suffices : null;
    }

    public AgencyCard Card() => new(Id, Region, Name, ShortName, CreditCode, Phone, ServiceTypes, DefaultOffice?.FullAddress, BrigadeId);
}
