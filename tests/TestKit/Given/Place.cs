using System.Text.Json;
using WeChatService.Kernel;

namespace WeChatService.TestKit;

/// <summary>Where a phone stands, as a mini program or H5 page reports it (GCJ-02 degrees, metres).</summary>
public static class Place
{
    /// <summary>In the middle of a demonstration project's fence.</summary>
    public static ReportedPosition At(string projectKey, double accuracyMetres = 15) => Away(projectKey, 0, accuracyMetres);

    /// <summary>So many metres north of the project's location.</summary>
    public static ReportedPosition Away(string projectKey, double metresNorth, double accuracyMetres = 15)
    {
        var location = Demo.Project(projectKey).GetProperty("location");
        return Of(location.GetProperty("latitude").GetDouble() + metresNorth / 111_195.0, location.GetProperty("longitude").GetDouble(), accuracyMetres);
    }

    /// <summary>From WGS-84 degrees.</summary>
    public static ReportedPosition Of(double latitude, double longitude, double accuracyMetres = 15)
    {
        var (north, east) = Gcj02.FromWgs84(latitude, longitude);
        return new(north, east, accuracyMetres, CoordinateSystem.Gcj02);
    }
}
