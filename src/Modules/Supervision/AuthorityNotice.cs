using WeChatService.Kernel;

namespace WeChatService.Supervision;

/// <summary>监管标记, 从业条件不够, 帐号停用.</summary>
internal enum AuthorityNoticeKind { FlagRaised, EligibilityLost, AccountClosed }

/// <summary>
/// What an authority is told (EVL-09, NTF-14), at its desk: officers follow no service account. A flag reaches the brigade and its corps;
/// what concerns an agency as a whole has no brigade and reaches the corps alone. Read once, it is read for the whole office.
/// </summary>
internal sealed class AuthorityNotice : IBrigadeOwned, IRegionOwned
{
    public Guid Id { get; private set; }
    public AuthorityNoticeKind Kind { get; private set; }

    /// <summary>The flag, the agency, the account: told once for each event.</summary>
    public Guid AboutId { get; private set; }

    public Guid? BrigadeId { get; private set; }
    public string Region { get; private set; } = "";
    public Guid AgencyId { get; private set; }
    public Guid? ProjectId { get; private set; }
    public string Text { get; private set; } = "";
    public DateTimeOffset At { get; private set; }
    public DateTimeOffset? ReadAt { get; private set; }
    public string? ReadByName { get; private set; }

    public static AuthorityNotice OfFlag(Guid id, SupervisionFlag flag) => new()
    {
        Id = id, Kind = AuthorityNoticeKind.FlagRaised, AboutId = flag.Id, BrigadeId = flag.BrigadeId, Region = flag.Region, AgencyId = flag.AgencyId,
        ProjectId = flag.ProjectId, Text = flag.What, At = flag.RaisedAt,
    };

    public static AuthorityNotice ToCorps(Guid id, AuthorityNoticeKind kind, Guid aboutId, Guid agencyId, string region, string text, DateTimeOffset at) => new()
    {
        Id = id, Kind = kind, AboutId = aboutId, Region = region, AgencyId = agencyId, Text = text, At = at,
    };

    /// <summary>The first reading counts.</summary>
    public void Read(string byName, DateTimeOffset now) => (ReadAt, ReadByName) = (ReadAt ?? now, ReadByName ?? byName);
}
