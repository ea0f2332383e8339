namespace WeChatService.Kernel;

/// <summary>Belongs to one agency; its people see it, another agency's never do.</summary>
public interface IAgencyOwned { Guid AgencyId { get; } }

/// <summary>Belongs to one owner unit; its bound contacts see it (OWN-14).</summary>
public interface IOwnerOwned { Guid OwnerId { get; } }

/// <summary>Lies in one brigade's jurisdiction (ACC-17).</summary>
public interface IBrigadeOwned { Guid? BrigadeId { get; } }

/// <summary>Lies in one region, which its corps oversees (ACC-17).</summary>
public interface IRegionOwned { string Region { get; } }

/// <summary>Says why an entity stands outside the isolation filter.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class SharedAttribute(string why) : Attribute
{
    public string Why { get; } = why;
}
