using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Net.Http.Headers;

namespace WeChatService.Host;

/// <summary>
/// The pages' hashed parts lie beside themselves packed as tightly as can be, once, when they were built (src/Web/scripts/build.mjs): who takes
/// that gets it, and no request costs packing. Each form has an ETag of its own, for it is a file of its own, and whoever keeps one hears that
/// it depends on what was asked for.
/// </summary>
internal static class PackedFiles
{
    /// <summary>Best first.</summary>
    private static readonly (string Coding, string End)[] Forms = [("br", ".br"), ("gzip", ".gz")];

    private static readonly object Packed = new();

    public static void UsePackedFiles(this WebApplication app)
    {
        var files = app.Environment.WebRootFileProvider;
        var types = new FileExtensionContentTypeProvider();
        app.Use((http, next) =>
        {
            var (request, path) = (http.Request, http.Request.Path.Value);
            if (path is null || !path.Contains("/assets/", StringComparison.Ordinal) || !(HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method)))
            {
                return next(http);
            }

            if (Forms.Any(f => path.EndsWith(f.End, StringComparison.Ordinal)))
            {
                // A form is no file that anybody asks for by name.
                http.Response.StatusCode = StatusCodes.Status404NotFound;
                return Task.CompletedTask;
            }

            var there = Forms.Where(f => files.GetFileInfo(path + f.End).Exists).ToList();
            if (there.Count > 0)
            {
                // Also the plain form says so: a cache between must not hand it to everybody, nor a packed one to who cannot read it.
                http.Response.Headers.Append(HeaderNames.Vary, HeaderNames.AcceptEncoding);
                if (there.FirstOrDefault(f => Takes(request, f.Coding)) is { Coding: { } coding, End: { } end })
                {
                    http.Items[Packed] = coding;
                    request.Path = path + end;
                }
            }

            return next(http);
        });
        app.UseStaticFiles(new StaticFileOptions
        {
            ContentTypeProvider = new PackedTypes(types),
            OnPrepareResponse = served =>
            {
                if (served.Context.Items[Packed] is string coding)
                {
                    served.Context.Response.Headers.ContentEncoding = coding;
                }
            },
        });
    }

    /// <summary>Named with a weight above nothing; who says nothing of it gets the file as it is.</summary>
    private static bool Takes(HttpRequest request, string coding) =>
        request.GetTypedHeaders().AcceptEncoding.Any(e => e.Value.Equals(coding, StringComparison.OrdinalIgnoreCase) && e.Quality is null or > 0);

    /// <summary>A packed file is of the kind of what is in it.</summary>
    private sealed class PackedTypes(FileExtensionContentTypeProvider types) : IContentTypeProvider
    {
        public bool TryGetContentType(string subpath, out string contentType)
        {
            var form = Forms.FirstOrDefault(f => subpath.EndsWith(f.End, StringComparison.Ordinal));
            return types.TryGetContentType(form.End is null ? subpath : subpath[..^form.End.Length], out contentType!);
        }
    }
}
