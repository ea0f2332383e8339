using System.Globalization;
using System.Text;
using WeChatService.Reports.Ports;

namespace WeChatService.Pdf;

/// <summary>
/// The drawing of one visit over the fence, without map tiles: WGS-84 degrees become metres on a plane through the fence
/// (good to a centimetre over a site of a kilometre) and then px of the sheet, so that halo, fence and scale bar are true to scale.
/// </summary>
sealed class Sketch
{
    public const double Full = 680;
    public const double BesidePhotos = 470;
    public const double Height = 236;
    const double Inset = 34;
    const double MetresPerDegree = 111_320;

    readonly MapPoint origin;
    readonly double left, top, pxPerMetre;

    public Sketch(SiteSheet site, SiteVisit visit, double width)
    {
        Width = width;
        origin = site.Fence.Count > 0 ? site.Fence[0] : visit.Place;
        var all = site.Fence.Concat(site.Buildings.SelectMany(b => b)).Concat(visit.Track.Select(t => t.Point)).Append(visit.Place).Select(Metres).ToList();
        var person = Metres(visit.Place);
        var halo = Math.Min(visit.AccuracyMetres, 200);   // a fix that is off by kilometres must not shrink the site to a dot
        double west = Math.Min(all.Min(p => p.X), person.X - halo), east = Math.Max(all.Max(p => p.X), person.X + halo);
        double south = Math.Min(all.Min(p => p.Y), person.Y - halo), north = Math.Max(all.Max(p => p.Y), person.Y + halo);
        var (wide, high) = (Math.Max(east - west, 40), Math.Max(north - south, 20));
        pxPerMetre = Math.Min((Width - 2 * Inset) / wide, (Height - 2 * Inset) / high);
        left = (west + east) / 2 - Width / 2 / pxPerMetre;
        top = (south + north) / 2 + Height / 2 / pxPerMetre;

        Fence = site.Fence.Select(Place).ToList();
        Buildings = site.Buildings.Select(b => Path(b.Select(Place), closed: true)).ToList();
        FencePath = Path(Fence, closed: true);
        TrackPath = Path(visit.Track.Select(t => Place(t.Point)), closed: false);
        Person = Place(visit.Place);
        Halo = halo * pxPerMetre;
        ScaleMetres = new[] { 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 50_000, 200_000, 1_000_000 }.FirstOrDefault(m => m * pxPerMetre >= 56, 1_000_000);
        ScalePx = ScaleMetres * pxPerMetre;
        NearestEdge = Fence.Count < 3 ? null : Edges().MinBy(p => Squared(p, Person));
    }

    public double Width { get; }
    public IReadOnlyList<(double X, double Y)> Fence { get; }
    public IReadOnlyList<string> Buildings { get; }
    public string FencePath { get; }
    public string TrackPath { get; }
    public (double X, double Y) Person { get; }
    public double Halo { get; }
    public int ScaleMetres { get; }
    public double ScalePx { get; }

    /// <summary>The fence's point next to the person; null without a fence.</summary>
    public (double X, double Y)? NearestEdge { get; }

    /// <summary>A grid of one scale bar's width, so that distances can be read off anywhere on the sketch.</summary>
    public IEnumerable<double> GridX => Lines(Width);
    public IEnumerable<double> GridY => Lines(Height);

    public static string Px(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);

    IEnumerable<double> Lines(double until)
    {
        for (var at = ScalePx / 2; at < until; at += ScalePx) yield return at;
    }

    IEnumerable<(double X, double Y)> Edges()
    {
        for (var i = 0; i < Fence.Count; i++)
        {
            var (a, b) = (Fence[i], Fence[(i + 1) % Fence.Count]);
            var (dx, dy) = (b.X - a.X, b.Y - a.Y);
            var length = dx * dx + dy * dy;
            var along = length == 0 ? 0 : Math.Clamp(((Person.X - a.X) * dx + (Person.Y - a.Y) * dy) / length, 0, 1);
            yield return (a.X + along * dx, a.Y + along * dy);
        }
    }

    (double X, double Y) Metres(MapPoint p) => (
        (p.Longitude - origin.Longitude) * MetresPerDegree * Math.Cos(origin.Latitude * Math.PI / 180),
        (p.Latitude - origin.Latitude) * MetresPerDegree);

    (double X, double Y) Place(MapPoint p)
    {
        var (x, y) = Metres(p);
        return ((x - left) * pxPerMetre, (top - y) * pxPerMetre);
    }

    static double Squared((double X, double Y) a, (double X, double Y) b) => (a.X - b.X) * (a.X - b.X) + (a.Y - b.Y) * (a.Y - b.Y);

    static string Path(IEnumerable<(double X, double Y)> points, bool closed)
    {
        var path = new StringBuilder();
        foreach (var (x, y) in points) path.Append(path.Length == 0 ? 'M' : 'L').Append(Px(x)).Append(' ').Append(Px(y));
        return closed && path.Length > 0 ? path.Append('z').ToString() : path.ToString();
    }
}
