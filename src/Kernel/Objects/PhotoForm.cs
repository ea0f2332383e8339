using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace WeChatService.Kernel;

/// <summary>
/// The form of an upload, read as it comes: the picture goes to the store's disk while it is hashed, in whatever order the parts stand.
/// Nothing of it is whole in memory, and nothing is written twice.
/// </summary>
internal sealed class PhotoForm : IAsyncDisposable
{
    private const int MostParts = 12;
    private const int LongestField = 200;

    /// <summary>Read at once; the reader's own 4 KB would be a hundred small steps for each photo.</summary>
    private const int Portion = 64 * 1024;

    private readonly Dictionary<string, string> _fields = new(StringComparer.OrdinalIgnoreCase);
    private Photos.Arrived? _picture;

    public Photos.Arrived Picture => _picture ?? throw new RuleBroken(KernelProblems.BadRequest);

    public ObjectKind Kind => Enum.TryParse<ObjectKind>(Text("kind"), ignoreCase: true, out var kind) && Enum.IsDefined(kind) ? kind : throw new RuleBroken(KernelProblems.BadRequest);

    public DateTimeOffset? TakenAt => Text("takenAt") is not { } text ? null
        : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at.ToUniversalTime()
        : throw new RuleBroken(KernelProblems.BadRequest);

    /// <summary>Where the phone was, if it said.</summary>
    public Position? At => Number("latitude") is { } latitude && Number("longitude") is { } longitude
        ? new ReportedPosition(latitude, longitude, Number("accuracy"), System).ToWgs84() : null;

    private CoordinateSystem System => Text("system") is not { } text ? CoordinateSystem.Gcj02
        : Enum.TryParse<CoordinateSystem>(text, ignoreCase: true, out var system) && Enum.IsDefined(system) ? system
        : throw new RuleBroken(KernelProblems.BadRequest);

    /// <exception cref="RuleBroken">No such form, or no picture in it.</exception>
    public static async Task<PhotoForm> Read(HttpRequest request, Photos photos, bool mayBeVideo, CancellationToken ct)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)
            || HeaderUtilities.RemoveQuotes(type.Boundary).Value is not { Length: > 0 and <= 200 } boundary)
        {
            throw new RuleBroken(KernelProblems.BadRequest);
        }

        var form = new PhotoForm();
        try
        {
            await form.Read(new MultipartReader(boundary, request.Body, Portion), photos, mayBeVideo, ct);
            return form;
        }
        catch (Exception e)
        {
            await form.DisposeAsync();
            // Parts without an end, heads without an end, a line that broke off. What Kestrel itself refuses says so itself.
            throw e is InvalidDataException || (e is IOException and not BadHttpRequestException) ? new RuleBroken(KernelProblems.BadRequest) : e;
        }
    }

    public ValueTask DisposeAsync() => _picture?.DisposeAsync() ?? ValueTask.CompletedTask;

    private async Task Read(MultipartReader parts, Photos photos, bool mayBeVideo, CancellationToken ct)
    {
        for (var i = 0; await parts.ReadNextSectionAsync(ct) is { } part; i++)
        {
            if (i == MostParts || part.GetContentDispositionHeader() is not { } said || HeaderUtilities.RemoveQuotes(said.Name).Value is not { Length: > 0 } name)
            {
                throw new RuleBroken(KernelProblems.BadRequest);
            }

            if (!said.IsFileDisposition())
            {
                _fields[name] = await Field(part.Body, ct);
            }
            else if (name == "file" && _picture is null)
            {
                _picture = await photos.Receive(part.Body, mayBeVideo, ct);
            }
            else
            {
                throw new RuleBroken(KernelProblems.BadRequest);
            }
        }

        // Nothing arrived for it, not even an empty file.
        _ = Picture;
    }

    private static async Task<string> Field(Stream body, CancellationToken ct)
    {
        var bytes = new byte[LongestField + 1];
        var read = await body.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, ct);
        return read <= LongestField ? Encoding.UTF8.GetString(bytes, 0, read) : throw new RuleBroken(KernelProblems.BadRequest);
    }

    private string? Text(string name) => _fields.GetValueOrDefault(name) is { Length: > 0 } text ? text : null;

    private double? Number(string name) => Text(name) is not { } text ? null
        : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number
        : throw new RuleBroken(KernelProblems.BadRequest);
}
