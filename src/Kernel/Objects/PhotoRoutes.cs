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
    private const int RoomForFields = 65_536;

    public sealed record Uploaded(Guid Id, string Sha256, int Width, int Height, string Link);

    /// <summary>The form as clients send it; it is read as it comes (<see cref="PhotoForm"/>), never bound.</summary>
    public sealed record PhotoUpload(
        IFormFile File, ObjectKind Kind, double? Latitude, double? Longitude, double? Accuracy, CoordinateSystem? System, DateTimeOffset? TakenAt);

    public static void MapUpload(RouteGroupBuilder door) => Map(door, "/photos", mayBeVideo: false, Photos.LargestBytes);

    /// <summary>Where a field record may have a short film too (FLD-14).</summary>
    public static void MapVideo(RouteGroupBuilder door) => Map(door, "/videos", mayBeVideo: true, Photos.LargestVideoBytes);

    public static void MapLink(RouteGroupBuilder open) => open.MapGet("/objects/{id:guid}", Open).AllowAnonymous();

    private static void Map(RouteGroupBuilder door, string path, bool mayBeVideo, long largest) =>
        door.MapPost(path, (HttpContext http, Photos photos, UploadBook book, CurrentActor actor, CancellationToken ct) => Upload(http, photos, book, actor, mayBeVideo, ct))
            .Accepts<PhotoUpload>("multipart/form-data").Produces<Uploaded>().RequireAuthorization()
            .WithMetadata(new RequestSizeLimitAttribute(largest + RoomForFields), new CommitsItself("uploads of one moment are committed together"));

    /// <summary>The key is looked at where the photo is committed, and not before: whoever sends again has sent the bytes by then.</summary>
    private static async Task<IResult> Upload(HttpContext http, Photos photos, UploadBook book, CurrentActor actor, bool mayBeVideo, CancellationToken ct)
    {
        var key = WriteFilter.KeyOf(http);
        await using var form = await PhotoForm.Read(http.Request, photos, mayBeVideo, ct);
        if (form.Picture.Content.IsVideo && form.Kind != ObjectKind.Item)
        {
            throw new RuleBroken(KernelProblems.NotAPicture);
        }

        // What the face service cannot read is said before anybody waits for it.
        if (form.Kind is ObjectKind.Selfie or ObjectKind.Portrait && form.Picture.Content.ContentType == PictureContent.WebP)
        {
            throw new RuleBroken(KernelProblems.FaceFormat);
        }

        var stored = await photos.Store(form.Picture, form.Kind, form.TakenAt, form.At, ct);
        var uploaded = new Uploaded(stored.Id, stored.Sha256, stored.Width, stored.Height, photos.Link(stored.Id).Link);
        var route = WriteFilter.RouteOf(http);
        var answer = IdempotencyRecord.Of(
            actor.Required.AccountId, key, route, stored.Sha256, StatusCodes.Status200OK, WriteFilter.Text(uploaded, http.RequestServices), stored.UploadedAt);
        return await book.Keep(stored, answer) is { } earlier ? WriteFilter.Replay(earlier, route, stored.Sha256, http) : WriteFilter.Say(answer);
    }

    /// <summary>Pictures and films without the traces that cameras leave in them; documents as they are.</summary>
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
        if (await PictureWithoutTraces.Covered(content, found.ContentType, ct) is { } covered)
        {
            // Phones play a film only in parts.
            return TypedResults.Stream(covered, found.ContentType, enableRangeProcessing: true);
        }

        if (found.ContentType is not (PictureContent.Jpeg or PictureContent.Png))
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
