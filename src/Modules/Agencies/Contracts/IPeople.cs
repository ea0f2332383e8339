using WeChatService.Kernel;

namespace WeChatService.Agencies.Contracts;

/// <summary>注册消防工程师 or 消防设施操作员.</summary>
public enum CertificateKind { Engineer, Operator }

/// <summary>Engineers: 一级, 二级. Operators: 五级/初级, 四级/中级, 三级/高级, 二级/技师, 一级/高级技师.</summary>
public enum CertificateLevel { FirstGrade, SecondGrade, Junior, Intermediate, Senior, Technician, SeniorTechnician }

/// <param name="ValidUntil">The last day on which it counts (Asia/Shanghai).</param>
/// <param name="Direction">职业方向 of an operator, as the certificate prints it (PEO-03); most name none.</param>
public sealed record CertificateCard(CertificateKind Kind, CertificateLevel Level, string Number, DateOnly ValidUntil, string? Direction = null)
{
    private const int LongestNumber = 50;
    private const int LongestDirection = 30;

    /// <summary>Kind, level and number fit together.</summary>
    public bool IsWhole => Number is { } number && number.Trim().Length is > 0 and <= LongestNumber && Enum.IsDefined(Kind) && Enum.IsDefined(Level)
        && (Kind == CertificateKind.Engineer) == (Level is CertificateLevel.FirstGrade or CertificateLevel.SecondGrade)
        && Direction is null or { Length: <= LongestDirection };

    /// <summary>The certificate in words for a screen or a report: 一级注册消防工程师, 消防设施操作员（中级）.</summary>
    public string Says => Kind == CertificateKind.Engineer
        ? $"{(Level == CertificateLevel.FirstGrade ? "一级" : "二级")}注册消防工程师"
        : $"消防设施操作员（{LevelName}）";

    private string LevelName => Level switch
    {
        CertificateLevel.Junior => "初级",
        CertificateLevel.Intermediate => "中级",
        CertificateLevel.Senior => "高级",
        CertificateLevel.Technician => "技师",
        _ => "高级技师",
    };
}

/// <summary>A member of an agency's staff as other modules see him.</summary>
/// <param name="MaskedPhone">139 **** 0817.</param>
/// <param name="PortraitObjectId">The stored portrait, for a signed link.</param>
/// <param name="WhyNotLead">Why he may not lead a project today (PEO-08, 12, 27); null: he may.</param>
/// <param name="WhyNotOnSite">Why he may not work on site today (PEO-09, 27); null: he may.</param>
/// <param name="WhyNotTechnicalLead">Why he may not be a project's technical lead today (PEO-10, 14, 27); null: he may.</param>
public sealed record PersonCard(
    Guid Id, Guid AgencyId, string Region, string Name, string MaskedPhone, IReadOnlyList<CertificateCard> Certificates,
    Guid? PortraitObjectId, Problem? WhyNotLead, Problem? WhyNotOnSite, Problem? WhyNotTechnicalLead)
{
    /// <summary>技术负责人 by appointment, which is in force.</summary>
    public bool IsAppointed { get; init; }

    /// <summary>He is not of the agency any more (PEO-30).</summary>
    public bool HasLeft { get; init; }

    public bool MayLead => WhyNotLead is null;
    public bool MayWorkOnSite => WhyNotOnSite is null;
    public bool MayBeTechnicalLead => WhyNotTechnicalLead is null;
}

public enum PeopleFilter { All, MayLead, MayWorkOnSite, MayBeTechnicalLead }

/// <summary>
/// Staff by id. An agency's people find only their own colleagues; an owner, an officer or the system, who got the id from a row
/// that they may see, finds the person whose name that row shows.
/// </summary>
public interface IPeople
{
    Task<PersonCard?> Find(Guid id, CancellationToken ct = default);

    /// <summary>The same for many in one query; unknown ids are left out.</summary>
    Task<IReadOnlyList<PersonCard>> Of(IEnumerable<Guid> ids, CancellationToken ct = default);

    /// <summary>Ids of those of the actor's own staff, former ones too, whose name holds these characters; at most <paramref name="max"/>.</summary>
    Task<IReadOnlyList<Guid>> Named(string part, int max, CancellationToken ct = default);

    /// <summary>The number itself, to send something to it; screens show the masked one. Null: no such person among those he may see.</summary>
    Task<string?> PhoneOf(Guid id, CancellationToken ct = default);

    /// <summary>Who is on a staff list with this phone, in any agency: asked when WeChat has proven the phone and nobody is known yet.</summary>
    Task<IReadOnlyList<PersonCard>> ByPhone(string phone, CancellationToken ct = default);

    /// <summary>The staff of one agency by name, for pickers.</summary>
    Task<IReadOnlyList<PersonCard>> OfAgency(Guid agencyId, PeopleFilter filter = PeopleFilter.All, CancellationToken ct = default);
}
