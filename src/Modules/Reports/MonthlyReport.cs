using WeChatService.Kernel;
using WeChatService.Projects.Contracts;
using WeChatService.Reports.Contracts;

namespace WeChatService.Reports;

/// <summary>已保存, 已推送 (§19.5).</summary>
internal enum MonthlyReportState { Saved, Pushed }

/// <summary>What a 月报 says: 本期完成的工作, 发现的问题, 整改建议, 下期安排.</summary>
internal sealed record MonthlyTexts(string Done, string Problems, string Advice, string Next);

/// <summary>
/// 月报 (RPT-24): written by the project's people for one period after it was visited and rated: 未编制 → 已保存 → 已推送. The client has read
/// what was pushed, so it does not change any more.
/// </summary>
internal sealed class MonthlyReport : IAgencyOwned, IOwnerOwned, IBrigadeOwned, IRegionOwned
{
    private const int Longest = 2000;

    public Guid Id { get; private set; }
    /// <summary>Printed at its head; made of the month and the id, so that it needs no register.</summary>
    public string Number => $"YB-{Month.Year}{Month.Month:D2}-{Id.ToString("N")[^8..].ToUpperInvariant()}";

    public Guid ProjectId { get; private set; }
    public string ProjectName { get; private set; } = "";
    public Guid AgencyId { get; private set; }
    public Guid OwnerId { get; private set; }
    public Guid? BrigadeId { get; private set; }
    public string Region { get; private set; } = "";
    public ChinaMonth Month { get; private set; }
    public MonthlyReportState State { get; private set; }
    public MonthlyTexts Texts { get; private set; } = new("", "", "", "");
    public Guid WriterId { get; private set; }
    public string WriterName { get; private set; } = "";
    public DateTimeOffset SavedAt { get; private set; }
    public DateTimeOffset? PushedAt { get; private set; }

    private MonthlyReport()
    {
    }

    public static MonthlyReport Begin(Guid id, ProjectCard project, ChinaMonth month) => new()
    {
        Id = id, ProjectId = project.Id, ProjectName = project.Name, AgencyId = project.AgencyId, OwnerId = project.OwnerId,
        BrigadeId = project.BrigadeId, Region = project.Region, Month = month,
    };

    /// <exception cref="RuleBroken"><see cref="WhyNotWritable"/> says why.</exception>
    public static void MustBeWritable(ChinaMonth month, int forms, int rated)
    {
        if (WhyNotWritable(month, forms, rated) is { } why)
        {
            throw new RuleBroken(why);
        }
    }

    /// <summary>RPT-24: visit, feedback form and the client's evaluation come first.</summary>
    /// <param name="forms">Feedback forms of the month.</param>
    /// <param name="rated">How many of them the client has evaluated.</param>
    public static Problem? WhyNotWritable(ChinaMonth month, int forms, int rated) => forms == 0
        ? MonthlyProblems.NotVisited.Says($"{month.Says()}还没有执业反馈单。到现场执业、交了反馈单，委托单位评价后再写月报。")
        : rated == 0 ? MonthlyProblems.NotRated : null;

    public void Write(MonthlyTexts texts, Actor by, DateTimeOffset now)
    {
        MustBeOpen();
        if (string.IsNullOrWhiteSpace(texts.Done))
        {
            throw new RuleBroken(MonthlyProblems.Empty);
        }

        if (new[] { texts.Done, texts.Problems, texts.Advice, texts.Next }.Any(t => t.Length > Longest))
        {
            throw new RuleBroken(MonthlyProblems.TooLong);
        }

        Texts = new(texts.Done.Trim(), texts.Problems.Trim(), texts.Advice.Trim(), texts.Next.Trim());
        (WriterId, WriterName, SavedAt, State) = (by.PersonId ?? by.AccountId, by.Name, now, MonthlyReportState.Saved);
    }

    /// <summary>保存并推送至委托单位.</summary>
    public MonthlyReportPushed Push(DateTimeOffset now)
    {
        MustBeOpen();
        (State, PushedAt) = (MonthlyReportState.Pushed, now);
        return new MonthlyReportPushed(Id, ProjectId, ProjectName, AgencyId, OwnerId, Month, WriterName, now);
    }

    private void MustBeOpen()
    {
        if (State == MonthlyReportState.Pushed)
        {
            throw new RuleBroken(MonthlyProblems.Pushed.Says($"{Month.Says()}的月报 {ChinaTime.Says(PushedAt!.Value)} 已推送给委托单位，不能再改。"));
        }
    }
}

internal static class MonthlyProblems
{
    public static readonly Problem NotUsedHere = new("monthly_report.not_used_here", 409, "本地区不写月报，直接出具报告就可以。", "RPT-24");
    public static readonly Problem NotVisited = new("monthly_report.not_visited", 409, "这个月还没有执业反馈单，先到现场执业、交反馈单。", "RPT-24");
    public static readonly Problem NotRated = new("monthly_report.not_rated", 409, "委托单位还没有评价这个月的执业，评价后才能写月报。可以请对方打开微信消息评价。", "RPT-24");
    public static readonly Problem Empty = new("monthly_report.empty", 422, "请写本期完成的工作。", "RPT-24");
    public static readonly Problem TooLong = new("monthly_report.too_long", 422, "每一栏最多 2000 个字，请写短一些。", "RPT-24");
    public static readonly Problem Pushed = new("monthly_report.pushed", 409, "月报已经推送给委托单位，不能再改。", "RPT-24");
    public static readonly Problem NotWritten = new("monthly_report.not_written", 409, "月报还没有写，先写好、保存，再推送。", "RPT-24");
    public static readonly Problem NotTheWriter = new("monthly_report.not_the_writer", 403, "月报由本项目负责人或技术负责人写，请联系他们。", "RPT-24");
}
