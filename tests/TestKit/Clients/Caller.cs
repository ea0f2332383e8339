using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using WeChatService.Kernel;

namespace WeChatService.TestKit;

/// <summary>
/// One client of one door, as a real one behaves: keeps its cookies, sends an Idempotency-Key with every write,
/// reads the whole answer. Paths are those behind the door: <c>Get("/projects")</c>.
/// </summary>
public class Caller : IDisposable
{
    internal static readonly JsonSerializerOptions JsonOptions = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter() }, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly string _door;

    public Caller(RunningSystem system, string door)
    {
        System = system;
        _door = door;
        Http = new(new HttpClientHandler { CookieContainer = Cookies, AllowAutoRedirect = false }) { BaseAddress = system.Host, Timeout = TimeSpan.FromMinutes(3) };
    }

    public CookieContainer Cookies { get; } = new();
    public RunningSystem System { get; }

    /// <summary>The bare client, for what the helpers do not say.</summary>
    public HttpClient Http { get; }

    public Task<Answer> Get(string path) => Send(HttpMethod.Get, path);

    /// <param name="path">Behind the door.</param>
    /// <param name="body">Any object, sent as JSON; <see cref="HttpContent"/> is sent as it is.</param>
    /// <param name="key">The Idempotency-Key; without it a new one, <c>""</c>: none.</param>
    public Task<Answer> Post(string path, object? body = null, string? key = null) => Send(HttpMethod.Post, path, body ?? new { }, key);

    public Task<Answer> Put(string path, object? body = null, string? key = null) => Send(HttpMethod.Put, path, body ?? new { }, key);

    public Task<Answer> Delete(string path, string? key = null) => Send(HttpMethod.Delete, path, null, key);

    /// <summary>Uploads a picture; the answer carries its <c>id</c> and <c>link</c>.</summary>
    public async Task<Answer> Upload(byte[] picture, string kind = "Item", string contentType = "image/jpeg", string? key = null, ReportedPosition? position = null)
    {
        var file = new ByteArrayContent(picture);
        file.Headers.ContentType = new MediaTypeHeaderValue(contentType);
        using var form = new MultipartFormDataContent { { file, "file", "photo.jpg" }, { new StringContent(kind), "kind" } };
        if (position is { } at)
        {
            foreach (var (name, value) in new (string, object)[] { ("latitude", at.Latitude), ("longitude", at.Longitude), ("accuracy", at.AccuracyMetres ?? 0), ("system", at.System) })
            {
                form.Add(new StringContent(string.Create(CultureInfo.InvariantCulture, $"{value}")), name);
            }
        }

        return await Send(HttpMethod.Post, "/photos", form, key);
    }

    /// <summary>Uploads a fresh selfie of the person as the sandbox's camera takes it, and gives its id.</summary>
    public async Task<Guid> UploadSelfie(string personKey) =>
        (await Upload(await System.Phone(personKey).Selfie(), "Selfie")).ShouldBeOk().Id;

    /// <summary>Uploads a fresh site picture and gives its id.</summary>
    public async Task<Guid> UploadScene(string personKey, string scene = "item", string kind = "Item", ReportedPosition? position = null) =>
        (await Upload(await System.Phone(personKey).Picture(scene), kind, position: position)).ShouldBeOk().Id;

    public async Task<Answer> Send(HttpMethod method, string path, object? body = null, string? key = null)
    {
        using var request = new HttpRequestMessage(method, path.StartsWith('/') && !path.StartsWith("/api", StringComparison.Ordinal) && !path.StartsWith("/wechat", StringComparison.Ordinal) ? $"/api/{_door}{path}" : path);
        if (method != HttpMethod.Get)
        {
            request.Content = body switch
            {
                null => null,
                HttpContent content => content,
                _ => JsonContent.Create(body, body.GetType(), options: JsonOptions),
            };
            if (key is not "")
            {
                request.Headers.Add("Idempotency-Key", key ?? Guid.NewGuid().ToString("N"));
            }
        }

        using var response = await Http.SendAsync(request);
        return new(method, request.RequestUri, response.StatusCode, response.Headers, response.Content.Headers.ContentType?.MediaType, await response.Content.ReadAsByteArrayAsync());
    }

    /// <summary>
    /// Follows redirects between the Host and the platform as a browser inside WeChat does; gives the last page.
    /// </summary>
    protected async Task<Uri> Browse(string path, string personKey)
    {
        Cookies.Add(System.Sandbox, new Cookie("sandbox_person", personKey));
        var address = new Uri(System.Host, path);
        for (var i = 0; i < 10; i++)
        {
            using var response = await Http.GetAsync(address);
            if (response.Headers.Location is not { } next)
            {
                return address;
            }

            address = new Uri(address, next);
            if (address.Port == System.Host.Port && !address.AbsolutePath.StartsWith("/wechat", StringComparison.Ordinal))
            {
                return address;
            }
        }

        throw new InvalidOperationException($"redirected without end, last to {address}");
    }

    public void Dispose()
    {
        Http.Dispose();
        GC.SuppressFinalize(this);
    }
}
