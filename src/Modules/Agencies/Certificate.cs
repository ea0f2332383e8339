using WeChatService.Agencies.Contracts;
using WeChatService.Kernel;

namespace WeChatService.Agencies;

/// <summary>What a person is certified for. Grades and levels are those of the certificate, never of the post.</summary>
internal sealed class Certificate : IAgencyOwned
{
    /// <summary>NTF-17: long enough to have it renewed.</summary>
    public const int RemindDaysBefore = 30;

    public Guid Id { get; private set; }
    public Guid AgencyId { get; private set; }
    public Guid PersonId { get; private set; }
    public CertificateKind Kind { get; private set; }
    public CertificateLevel Level { get; private set; }
    public string Number { get; private set; } = "";

    /// <summary>职业方向 (PEO-03).</summary>
    public string? Direction { get; private set; }

    /// <summary>The last day on which it counts, Asia/Shanghai.</summary>
    public DateOnly ValidUntil { get; private set; }

    /// <summary>NTF-17: the end of which its holder was reminded; a renewed certificate has another.</summary>
    public DateOnly? RemindedOf { get; private set; }

    public bool IsEngineer => Kind == CertificateKind.Engineer;
    public bool IsFirstGrade => IsEngineer && Level == CertificateLevel.FirstGrade;
    public bool IsIntermediateOrAbove => Kind == CertificateKind.Operator && Level >= CertificateLevel.Intermediate;

    /// <summary>PEO-27: it counts through its last day.</summary>
    public bool HasExpired(DateOnly today) => today > ValidUntil;

    /// <summary>NTF-17: once for each end. True: tell it now.</summary>
    public bool Remind(DateOnly today)
    {
        if (RemindedOf == ValidUntil || HasExpired(today) || ValidUntil.DayNumber - today.DayNumber > RemindDaysBefore)
        {
            return false;
        }

        RemindedOf = ValidUntil;
        return true;
    }

    public CertificateCard Card() => new(Kind, Level, Number, ValidUntil, Direction);

    internal static Certificate Of(Guid id, Person holder, CertificateCard what) => new()
    {
        Id = id, AgencyId = holder.AgencyId, PersonId = holder.Id,
        Kind = what.Kind, Level = what.Level, Number = what.Number, ValidUntil = what.ValidUntil, Direction = what.Direction,
    };
}
