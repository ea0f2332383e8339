using Microsoft.EntityFrameworkCore;
using WeChatService.Accounts.Contracts;
using WeChatService.Kernel;

namespace WeChatService.Accounts.Privacy;

/// <summary>The texts that people of agencies agree to, in force now: config/privacy/staff.json and face.json.</summary>
internal sealed record StaffTexts(PrivacyText Privacy, PrivacyText Face)
{
    public PrivacyText Of(AgreementKind kind) => kind == AgreementKind.Face ? Face : Privacy;
}

internal sealed class AgreementDesk(AppDb db, IAccounts accounts, StaffTexts texts, Ids ids, TimeProvider time) : IAgreements
{
    public async Task<bool> Holds(Guid personId, AgreementKind kind, CancellationToken ct) =>
        await accounts.OfPerson(personId, ct) is { } account && await HoldsAccount(account.Id, kind, ct);

    public async Task<bool> HoldsAccount(Guid accountId, AgreementKind kind, CancellationToken ct) =>
        await Given(accountId, kind, ct) is { } given && given.Version == texts.Of(kind).Version;

    /// <summary>The one that is not withdrawn, to whichever version.</summary>
    public Task<Agreement?> Given(Guid accountId, AgreementKind kind, CancellationToken ct) =>
        db.Set<Agreement>().Where(c => c.AccountId == accountId && c.Kind == kind && c.WithdrawnAt == null).OrderByDescending(c => c.GivenAt).FirstOrDefaultAsync(ct);

    /// <summary>Agreeing twice to one version changes nothing; a newer version takes the older one's place.</summary>
    /// <exception cref="RuleBroken">To no text, or not to the one in force.</exception>
    public async Task Give(Guid accountId, AgreementKind kind, string? version, CancellationToken ct)
    {
        var text = texts.Of(kind);
        text.MustBeAgreedTo(version, AccountProblems.ConsentMissing, AccountProblems.ConsentOutdated);
        var earlier = await Given(accountId, kind, ct);
        if (earlier?.Version == text.Version)
        {
            return;
        }

        var now = time.GetUtcNow();
        earlier?.Withdraw(now);
        var consent = Agreement.To(ids.Next(), accountId, kind, text, now);
        db.Add(consent);
        db.Audit("consent.given", nameof(Agreement), consent.Id, $"同意{Says(kind)}（{text.Version} 版）", after: new { kind, consent.Version, consent.TextSha256 });
    }

    /// <returns>False: there was none.</returns>
    public async Task<bool> Withdraw(Guid accountId, AgreementKind kind, CancellationToken ct)
    {
        var given = await db.Set<Agreement>().Where(c => c.AccountId == accountId && c.Kind == kind && c.WithdrawnAt == null).ToListAsync(ct);
        foreach (var consent in given)
        {
            consent.Withdraw(time.GetUtcNow());
            db.Audit("consent.withdrawn", nameof(Agreement), consent.Id, $"撤回对{Says(kind)}的同意", after: new { kind, consent.Version });
        }

        return given.Count > 0;
    }

    private static string Says(AgreementKind kind) => kind == AgreementKind.Face ? "人脸核对" : "隐私政策";
}
