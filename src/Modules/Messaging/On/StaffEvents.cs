using WeChatService.Accounts.Contracts;
using WeChatService.Agencies.Contracts;
using WeChatService.Kernel;

namespace WeChatService.Messaging.On;

/// <summary>
/// NTF-14: the administrators hear that the staff does not suffice any more and that an account was closed; NTF-17: holder and administrators
/// hear of a certificate that ends soon. The corps reads the first two at its desk.
/// </summary>
internal sealed class StaffEvents(NoticeWriter notices) : IHandle<EligibilityLost>, IHandle<AccountClosed>, IHandle<CertificateExpiring>
{
    private const string Alert = "staff_alert";

    public async Task Handle(EligibilityLost e, CancellationToken ct)
    {
        foreach (var administrator in await notices.Administrators(e.AgencyId, ct))
        {
            await notices.ToPerson(
                administrator, Alert, About(e.AgencyId, e.AgencyId, [e.AgencyName, "从业条件不够了", e.Lacks, TimeText.Of(e.At)]), ct, evenIfClosed: true);
        }
    }

    public async Task Handle(AccountClosed e, CancellationToken ct)
    {
        foreach (var administrator in await notices.Administrators(e.AgencyId, ct))
        {
            await notices.ToPerson(
                administrator, Alert, About(e.AccountId, e.AgencyId, [e.Name, "帐号停用了", e.Because, TimeText.Of(e.At)]), ct, evenIfClosed: true);
        }
    }

    public async Task Handle(CertificateExpiring e, CancellationToken ct)
    {
        var about = About(e.CertificateId, e.AgencyId,
        [
            e.PersonName, e.DaysLeft > 0 ? $"{e.Says}还有 {e.DaysLeft} 天到期" : $"{e.Says}今天到期", "到期后不能安排，请续期",
            TimeText.Of(ChinaTime.StartOf(e.ValidUntil.AddDays(1)).AddMinutes(-1)),
        ]);
        foreach (var person in (await notices.Administrators(e.AgencyId, ct)).Prepend(e.PersonId).Distinct())
        {
            await notices.ToPerson(person, Alert, about, ct);
        }
    }

    /// <summary>Of the agency itself: there is no project, and no page to open.</summary>
    private static NoticeAbout About(Guid id, Guid agencyId, IReadOnlyList<string> values) => new(id, Guid.Empty, agencyId, Guid.Empty, Url: null, values);
}
