using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using WeChatService.Accounts.Contracts;
using WeChatService.Kernel;
using WeChatService.Owners.Contracts;
using WeChatService.Owners.Privacy;
using WeChatService.ServiceAccounts.Contracts;

namespace WeChatService.Owners.ForOwner;

/// <summary>个人信息: what is kept of the contact, taking it home, taking back the consent, and having it deleted.</summary>
internal static class OwnData
{
    private const int MostRecords = 2000;

    public sealed record Binding(string ProjectName, DateTimeOffset Since, DateTimeOffset? Until);
    public sealed record Consent(string Version, DateTimeOffset GivenAt, DateTimeOffset? WithdrawnAt);

    /// <param name="KeptBecause">Why it stays after an erasure; null: it goes.</param>
    public sealed record Section(string Heading, string? KeptBecause, IReadOnlyList<PersonalRecord> Records);

    /// <param name="Phone">In full: it is his own.</param>
    public sealed record Response(
        string Name, string Phone, DateTimeOffset Since, IReadOnlyList<Binding> Bindings, IReadOnlyList<Consent> Consents, IReadOnlyList<Section> Sections,
        string PrivacyVersion, IReadOnlyList<PrivacyParagraph> Privacy);

    /// <param name="Kept">After an erasure: what stays on record, and why.</param>
    public sealed record Done(int Bindings, IReadOnlyList<Kept>? Kept = null);

    public sealed record Kept(string Heading, int Records, string Because);

    public static void Map(RouteGroupBuilder owner)
    {
        owner.MapGet("/own-data", Read).For(Role.OwnerContact);
        owner.MapGet("/own-data/file", Download).For(Role.OwnerContact);
        owner.MapPost("/own-data/consent", Agree).For(Role.OwnerContact).RepeatsWithoutHarm("one consent to one text");
        owner.MapPost("/own-data/withdrawal", Withdraw).For(Role.OwnerContact);
        owner.MapPost("/own-data/erasure", Erase).For(Role.OwnerContact);
    }

    private static async Task<Response> Read(
        AppDb db, CurrentActor actor, [FromServices] IEnumerable<IPersonalData> others, PrivacyText privacy, FieldCipher cipher, CancellationToken ct)
    {
        var me = await Me(db, actor, ct);
        var bindings = await db.Set<ContactBinding>().IgnoreQueryFilters().AsNoTracking().Where(b => b.ContactId == me.Id).OrderBy(b => b.BoundAt).ToListAsync(ct);
        var consents = await db.Set<PrivacyConsent>().AsNoTracking().Where(c => c.ContactId == me.Id).OrderBy(c => c.GivenAt).ToListAsync(ct);
        var sections = new List<Section>();
        foreach (var other in others)
        {
            sections.Add(new Section(other.Heading, other.KeptBecause, await other.Of(me.Id, MostRecords, ct)));
        }

        return new Response(
            me.Name, cipher.Open(me.PhoneSealed), me.CreatedAt, bindings.ConvertAll(b => new Binding(b.ProjectName, b.BoundAt, b.EndedAt)),
            consents.ConvertAll(c => new Consent(c.Version, c.GivenAt, c.WithdrawnAt)), sections, privacy.Version, privacy.Paragraphs);
    }

    /// <summary>The same as a page that any phone opens; it runs no script and holds nothing unescaped.</summary>
    private static async Task<FileContentHttpResult> Download(
        AppDb db, CurrentActor actor, [FromServices] IEnumerable<IPersonalData> others, PrivacyText privacy, FieldCipher cipher, CancellationToken ct)
    {
        var data = await Read(db, actor, others, privacy, cipher, ct);
        var page = new StringBuilder("<!doctype html><html lang=\"zh-CN\"><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>我的个人信息</title><h1>我的个人信息</h1>");
        void List(string heading, IEnumerable<string> lines) =>
            page.Append($"<h2>{Plain(heading)}</h2><ul>").AppendJoin("", lines.Select(line => $"<li>{Plain(line)}</li>")).Append("</ul>");
        List("我是谁", [$"姓名：{data.Name}", $"手机：{data.Phone}", $"登记于 {ChinaTime.Says(data.Since)}"]);
        List("绑定的项目", data.Bindings.Select(b => $"{b.ProjectName}：{ChinaTime.Says(b.Since)} 起{(b.Until is { } end ? $"，{ChinaTime.Says(end)} 解除" : "")}"));
        List("同意过的说明", data.Consents.Select(c => $"{c.Version} 版，{ChinaTime.Says(c.GivenAt)} 同意{(c.WithdrawnAt is { } taken ? $"，{ChinaTime.Says(taken)} 撤回" : "")}"));
        data.Sections.ToList().ForEach(s => List(s.KeptBecause is null ? s.Heading : $"{s.Heading}（删除个人信息后仍保留：{s.KeptBecause}）", s.Records.Select(r => $"{ChinaTime.Says(r.At)} {r.What}")));
        List("个人信息怎么用", data.Privacy.Select(p => $"{p.Title}：{p.Text}"));
        return TypedResults.File(Encoding.UTF8.GetBytes(page.ToString()), "text/html; charset=utf-8", "我的个人信息.html");
    }

