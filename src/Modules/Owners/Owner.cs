using WeChatService.Kernel;

namespace WeChatService.Owners;

/// <summary>An owner unit (业主单位, 甲方, 委托单位): who is served. Entered by an agency, read by its own contacts.</summary>
internal sealed class Owner : IAgencyOwned, IOwnerOwned, IRegionOwned
{
    private const int LongestName = 100, LongestArea = 30;

    public Guid Id { get; private set; }

    /// <summary>The same as <see cref="Id"/>: an owner unit belongs to itself, so that the isolation filter can compare it.</summary>
    public Guid OwnerId { get; private set; }

    /// <summary>The agency that entered it.</summary>
    public Guid AgencyId { get; private set; }

    public string Region { get; private set; } = "";
    public string Name { get; private set; } = "";
    public string Province { get; private set; } = "";
    public string City { get; private set; } = "";
    public string District { get; private set; } = "";

    /// <summary>Precise to road and number (OWN-02).</summary>
    public string Address { get; private set; } = "";

    /// <summary>18 characters, or NULL for a unit without one (OWN-17).</summary>
    public string CreditCode { get; private set; } = "";

    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>Whose account entered it (OWN-05); null: it came with the demonstration.</summary>
    public string? CreatedByName { get; private set; }

    public string? CreatedByUserName { get; private set; }

    public DateTimeOffset? ChangedAt { get; private set; }
    public string? ChangedByName { get; private set; }

    /// <summary>OWN-02: what the address lacks to lead there; null: nothing. It is saved all the same.</summary>
    public string? AddressLacks => UnitAddress.Lacks(Address);

    /// <summary>OWN-01, OWN-17.</summary>
    public static Owner Enter(
        Guid id, Guid agencyId, string region, string name, string province, string city, string district, string address,
        string creditCode, DateTimeOffset now) =>
        Enter(id, agencyId, region, new UnitEntry(name, province, city, district, address, creditCode), null, null, now);

    /// <summary>OWN-01, OWN-05, OWN-17.</summary>
    public static Owner Enter(
        Guid id, Guid agencyId, string region, UnitEntry entry, string? byName, string? byUserName, DateTimeOffset now)
    {
        var unit = new Owner
        {
            Id = id, OwnerId = id, AgencyId = agencyId, Region = region, CreatedAt = now, CreatedByName = byName, CreatedByUserName = byUserName,
        };
        unit.Take(entry);
        return unit;
    }

    /// <summary>OWN-05: corrected, as often as the licence or the place changes.</summary>
    public void Change(UnitEntry entry, string byName, DateTimeOffset now)
    {
        Take(entry);
        (ChangedAt, ChangedByName) = (now, byName);
    }

    private void Take(UnitEntry entry)
    {
        var said = new[] { entry.Name, entry.Province, entry.City, entry.District, entry.Address };
        if (said.Any(string.IsNullOrWhiteSpace))
        {
            throw new RuleBroken(OwnerProblems.AddressIncomplete);
        }

        if (entry.Name!.Trim().Length > LongestName || entry.Address!.Trim().Length > LongestName || said[1..4].Any(s => s!.Trim().Length > LongestArea))
        {
            throw new RuleBroken(OwnerProblems.TooLong);
        }

        if (entry.CreditCode?.Trim() is not { } code || (code != "NULL" && code.Length != 18))
        {
            throw new RuleBroken(OwnerProblems.CreditCodeMissing);
        }

        (Name, Province, City, District, Address, CreditCode) =
            (entry.Name.Trim(), entry.Province!.Trim(), entry.City!.Trim(), entry.District!.Trim(), entry.Address.Trim(), code);
    }
}

/// <summary>What is typed of a unit: the name as it stands on the licence, the address to road and number (OWN-01, 02).</summary>
/// <param name="CreditCode">18 characters, or NULL (OWN-17).</param>
internal sealed record UnitEntry(string? Name, string? Province, string? City, string? District, string? Address, string? CreditCode);
