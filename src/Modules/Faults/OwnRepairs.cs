using Microsoft.EntityFrameworkCore;
using WeChatService.Faults.Contracts;
using WeChatService.Kernel;
using WeChatService.Owners.Contracts;

namespace WeChatService.Faults;

/// <summary>What he asked to have mended, for his own eyes. His own everywhere: also of units that he has left, which the filters hide.</summary>
internal sealed class OwnRepairs(AppDb db, CurrentActor actor) : IPersonalData
{
    public string Heading => "报修";

    public string? KeptBecause => "故障和怎么处理的按消防档案保存；删除后只留编号，不带您的名字。";

    public async Task<IReadOnlyList<PersonalRecord>> Of(Guid contactId, int max, CancellationToken ct)
    {
        using var across = actor.AsSystem();
        var asked = await db.Set<Fault>().AsNoTracking().Where(f => f.Source == FaultSource.OwnerRequest && f.FoundById == contactId)
            .OrderByDescending(f => f.FoundAt).Take(max).Select(f => new { f.FoundAt, f.ItemName, f.Place, f.Text, Photos = f.PhotoIds.Count }).ToListAsync(ct);
        return asked.ConvertAll(f => new PersonalRecord(f.FoundAt, $"报修 {f.ItemName}，{f.Place}：{f.Text}{(f.Photos > 0 ? $"（{f.Photos} 张照片）" : "")}"));
    }
}

/// <summary>Which faults he looked at, and when first (FLT-22).</summary>
internal sealed class OwnFaultViews(AppDb db, CurrentActor actor) : IPersonalData
{
    public string Heading => "看过的故障";

    public string? KeptBecause => "业主什么时候知道了故障，按消防档案保存；删除后只留编号，不带您的名字。";

    public async Task<IReadOnlyList<PersonalRecord>> Of(Guid contactId, int max, CancellationToken ct)
    {
        using var across = actor.AsSystem();
        return await (from v in db.Set<FaultView>().AsNoTracking()
                      join f in db.Set<Fault>() on v.FaultId equals f.Id
                      where v.ContactId == contactId
                      orderby v.FirstAt descending
                      select new PersonalRecord(v.FirstAt, $"看了故障 {f.ItemName}")).Take(max).ToListAsync(ct);
    }
}
