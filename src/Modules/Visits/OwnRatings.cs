using Microsoft.EntityFrameworkCore;
using WeChatService.Kernel;
using WeChatService.Owners.Contracts;
using WeChatService.Projects.Contracts;

namespace WeChatService.Visits;

/// <summary>What he said of visits, for his own eyes. His own everywhere: also of units that he has left, which the filters hide.</summary>
internal sealed class OwnRatings(AppDb db, IProjects projects, CurrentActor actor) : IPersonalData
{
    public string Heading => "评价";

    public string? KeptBecause => "评价写下就不能改，主管部门要查；删除后只留编号，不带您的名字。";

    public async Task<IReadOnlyList<PersonalRecord>> Of(Guid contactId, int max, CancellationToken ct)
    {
        using var across = actor.AsSystem();
        var ratings = await db.Set<VisitRating>().AsNoTracking().Where(r => r.ContactId == contactId).OrderByDescending(r => r.RatedAt).Take(max).ToListAsync(ct);
        var names = (await projects.Find([.. ratings.Select(r => r.ProjectId).Distinct()], ct)).ToDictionary(p => p.Id, p => p.Name);
        return ratings.ConvertAll(r => new PersonalRecord(r.RatedAt, $"给 {names.GetValueOrDefault(r.ProjectId, "项目")} 的上门打了 {r.Stars} 星{Said(r)}"));
    }

    private static string Said(VisitRating rating) =>
        string.Concat(new[] { rating.Comment }.Concat(rating.Answers.Select(a => a.Note)).Where(words => !string.IsNullOrWhiteSpace(words)).Select(words => $"，写了：{words}"));
}
