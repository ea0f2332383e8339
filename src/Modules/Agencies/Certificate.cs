using WeChatService.Agencies.Contracts;
using WeChatService.Kernel;

namespace WeChatService.Agencies;

/// <summary>What a person is certified for. Grades and levels are those of the certificate, never of the post.</summary>
internal sealed class Certificate : IAgencyOwned
{
    public Guid Id { get; private set; }
    public Guid AgencyId { get; private set; }
    public Guid PersonId { get; private set; }
    public CertificateKind Kind { get; private set; }
    public CertificateLevel Level { get; private set; }
    public string Number { get; private set; } = "";

    /// <summary>The last day on which it counts, Asia/Shanghai.</summary>
    public DateOnly ValidUntil { get; private set; }

    public bool IsEngineer => Kind == CertificateKind.Engineer;
    public bool IsFirstGrade => IsEngineer && Level == CertificateLevel.FirstGrade;
    public bool IsIntermediateOrAbove => Kind == CertificateKind.Operator && Level >= CertificateLevel.Intermediate;

    /// <summary>PEO-27: it counts through its last day.</summary>
    public bool HasExpired(DateOnly today) => today > ValidUntil;

    public CertificateCard Card() => new(Kind, Level, Number, ValidUntil);

    internal static Certificate Of(Guid id, Person holder, CertificateCard what) => new()
    {
        Id = id, AgencyId = holder.AgencyId, PersonId = holder.Id,
        Kind = what.Kind, Level = what.Level, Number = what.Number, ValidUntil = what.ValidUntil,
    };
}
