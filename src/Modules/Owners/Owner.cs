using WeChatService.Kernel;

namespace WeChatService.Owners;

/// <summary>An owner unit (业主单位, 甲方, 委托单位): who is served. Entered by an agency, read by its own contacts.</summary>
internal sealed class Owner : IAgencyOwned, IOwnerOwned, IRegionOwned
{
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

    /// <summary>OWN-01, OWN-17.</summary>
    public static Owner Enter(
        Guid id, Guid agencyId, string region, string name, string province, string city, string district, string address,
        string creditCode, DateTimeOffset now)
    {
        if (string.IsNullOrWhiteSpace(name) || string.IsNullOrWhiteSpace(district) || string.IsNullOrWhiteSpace(address))
        {
            throw new RuleBroken(OwnerProblems.AddressIncomplete);
        }

        if (creditCode != "NULL" && creditCode.Length != 18)
        {
            throw new RuleBroken(OwnerProblems.CreditCodeMissing);
        }

        return new Owner
        {
            Id = id, OwnerId = id, AgencyId = agencyId, Region = region, Name = name, Province = province, City = city, District = district,
            Address = address, CreditCode = creditCode, CreatedAt = now,
        };
    }
}
