using System.Security.Cryptography;
using WeChatService.Reports.Ports;

namespace WeChatService.Pdf;

/// <summary>
/// The pictures of one report, shrunk to what paper can show (900 px on the longer side, about 250 dpi at their printed
/// width). WeasyPrint puts pictures into the PDF as they are, so originals would make files of gigabytes. Originals stay where
/// they are stored; what is printed says whose copy it is by watermark.
/// </summary>
public sealed class PhotoShelf
{
    const int Batch = 12;
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    readonly Dictionary<Guid, string> files = [];

    /// <summary>Name of the shrunk picture in the work folder; null when the picture cannot be decoded, which is printed as such.</summary>
    public string? File(ReportPhoto photo) => files.GetValueOrDefault(photo.Id);

    /// <summary>Fetches, checks and shrinks the pictures. Bytes that are not the recorded ones stop the report: someone changed evidence.</summary>
    internal static async Task<PhotoShelf> Fill(IReadOnlyList<ReportPhoto> photos, ReportDocument document, WorkFolder folder, ChildProcess child, Func<int, int, Task> done, CancellationToken ct)
    {
        var shelf = new PhotoShelf();
        var distinct = photos.DistinctBy(p => p.Id).ToList();
        for (var start = 0; start < distinct.Count; start += Batch)
        {
            var batch = new List<(Guid Id, string Source, string Shrunk)>();
            foreach (var photo in distinct.Skip(start).Take(Batch))
            {
                var bytes = await document.ReadPhoto(photo, ct);
                if (!Convert.ToHexString(SHA256.HashData(bytes)).Equals(photo.Sha256, StringComparison.OrdinalIgnoreCase))
                    throw new ReportRenderingFailed($"Photo {photo.Id} is not the one that was recorded: its SHA-256 differs.");
                if (KindOf(bytes) is not { } kind) continue;
                var name = $"p{start + batch.Count}";
                await folder.Write($"{name}-original.{kind}", bytes, ct);
                batch.Add((photo.Id, $"{name}-original.{kind}", $"{name}-original-print.{kind}"));
            }
            foreach (var kind in batch.GroupBy(p => Path.GetExtension(p.Source)))
                await Shrink([.. kind.Select(p => p.Source)], child, ct);
            foreach (var lone in batch.Where(p => !System.IO.File.Exists(folder.At(p.Shrunk))).ToList())
                await Shrink([lone.Source], child, ct);   // one that crashes the tool must not take its neighbours with it
            foreach (var (id, source, shrunk) in batch)
            {
                System.IO.File.Delete(folder.At(source));
                if (System.IO.File.Exists(folder.At(shrunk))) shelf.files[id] = shrunk;
            }
            await done(Math.Min(start + Batch, distinct.Count), distinct.Count);
        }
        return shelf;
    }

    static async Task Shrink(string[] sources, ChildProcess child, CancellationToken ct)
    {
        var format = sources[0].EndsWith(".png") ? ".png[strip]" : ".jpg[Q=80,strip]";
        var outcome = await child.Run("vipsthumbnail", [.. sources, "--size", "900x900>", "-o", "%s-print" + format], Patience, ct);
        if (outcome.ExitCode is 126 or 127) throw new ReportRenderingFailed($"Photos could not be shrunk: {outcome.Complaint}");   // the tool did not even start
    }

    static string? KindOf(byte[] bytes) => bytes switch
    {
        [0xFF, 0xD8, 0xFF, ..] => "jpg",
        [0x89, (byte)'P', (byte)'N', (byte)'G', ..] => "png",
        _ => null,
    };

    internal static IReadOnlyList<ReportPhoto> AllOf(ReportDocument d) =>
    [
        .. new[] { d.Cover.AgencySeal, d.Condition.AgencySeal, d.Condition.LeadSignature.Signature, d.Condition.LeadSignature.PracticeSeal,
            d.Condition.TechnicalLeadSignature.Signature, d.Condition.TechnicalLeadSignature.PracticeSeal, d.Condition.Client.Signature }.OfType<ReportPhoto>(),
        .. d.Measurements.SelectMany(r => r.Photos),
        .. d.Site.Visits.SelectMany(v => v.Photos),
    ];
}
