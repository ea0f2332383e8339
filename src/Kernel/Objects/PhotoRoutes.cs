using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace WeChatService.Kernel;

/// <summary>Uploading a photo (agency, owner, mini-program and console doors) and opening a signed link (anyone who has it).</summary>
public static class PhotoRoutes
{
    public sealed record Uploaded(Guid Id, string Sha256, int Width, int Height, string Link);

    public static void MapUpload(RouteGroupBuilder door) =>
        door.MapPost("/photos", Upload).DisableAntiforgery().RequireAuthorization().WithMetadata(new RequestSizeLimitAttribute(Photos.LargestBytes + 65_536));

    public static void MapLink(RouteGroupBuilder open) => open.MapGet("/objects/{id:guid}", Open).AllowAnonymous();

    private static async Task<Ok<Uploaded>> Upload(
        IFormFile file, [FromForm] ObjectKind kind, [FromForm] double? latitude, [FromForm] double? longitude, [FromForm] double? accuracy,
        [FromForm] CoordinateSystem? system, [FromForm] DateTimeOffset? takenAt, Photos photos, CancellationToken ct)
    {
        if (file.Length > Photos.LargestBytes)
        {
            throw new RuleBroken(KernelProblems.PhotoTooLarge);
        }

        if (!Enum.IsDefined(kind))
        {
            throw new RuleBroken(KernelProblems.BadRequest);
        }

        Position? at = latitude is { } lat && longitude is { } lng
            ? new ReportedPosition(lat, lng, accuracy, system ?? CoordinateSystem.Gcj02).ToWgs84()
            : null;
        using var bytes = new MemoryStream((int)file.Length);
        await file.CopyToAsync(bytes, ct);
        var stored = await photos.Add(bytes.ToArray(), kind, ct, takenAt, at);
        return TypedResults.Ok(new Uploaded(stored.Id, stored.Sha256, stored.Width, stored.Height, photos.Link(stored.Id).Link));
    }

    /// <summary>Pictures without the traces that cameras leave in them; documents as they are.</summary>
    private static async Task<IResult> Open(
        Guid id, long until, string sig, AppDb db, ObjectLinks links, IObjectStore store, HttpContext http, CancellationToken ct)
    {
        if (!links.IsValid(id, until, sig))
        {
            throw new RuleBroken(KernelProblems.LinkExpired);
        }

        var found = await db.Set<StoredObject>().Where(o => o.Id == id).Select(o => new { o.Key, o.ContentType }).FirstOrDefaultAsync(ct)
            ?? throw new RuleBroken(KernelProblems.NotFound);
        http.Response.Headers.CacheControl = "private, max-age=600";
        http.Response.Headers.XContentTypeOptions = "nosniff";
        var content = await store.Get(found.Key, ct);
        if (found.ContentType is not ("image/jpeg" or "image/png"))
        {
            return TypedResults.Stream(content, found.ContentType);
        }

        return TypedResults.Stream(
            async to =>
            {
                await using (content)
                {
                    await PictureWithoutTraces.Copy(content, found.ContentType, to, ct);
                }
            },
            found.ContentType);
    }
}
