using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using WeChatService.Kernel;
using WeChatService.ServiceAccounts.Contracts;
using WeChatService.ServiceAccounts.Ports;

namespace WeChatService.ServiceAccounts.ForPages;

/// <summary>GET js-sdk?url=: what wx.config needs on one page of ours.</summary>
internal static class SignPage
{
    public static void Map(RouteGroupBuilder door, ServiceAccountKind account) =>
        door.MapGet("/js-sdk", (string url, IJsSdk jsSdk, IConfiguration configuration, CancellationToken ct) => Handle(account, url, jsSdk, configuration, ct));

    private static async Task<JsSdkSignature> Handle(ServiceAccountKind account, string url, IJsSdk jsSdk, IConfiguration configuration, CancellationToken ct)
    {
        // Signing whatever we are asked to would lend our rights to any page on the net.
        if (!Uri.TryCreate(url, UriKind.Absolute, out var page) || !Uri.TryCreate(configuration["Public:Base"], UriKind.Absolute, out var site)
            || page.Scheme != site.Scheme || page.Authority != site.Authority) throw new RuleBroken(ServiceAccountProblems.PageNotOurs);
        try { return await jsSdk.Sign(account, url, ct); }
        catch (WeChatUnavailable) { throw new RuleBroken(ServiceAccountProblems.WeChatSilent); }
        catch (WeChatMisconfigured) { throw new RuleBroken(ServiceAccountProblems.WeChatRefuses); }
    }
}