    /// <summary>Whom the agency entered agrees after his first sign-in.</summary>
    private static async Task<Consent> Agree(
        ConsentRequest request, AppDb db, CurrentActor actor, PrivacyText privacy, Ids ids, TimeProvider time, CancellationToken ct)
    {
        privacy.MustBeAgreedTo(request.Version, OwnerProblems.ConsentMissing, OwnerProblems.ConsentOutdated);
        var me = await Me(db, actor, ct);
        var given = await db.Set<PrivacyConsent>().FirstOrDefaultAsync(c => c.ContactId == me.Id && c.Version == privacy.Version && c.WithdrawnAt == null, ct);
        if (given is null)
        {
            given = PrivacyConsent.To(ids.Next(), me.Id, privacy, time.GetUtcNow());
            db.Add(given);
            db.Audit("contact.agreed", nameof(PrivacyConsent), given.Id, $"{me.Name} 同意《个人信息怎么用》{privacy.Version} 版");
        }

        return new Consent(given.Version, given.GivenAt, given.WithdrawnAt);
    }

    public sealed record ConsentRequest(string? Version);

    /// <summary>What cannot be taken back is asked for in so many words: a stray request ends nothing.</summary>
    public sealed record SureRequest(bool? IsSure)
    {
        public void MustBeSure()
        {
            if (IsSure != true)
            {
                throw new RuleBroken(OwnerProblems.NotSure);
            }
        }
    }

    /// <summary>Taking the consent back unbinds: without his data nobody can tell him anything.</summary>
    private static async Task<Done> Withdraw(
        SureRequest request, AppDb db, CurrentActor actor, IContactLeaving leaving, TimeProvider time, CancellationToken ct)
    {
        request.MustBeSure();
        var me = await Me(db, actor, ct);
        return new Done(await End(me, LeaveReason.Himself, db, leaving, time, ct));
    }

    /// <summary>What names him goes; what he did stays on record under a number, because the reports that rest on it were filed.</summary>
    private static async Task<Done> Erase(
        SureRequest request, AppDb db, CurrentActor actor, IContactLeaving leaving, IContactAccounts accounts, IFollowers followers,
        [FromServices] IEnumerable<IPersonalData> others, FieldCipher cipher, TimeProvider time, CancellationToken ct)
    {
        request.MustBeSure();
        var me = await Me(db, actor, ct);
        var kept = new List<Kept>();
        foreach (var other in others.Where(o => o.KeptBecause is not null))
        {
            if ((await other.Of(me.Id, MostRecords, ct)).Count is > 0 and var records)
            {
                kept.Add(new Kept(other.Heading, records, other.KeptBecause!));
            }
        }

        var ended = await End(me, LeaveReason.Erased, db, leaving, time, ct);
        if (ended == 0)
        {
            db.Announce(new ContactLeft(me.Id, Guid.Empty, Guid.Empty, Guid.Empty, LeaveReason.Erased));
        }

        await accounts.Close(me.Id, ct);
        await followers.Release(me.Id, ServiceAccountKind.Owner, ct);
        db.Audit("contact.erased", nameof(OwnerContact), me.Id, "联系人删除了自己的个人信息", after: new { Kept = kept.ConvertAll(k => $"{k.Heading} {k.Records}") });
        me.Erase(cipher, time.GetUtcNow());
        return new Done(ended, kept);
    }

    private static async Task<int> End(OwnerContact me, LeaveReason because, AppDb db, IContactLeaving leaving, TimeProvider time, CancellationToken ct)
    {
        var units = await db.Set<ContactBinding>().Where(b => b.ContactId == me.Id && b.EndedAt == null).Select(b => b.OwnerId).Distinct().ToListAsync(ct);
        // Whom an agency attached to a unit without a project yet (OWN-03): the walls hide that from himself.
        units.AddRange(await db.Set<UnitContact>().IgnoreQueryFilters().Where(u => u.ContactId == me.Id && u.EndedAt == null).Select(u => u.OwnerId).ToListAsync(ct));
        var ended = 0;
        foreach (var unit in units.Distinct())
        {
            ended += await leaving.Leave(me.Id, unit, projectId: null, because, ct);
        }

        (await db.Set<PrivacyConsent>().Where(c => c.ContactId == me.Id && c.WithdrawnAt == null).ToListAsync(ct)).ForEach(c => c.Withdraw(time.GetUtcNow()));
        return ended;
    }

    private static async Task<OwnerContact> Me(AppDb db, CurrentActor actor, CancellationToken ct)
    {
        var me = actor.Required.ContactId;
        return await db.Set<OwnerContact>().FirstOrDefaultAsync(c => c.Id == me && c.ErasedAt == null, ct) ?? throw new RuleBroken(OwnerProblems.ContactUnknown);
    }

    private static string Plain(string text) => WebUtility.HtmlEncode(text);
}
