namespace WeChatService.Kernel;

public enum ObjectKind { Selfie, SignIn, Controller, Item, Site, Portrait, Signature, Report, Other }

/// <summary>A stored blob: private, addressed by id, readable only through a signed link or by the house itself.</summary>
[Shared("read through signed links and Photos, which check the uploader and the agency")]
public sealed class StoredObject
{
    public Guid Id { get; private set; }
    public string Key { get; private set; } = "";
    public ObjectKind Kind { get; private set; }
    public string ContentType { get; private set; } = "";
    public long Bytes { get; private set; }

    /// <summary>Of the original bytes; a face photo seen before is refused by it.</summary>
    public string Sha256 { get; private set; } = "";

    public int Width { get; private set; }
    public int Height { get; private set; }
    public Guid UploadedBy { get; private set; }
    public Guid? AgencyId { get; private set; }
    public DateTimeOffset UploadedAt { get; private set; }

    /// <summary>The phone's own clock, if it said.</summary>
    public DateTimeOffset? TakenAt { get; private set; }

    // Where the phone was, WGS-84 degrees and metres, if it said (FLD-40).
    public double? Latitude { get; private set; }
    public double? Longitude { get; private set; }
    public double? AccuracyMetres { get; private set; }

    // What the camera wrote into the picture itself (EXIF), as evidence beside what the phone said; others do not see it.
    public DateTimeOffset? ExifTakenAt { get; private set; }
    public double? ExifLatitude { get; private set; }
    public double? ExifLongitude { get; private set; }

    /// <summary>The same bytes lie once, whoever sent them and however often; each sending has a row of its own.</summary>
    public static string KeyOf(string sha256) => $"sha256/{sha256[..2]}/{sha256}";

    public static StoredObject Of(
        Guid id, ObjectKind kind, string contentType, long bytes, string sha256, int width, int height,
        Guid uploadedBy, Guid? agencyId, DateTimeOffset now, DateTimeOffset? takenAt = null, Position? at = null,
        PictureMetadata? exif = null) => new()
        {
            Id = id,
            Key = KeyOf(sha256),
            Kind = kind, ContentType = contentType, Bytes = bytes, Sha256 = sha256, Width = width, Height = height,
            UploadedBy = uploadedBy, AgencyId = agencyId, UploadedAt = now, TakenAt = takenAt,
            Latitude = at?.Latitude, Longitude = at?.Longitude, AccuracyMetres = at?.AccuracyMetres,
            ExifTakenAt = exif?.TakenAt, ExifLatitude = exif?.Latitude, ExifLongitude = exif?.Longitude,
        };
}

/// <summary>A photo as screens get it: an id to send back and a link that works for ten minutes.</summary>
public sealed record PhotoLink(Guid Id, string Link);
