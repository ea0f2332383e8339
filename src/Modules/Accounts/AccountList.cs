using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using WeChatService.Accounts.Sessions;
using WeChatService.Agencies.Contracts;
using WeChatService.Kernel;

namespace WeChatService.Accounts;

internal sealed record AccountFilter
{
    /// <summary>Part of a name or of a user name.</summary>
    public string? Search { get; init; }

    /// <summary>One role that it has.</summary>
    public Role? Category { get; init; }

    public bool? Enabled { get; init; }

    /// <summary>Part of the agency's name: of use to who sees several.</summary>
    public string? Agency { get; init; }

    /// <summary>管辖: agencies that this brigade supervises.</summary>
    public Guid? BrigadeId { get; init; }
}

/// <summary>The list of accounts (PEO-28): filtered in the database, one page at a time, and whole as a table for a desk.</summary>
internal sealed class AccountList(AppDb db, CurrentActor actor, IAgencies agencies, TimeProvider time)
{
    /// <summary>More than any agency has; a region is exported district by district.</summary>
    private const int MostExported = 20_000;

    /// <param name="PhoneSince">When the mini program was signed in on the phone that has it now; null: on none.</param>
    internal sealed record Line(
        Guid Id, string UserName, string Name, IReadOnlyList<Role> Roles, bool IsEnabled, DateTimeOffset? PhoneSince, string? AgencyName, DateTimeOffset CreatedAt,
        DateTimeOffset ChangedAt, DateTimeOffset? LastSignInAt);

    public async Task<Page<Line>> Read(AccountFilter filter, PageRequest page, CancellationToken ct)
    {
        var wanted = await Wanted(filter, ct);
        var total = await wanted.CountAsync(ct);
        return page.Of(await Lines(wanted.OrderBy(a => a.UserName).Skip(page.Skip).Take(page.Take), ct), total);
    }

    /// <summary>With a byte order mark: the desk's spreadsheet reads Chinese only then.</summary>
    public async Task<byte[]> Export(AccountFilter filter, CancellationToken ct)
    {
        var text = new StringBuilder("姓名,账号,机构,类别,状态,开通,变更,最近登录\r\n");
        foreach (var line in await Lines((await Wanted(filter, ct)).OrderBy(a => a.UserName).Take(MostExported), ct))
        {
            text.AppendJoin(',', new[]
            {
                line.Name, line.UserName, line.AgencyName ?? "", string.Join('、', line.Roles.Select(Says)), line.IsEnabled ? "开启" : "停用", At(line.CreatedAt),
                At(line.ChangedAt), line.LastSignInAt is { } last ? At(last) : "",
            }.Select(Cell)).Append("\r\n");
        }

        return [.. Encoding.UTF8.GetPreamble(), .. Encoding.UTF8.GetBytes(text.ToString())];
    }

    public static string Says(Role role) => role switch
    {
        Role.AgencyAdmin => "机构管理员",
        Role.AgencyManager => "企业管理人员",
        Role.ProjectLead => "项目负责人",
        Role.TechnicalLead => "技术负责人",
        Role.Operator => "现场人员",
        Role.Representative => "法人授权代表",
        _ => "主管部门",
    };

    /// <summary>ACC-11, 15: a lead looks after the people on site, the administrator and who supervises after everybody of theirs.</summary>
    public static bool LooksAfter(Actor actor, Account account) => LooksAfterAll(actor) || account.Roles is [Role.Operator];

    private static bool LooksAfterAll(Actor actor) => actor.Has(Role.AgencyAdmin) || actor.Has(Role.Corps);

    private async Task<IQueryable<Account>> Wanted(AccountFilter filter, CancellationToken ct)
    {
        var me = actor.Required;
        string roles = JsonSerializer.Serialize<Role[]>(filter.Category is { } category ? [category] : [], Mapping.Json), onSite = JsonSerializer.Serialize<Role[]>([Role.Operator], Mapping.Json);
        var all = LooksAfterAll(me);
        // Roles lie in one JSON column, which only SQL looks into; the walls of agency and region stand around it as everywhere.
        var accounts = db.Set<Account>().FromSql($"select a.*, a.xmin from account a where a.contact_id is null and a.roles @> {roles}::jsonb and ({all} or a.roles = {onSite}::jsonb)").AsNoTracking();
        if (me.AgencyId is null)
        {
            accounts = accounts.Where(a => a.PersonId != null);
        }

        if (filter.Search?.Trim() is { Length: > 0 } search)
        {
            accounts = accounts.Where(a => a.Name.Contains(search) || a.UserName.Contains(search));
        }

        if (filter.Enabled is { } enabled)
        {
            accounts = accounts.Where(a => a.State == (enabled ? AccountState.Enabled : AccountState.Disabled));
        }

        if (filter.Agency?.Trim() is { Length: > 0 } || filter.BrigadeId is not null)
        {
            var among = await agencies.Among(me.Region!, filter.Agency, filter.BrigadeId, ct);
            accounts = accounts.Where(a => among.Contains(a.AgencyId));
        }

        return accounts;
    }

    private async Task<List<Line>> Lines(IQueryable<Account> which, CancellationToken ct)
    {
        var shown = await which.ToListAsync(ct);
        var (ids, now) = (shown.Select(a => (Guid?)a.Id).ToList(), time.GetUtcNow());
        var signedIn = await db.Set<Session>().Where(s => ids.Contains(s.AccountId)).GroupBy(s => s.AccountId).Select(g => new
        {
            g.Key, Last = g.Max(s => s.BeganAt),
            Phone = g.Where(s => s.Door == Door.MiniProgram && s.EndedAt == null && s.ExpiresAt > now).Max(s => (DateTimeOffset?)s.BeganAt),
        }).ToDictionaryAsync(g => g.Key!.Value, ct);
        var names = (await agencies.Of(shown.Select(a => a.AgencyId), ct)).ToDictionary(a => a.Id, a => a.Name);
        return [.. shown.Select(a => LineOf(a, signedIn.GetValueOrDefault(a.Id)?.Phone, signedIn.GetValueOrDefault(a.Id)?.Last, names.GetValueOrDefault(a.AgencyId)))];
    }

    public static Line LineOf(Account a, DateTimeOffset? phoneSince, DateTimeOffset? last, string? agency) =>
        new(a.Id, a.UserName, a.Name, a.Roles, a.State == AccountState.Enabled, phoneSince, agency, a.CreatedAt, a.ChangedAt, last);

    private static string At(DateTimeOffset time) => time.ToOffset(ChinaTime.Offset).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    /// <summary>Quoted; what a spreadsheet would take for a formula stays text.</summary>
    private static string Cell(string value) => $"\"{(value.Length > 0 && "=+-@\t\r".Contains(value[0], StringComparison.Ordinal) ? "'" : "")}{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
