using WeChatService.Kernel;

namespace WeChatService.Agencies;

/// <summary>办公地. Its place is WGS-84 degrees.</summary>
internal sealed class Office : IAgencyOwned
{
    public Guid Id { get; private set; }
    public Guid AgencyId { get; private set; }
    public string Name { get; private set; } = "";
    public string Province { get; private set; } = "";
    public string City { get; private set; } = "";
    public string District { get; private set; } = "";
    public string Address { get; private set; } = "";
    public double? Latitude { get; private set; }
    public double? Longitude { get; private set; }

    /// <summary>The brigade of the district in which it lies (ORG-35).</summary>
    public Guid? BrigadeId { get; private set; }

    public bool IsDefault { get; internal set; }

    public string FullAddress => Province == City ? $"{City}{District}{Address}" : $"{Province}{City}{District}{Address}";

    public static Office Of(
        Guid id, Guid agencyId, string name, string province, string city, string district, string address, double? latitude, double? longitude,
        Guid? brigadeId, bool isDefault) => new()
        {
            Id = id, AgencyId = agencyId, Name = name, Province = province, City = city, District = district, Address = address,
            Latitude = latitude, Longitude = longitude, BrigadeId = brigadeId, IsDefault = isDefault,
        };
}
