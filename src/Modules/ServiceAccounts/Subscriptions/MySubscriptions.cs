using System.ComponentModel.DataAnnotations;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using WeChatService.Kernel;
using WeChatService.ServiceAccounts.Contracts;
using WeChatService.ServiceAccounts.Ports;

namespace WeChatService.ServiceAccounts.Subscriptions;

/// <summary>
/// GET subscriptions: what wx.requestSubscribeMessage should ask for. POST subscriptions: what the person answered; its Idempotency-Key
/// makes one tap count once however often the phone repeats it. A refused prompt takes nothing back that was accepted before.
/// </summary>
internal static class MySubscriptions
{
    /// <param name="TemplateId">For wx.requestSubscribeMessage, which takes three at a time.</param>
    /// <param name="Remaining">Messages that the person still accepts; ask again when few are left.</param>
    internal sealed record Offered(string Key, string TemplateId, string Title, int Remaining);

    /// <param name="Accepted">The template ids that the prompt answered with "accept".</param>
    internal sealed record Answered([property: MaxLength(3)] IReadOnlyList<string> Accepted);

    public static void Map(RouteGroupBuilder miniProgram)
    {
        miniProgram.MapGet("/subscriptions", Offer);
        miniProgram.MapPost("/subscriptions", Answer);
    }

    private static async Task<IReadOnlyList<Offered>> Offer(CurrentActor actor, ISubscriptionTemplates templates, ISubscriptions subscriptions, CancellationToken ct)
    {
        var openId = OpenIdOf(actor);
        var offered = new List<Offered>();
        foreach (var template in templates.All)
            offered.Add(new Offered(template.Key, template.Id, template.Title, await subscriptions.Remaining(openId, template.Key, ct)));
        return offered;
    }

    private static async Task<NoContent> Answer(
        Answered said, HttpContext http, CurrentActor actor, ISubscriptionTemplates templates, ISubscriptions subscriptions, TimeProvider clock, CancellationToken ct)
    {
        var openId = OpenIdOf(actor);
        var accepted = said.Accepted.Distinct().Select(id => KeyOf(templates, id)).ToList();
        // The write filter saw to it that there is one; a hash, because a key may be longer than the column.
        var tap = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(http.Request.Headers["Idempotency-Key"].ToString())));
        foreach (var key in accepted) await subscriptions.Accepted(openId, key, OptInSource.MiniProgram, tap, clock.GetUtcNow(), ct);
        return TypedResults.NoContent();
    }

    private static string KeyOf(ISubscriptionTemplates templates, string id) =>
        templates.All.FirstOrDefault(t => t.Id == id)?.Key ?? throw new RuleBroken(ServiceAccountProblems.TemplateUnknown);

    private static string OpenIdOf(CurrentActor actor) => actor.Required.OpenId ?? throw new RuleBroken(KernelProblems.SignInNeeded);
}
