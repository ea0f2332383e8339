using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using WeChatService.Accounts.Contracts;
using WeChatService.Accounts.Privacy;
using WeChatService.Accounts.Sessions;
using WeChatService.Kernel;
using WeChatService.ServiceAccounts.Contracts;

namespace WeChatService.Accounts.ForEveryDoor;

/// <summary>
/// 隐私与授权 of agencies' people: what they agreed to, and taking it back at any time. The texts are read before anybody is known. Without
/// the privacy agreement every door stays shut but for this page (SessionHandler); without the face no face is compared, and the second
/// way is open.
/// </summary>
internal static class OwnPrivacy
{
    /// <param name="GivenVersion">To which version; null: not agreed, or taken back.</param>
    /// <param name="InForce">Agreed to the text as it stands.</param>
    internal sealed record Card(AgreementKind Kind, string Version, IReadOnlyList<PrivacyParagraph> Paragraphs, string? GivenVersion, DateTimeOffset? GivenAt, bool InForce);

    internal sealed record Agreed(string? Version);

    public static void Map(RouteGroupBuilder door)
    {
        door.MapGet("/privacy", Read).AllowAnonymous();
        door.MapPut("/privacy/{kind}", Give).BeforeAgreement().RepeatsWithoutHarm("agreeing twice to one text changes nothing");
        door.MapPost("/privacy/{kind}/withdrawal", Withdraw).BeforeAgreement().RepeatsWithoutHarm("what was taken back stays so");
    }

    private static async Task<IReadOnlyList<Card>> Read(CurrentActor actor, AgreementDesk desk, StaffTexts texts, CancellationToken ct)
    {
        var cards = new List<Card>();
        foreach (var kind in Enum.GetValues<AgreementKind>())
        {
            cards.Add(await CardOf(kind, actor, desk, texts, ct));
        }

        return cards;
    }

    private static async Task<Card> Give(
        AgreementKind kind, Agreed said, CurrentActor actor, AppDb db, AgreementDesk desk, StaffTexts texts, TimeProvider time, CancellationToken ct)
    {
        await desk.Give(actor.Required.AccountId, kind, said.Version, ct);
        return new Card(kind, texts.Of(kind).Version, texts.Of(kind).Paragraphs, texts.Of(kind).Version, time.GetUtcNow(), true);
    }

    private static async Task<Card> Withdraw(
        AgreementKind kind, CurrentActor actor, AgreementDesk desk, StaffTexts texts, SessionDesk sessions, IFollowers followers, CancellationToken ct)
    {
        var account = actor.Required.AccountId;
        if (await desk.Withdraw(account, kind, ct) && kind == AgreementKind.Privacy)
        {
            // Nothing more is collected from this WeChat person: signed out on every phone, and nobody's any more.
            foreach (var (door, wechat) in new[] { (Door.MiniProgram, ServiceAccountKind.MiniProgram), (Door.Agency, ServiceAccountKind.Agency) })
            {
                await sessions.EndAll(account, "consent withdrawn", ct, door);
                await followers.Release(account, wechat, ct);
            }
        }

        return new Card(kind, texts.Of(kind).Version, texts.Of(kind).Paragraphs, null, null, false);
    }

    private static async Task<Card> CardOf(AgreementKind kind, CurrentActor actor, AgreementDesk desk, StaffTexts texts, CancellationToken ct)
    {
        var text = texts.Of(kind);
        var given = actor.Known is { } me ? await desk.Given(me.AccountId, kind, ct) : null;
        return new Card(kind, text.Version, text.Paragraphs, given?.Version, given?.GivenAt, given?.Version == text.Version);
    }
}
