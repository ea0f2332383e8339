using WeChatService.Kernel;
using WeChatService.Projects.Contracts;

namespace WeChatService.Supervision;

/// <summary>What raised a flag. 评价不一致 (EVL-09), 围栏变动 (PRJ-25).</summary>
internal enum FlagKind { RatingDisagrees, FenceMoved }

/// <summary>等说明, 等处理, 已关闭.</summary>
internal enum FlagState { Open, Explained, Closed }

internal enum FlagAct { Raised, Explained, Closed, Reopened }

/// <param name="ByName">Empty: the house itself.</param>
internal sealed record FlagStep(FlagAct Act, string Says, string ByName, DateTimeOffset At);

/// <summary>
/// 标记 (SUP-13): raised by the house, explained by the agency, closed and opened again by the supervisor, each with his reason. Never
/// deleted: every step stays.
/// </summary>
internal sealed class SupervisionFlag : IAgencyOwned, IBrigadeOwned, IRegionOwned
{
    private const int Shortest = 2, Longest = 500;

    public Guid Id { get; private set; }
    public FlagKind Kind { get; private set; }

    /// <summary>What it is about: the feedback form, the move of the fence.</summary>
    public Guid AboutId { get; private set; }

    public Guid ProjectId { get; private set; }
    public Guid AgencyId { get; private set; }
    public Guid? BrigadeId { get; private set; }
    public string Region { get; private set; } = "";

    /// <summary>In words, as it was raised.</summary>
    public string What { get; private set; } = "";

    public FlagState State { get; private set; }
    public DateTimeOffset RaisedAt { get; private set; }
    public List<FlagStep> Steps { get; private set; } = [];

    private SupervisionFlag()
    {
    }

    public static SupervisionFlag Raise(Guid id, FlagKind kind, Guid aboutId, ProjectCard project, string what, DateTimeOffset now) => new()
    {
        Id = id, Kind = kind, AboutId = aboutId, ProjectId = project.Id, AgencyId = project.AgencyId, BrigadeId = project.BrigadeId, Region = project.Region,
        What = what, RaisedAt = now, Steps = [new FlagStep(FlagAct.Raised, what, "", now)],
    };

    /// <summary>As often as the agency has something to add, while it is open.</summary>
    public void Explain(string? text, string byName, DateTimeOffset now)
    {
        MustNotBeClosed();
        Take(FlagAct.Explained, FlagState.Explained, Said(text, FlagProblems.ExplanationMissing), byName, now);
    }

    public void Close(string? reason, string byName, DateTimeOffset now)
    {
        MustNotBeClosed();
        Take(FlagAct.Closed, FlagState.Closed, Said(reason, FlagProblems.ReasonMissing), byName, now);
    }

    public void Reopen(string? reason, string byName, DateTimeOffset now)
    {
        if (State != FlagState.Closed)
        {
            throw new RuleBroken(FlagProblems.NotClosed);
        }

        Take(FlagAct.Reopened, FlagState.Open, Said(reason, FlagProblems.ReasonMissing), byName, now);
    }

    private void MustNotBeClosed() => _ = State == FlagState.Closed ? throw new RuleBroken(FlagProblems.Closed) : true;

    private static string Said(string? text, Problem missing) => text?.Trim() is { Length: >= Shortest and <= Longest } said ? said : throw new RuleBroken(missing);

    private void Take(FlagAct act, FlagState state, string says, string byName, DateTimeOffset now) =>
        (State, Steps) = (state, [.. Steps, new FlagStep(act, says, byName, now)]);
}

internal static class FlagProblems
{
    public static readonly Problem NotYours = new("flag.not_yours", 404, "没有这个标记，或者它不归您管。", "SUP-13");
    public static readonly Problem ExplanationMissing = new("flag.explanation_missing", 422, "请写清是怎么回事（2 到 500 个字），消防部门会看到。", "SUP-13");
    public static readonly Problem ReasonMissing = new("flag.reason_missing", 422, "请写明原因（2 到 500 个字），服务机构会看到。", "SUP-13");
    public static readonly Problem Closed = new("flag.closed", 409, "这个标记已经关闭，要改先重新打开。", "SUP-13");
    public static readonly Problem NotClosed = new("flag.not_closed", 409, "这个标记还开着，不用重新打开。", "SUP-13");
}
