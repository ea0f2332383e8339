using WeChatService.Agencies.Contracts;
using WeChatService.Kernel;

namespace WeChatService.Agencies;

internal enum StaffMove { Add, Correct, Remove }

internal enum StaffChangeState { Pending, Approved, Rejected }

/// <summary>What a change says of a person, as the agency enters it (PEO-03).</summary>
internal sealed record StaffEntry(string? Name, string? Phone, string? IdentityNumber, IReadOnlyList<CertificateCard>? Certificates);

/// <summary>管理人员变更 (PEO-06): an agency asks, its corps decides; nothing of the staff list moves before. 待审核 → 批准 | 不批准.</summary>
internal sealed class StaffChange : IAgencyOwned, IRegionOwned
{
    public const string OneOpenKey = "ux_staff_change_open";
    private const int LongestName = 30, MostCertificates = 10, LongestReason = 200;

    public Guid Id { get; private set; }
    public Guid AgencyId { get; private set; }
    public string Region { get; private set; } = "";
    public StaffMove Move { get; private set; }

    /// <summary>Null while somebody is to be added.</summary>
    public Guid? PersonId { get; private set; }

    public string Name { get; private set; } = "";
    public string Phone { get; private set; } = "";

    /// <summary>Sealed; null where a person of the list has none.</summary>
    public byte[]? SealedIdentityNumber { get; private set; }

    public string IdentityFingerprint { get; private set; } = "";
    public IReadOnlyList<CertificateCard> Certificates { get; private set; } = [];
    public StaffChangeState State { get; private set; }
    public string AskedBy { get; private set; } = "";
    public DateTimeOffset AskedAt { get; private set; }
    public string? DecidedBy { get; private set; }
    public DateTimeOffset? DecidedAt { get; private set; }
    public string? Reason { get; private set; }

    public static StaffChange ToAdd(Guid id, Agency agency, StaffEntry entry, FieldCipher cipher, Actor by, DateTimeOffset now)
    {
        var number = IdentityNumber.Read(entry.IdentityNumber) ?? throw new RuleBroken(AgencyProblems.EntryUnclear);
        var change = Of(id, agency.Id, agency.Region, StaffMove.Add, by, now);
        change.Take(entry);
        (change.SealedIdentityNumber, change.IdentityFingerprint) = (cipher.Seal(number), NationalPerson.FingerprintOf(number, cipher));
        return change;
    }

    public static StaffChange ToCorrect(Guid id, Person person, StaffEntry entry, Actor by, DateTimeOffset now)
    {
        var change = About(id, person, StaffMove.Correct, by, now);
        // Lists show the number masked: who leaves it out keeps it.
        change.Take(string.IsNullOrWhiteSpace(entry.Phone) ? entry with { Phone = person.Phone } : entry);
        return change;
    }

    public static StaffChange ToRemove(Guid id, Person person, Actor by, DateTimeOffset now)
    {
        var change = About(id, person, StaffMove.Remove, by, now);
        (change.Name, change.Phone, change.Certificates) = (person.Name, person.Phone, [.. person.Certificates.Select(c => c.Card())]);
        return change;
    }

    /// <summary>PEO-01, 07: registered and changed nationally first; where the national system does not know him, nothing is approved here.</summary>
    /// <exception cref="RuleBroken">Not known nationally, or decided already.</exception>
    public void Approve(bool knownNationally, Actor by, DateTimeOffset now)
    {
        if (Move != StaffMove.Remove && !knownNationally)
        {
            throw new RuleBroken(Certificates.Any(c => c.Kind == CertificateKind.Engineer) ? AgencyProblems.EngineerNotRegistered : AgencyProblems.NotKnownNationally);
        }

        Decide(StaffChangeState.Approved, null, by, now);
    }

    /// <exception cref="RuleBroken">No reason, or decided already.</exception>
    public void Reject(string? reason, Actor by, DateTimeOffset now) => Decide(
        StaffChangeState.Rejected, reason?.Trim() is { Length: > 0 and <= LongestReason } why ? why : throw new RuleBroken(AgencyProblems.ChangeReasonMissing), by, now);

    public NewStaff Brings(FieldCipher cipher) => new(Name, Phone, cipher.Open(SealedIdentityNumber!), null, Certificates);

    private void Take(StaffEntry entry)
    {
        var (name, phone, papers) = (entry.Name?.Trim() ?? "", entry.Phone?.Trim() ?? "", entry.Certificates ?? []);
        if (name.Length is 0 or > LongestName || !IsMobile(phone) || papers.Count is 0 or > MostCertificates || papers.Any(c => !c.IsWhole))
        {
            throw new RuleBroken(AgencyProblems.EntryUnclear);
        }

        (Name, Phone, Certificates) = (name, phone, [.. papers.Select(c => c with { Number = c.Number.Trim(), Direction = string.IsNullOrWhiteSpace(c.Direction) ? null : c.Direction.Trim() })]);
    }

    private void Decide(StaffChangeState state, string? reason, Actor by, DateTimeOffset now)
    {
        if (State != StaffChangeState.Pending)
        {
            throw new RuleBroken(AgencyProblems.ChangeDecided);
        }

        (State, Reason, DecidedBy, DecidedAt) = (state, reason, by.Name, now);
    }

    private static StaffChange About(Guid id, Person person, StaffMove move, Actor by, DateTimeOffset now)
    {
        var change = Of(id, person.AgencyId, person.Region, move, by, now);
        (change.PersonId, change.SealedIdentityNumber, change.IdentityFingerprint) = (person.Id, person.SealedIdentityNumber, person.IdentityFingerprint ?? person.Id.ToString());
        return change;
    }

    private static StaffChange Of(Guid id, Guid agencyId, string region, StaffMove move, Actor by, DateTimeOffset now) =>
        new() { Id = id, AgencyId = agencyId, Region = region, Move = move, AskedBy = by.Name, AskedAt = now };

    private static bool IsMobile(string phone) => phone.Length == 11 && phone[0] == '1' && phone.All(char.IsAsciiDigit);
}
