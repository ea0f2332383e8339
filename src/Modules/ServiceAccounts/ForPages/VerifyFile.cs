using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;

namespace WeChatService.ServiceAccounts.ForPages;

/// <summary>
/// The text file by which WeChat's console checks that a domain is ours (网页授权域名, JS接口安全域名, 业务域名). Only files named in the settings
/// (<c>Public__VerifyFiles__MP_verify_abc=abc</c>) are there: whoever could have any made-up one answered could claim our domain for an
/// account of his own.
/// </summary>
internal static class VerifyFile
{
    public static void Map(IEndpointRouteBuilder app) =>
        app.MapGet("/{file:length(6,64)}.txt", (string file, IConfiguration configuration) =>
            configuration.GetSection("Public:VerifyFiles")[file] is { Length: > 0 } content ? Results.Text(content.Trim(), "text/plain") : Results.NotFound())
            .AllowAnonymous().ExcludeFromDescription();
}
