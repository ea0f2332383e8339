using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using WeChatService.Accounts.Contracts;
using WeChatService.Agencies.Contracts;
using WeChatService.Kernel;
using WeChatService.Regions.Contracts;

namespace WeChatService.Owners.ForConsole;

/// <summary>管理业主信息 (OWN-01, 02, 05): the administrator enters and corrects the units that his agency serves.</summary>
internal static class ManageUnits
{
    /// <param name="AddressLacks">What the address lacks (OWN-02), in words; null: nothing.</param>
    /// <param name="CreatedByName">Whose account entered it; null: it came with the start of the system.</param>
    public sealed record Row(
        Guid Id, string Name, string Province, string City, string District, string Address, string? AddressLacks, string CreditCode, int Contacts,
        string? CreatedByName, string? CreatedByUserName, DateTimeOffset CreatedAt, DateTimeOffset? ChangedAt, string? ChangedByName);

    public sealed record Area(string Province, string City, string District);

    /// <param name="Districts">Of the region, to choose from; another one may be typed.</param>
    /// <param name="Used">Where the agency's units lie, to filter by.</param>
    public sealed record Areas(string Province, IReadOnlyList<string> Districts, IReadOnlyList<Area> Used);

    /// <param name="Warning">Saved, and yet somebody should look again (OWN-02); null: nothing.</param>
    public sealed record Saved(Guid Id, string? Warning);

    /// <summary>More districts than that nobody chooses from a list.</summary>
    private const int MostAreas = 500;

    public static void Map(RouteGroupBuilder console)
    {
        console.MapGet("/owner-units", List).For(Role.AgencyAdmin, Role.AgencyManager);
        console.MapGet("/owner-units/areas", ReadAreas).For(Role.AgencyAdmin, Role.AgencyManager);
        console.MapPost("/owner-units", Enter).For(Role.AgencyAdmin);
        console.MapPut("/owner-units/{id:guid}", Change).For(Role.AgencyAdmin);
    }

    private static async Task<Page<Row>> List(
        string? search, string? city, string? district, [AsParameters] PageRequest page, AppDb db, CancellationToken ct)
    {
        var units = db.Set<Owner>().AsNoTracking();
        if (SearchWords.Of(search) is { } words)
        {
            units = units.Where(o => EF.Functions.ILike(o.Name, words.Pattern, SearchWords.Escape) || EF.Functions.ILike(o.Address, words.Pattern, SearchWords.Escape));
        }

        // As they stand in the list of areas: a character that no name holds finds nothing.
        units = SearchWords.Of(city) is { Text: var inCity } ? units.Where(o => o.City == inCity) : units;
        units = SearchWords.Of(district) is { Text: var inDistrict } ? units.Where(o => o.District == inDistrict) : units;
        var total = await units.CountAsync(ct);
        var found = await units.OrderByDescending(o => o.CreatedAt).ThenByDescending(o => o.Id).Skip(page.Skip).Take(page.Take).ToListAsync(ct);
        var contacts = await UnitPeople.Count(db, found.ConvertAll(o => o.Id), ct);
        return page.Of<Row>(found.ConvertAll(o => new Row(
            o.Id, o.Name, o.Province, o.City, o.District, o.Address, o.AddressLacks, o.CreditCode, contacts.GetValueOrDefault(o.Id), o.CreatedByName,
            o.CreatedByUserName, o.CreatedAt, o.ChangedAt, o.ChangedByName)), total);
    }

    private static async Task<Areas> ReadAreas(
        AppDb db, CurrentActor actor, IRegionPolicies policies, IAuthorities authorities, CancellationToken ct)
    {
        var region = actor.Required.Region!;
        var used = await db.Set<Owner>().Select(o => new { o.Province, o.City, o.District }).Distinct()
            .OrderBy(a => a.Province).ThenBy(a => a.City).ThenBy(a => a.District).Take(MostAreas).ToListAsync(ct);
        return new Areas(
            policies.For(region).Name, [.. (await authorities.BrigadesOf(region, ct)).Select(b => b.District).Distinct()],
            used.ConvertAll(a => new Area(a.Province, a.City, a.District)));
    }

    private static async Task<Created<Saved>> Enter(
        UnitEntry request, AppDb db, CurrentActor actor, IAccounts accounts, Ids ids, TimeProvider time, CancellationToken ct)
    {
        var me = actor.Required;
        var unit = Owner.Enter(
            ids.Next(), me.AgencyId!.Value, me.Region!, request, me.Name, (await accounts.Find(me.AccountId, ct))?.UserName, time.GetUtcNow());
        db.Add(unit);
        db.Audit("owner.entered", nameof(Owner), unit.Id, $"录入单位「{unit.Name}」", after: request);
        return TypedResults.Created($"/api/console/owner-units/{unit.Id}", new Saved(unit.Id, await WarningOf(unit, db, ct)));
    }

    private static async Task<Saved> Change(
        Guid id, UnitEntry request, AppDb db, CurrentActor actor, TimeProvider time, CancellationToken ct)
    {
        var unit = await db.Set<Owner>().FirstOrDefaultAsync(o => o.Id == id, ct) ?? throw new RuleBroken(OwnerProblems.UnitUnknown);
        var before = new UnitEntry(unit.Name, unit.Province, unit.City, unit.District, unit.Address, unit.CreditCode);
        unit.Change(request, actor.Required.Name, time.GetUtcNow());
        db.Audit("owner.changed", nameof(Owner), unit.Id, $"修改单位「{unit.Name}」", before, request);
        return new Saved(unit.Id, await WarningOf(unit, db, ct));
    }

    /// <summary>OWN-02. The same name twice is most often the same licence entered twice.</summary>
    private static async Task<string?> WarningOf(Owner unit, AppDb db, CancellationToken ct)
    {
        var lacks = unit.AddressLacks is { } missing ? $"地址里没有{missing}，请核对到路和门牌号。" : null;
        var twice = await db.Set<Owner>().AnyAsync(o => o.Name == unit.Name && o.Id != unit.Id, ct) ? $"本机构已经录过一个“{unit.Name}”，请核对是不是重复。" : null;
        return lacks is null && twice is null ? null : $"{lacks}{twice}";
    }
}
