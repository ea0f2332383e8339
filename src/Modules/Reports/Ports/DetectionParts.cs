using System.Text.Json.Serialization;

namespace WeChatService.Reports.Ports;

/// <summary>检测报告: the form of Beijing's sample with its single-item table (RPT-13).</summary>
public sealed record DetectionForm : ReportPart
{
    public required string ProjectName { get; init; }
    public required string Address { get; init; }
    /// <summary>委托单位(建设单位).</summary>
    public required DetectionParty Client { get; init; }
    /// <summary>维保单位(施工单位); a stroke is printed for what is null.</summary>
    public required DetectionParty Builder { get; init; }
    /// <summary>建筑总面积 with unit, 建筑层数, 使用功能, 建筑高度 with unit.</summary>
    public required string Area { get; init; }
    public required string Floors { get; init; }
    public required string Use { get; init; }
    public required string Height { get; init; }
    /// <summary>有关文件; null prints a stroke.</summary>
    public string? Documents { get; init; }
    public required string AgencyName { get; init; }
    /// <summary>Name and certificate number: 顾南舟-YZ1-2021-0467.</summary>
    public required string Lead { get; init; }
    public required string TechnicalLead { get; init; }
    /// <summary>检测类型: every box of the form, ticked or not.</summary>
    public required IReadOnlyList<TickBox> Types { get; init; }
    /// <summary>检测范围及内容.</summary>
    public required string Scope { get; init; }
    /// <summary>检测依据, from settings.</summary>
    public required string Basis { get; init; }
    public required DateOnly From { get; init; }
    public required DateOnly To { get; init; }
    /// <summary>More failed items than this fail a single item; printed in the table's head: A (&gt;0).</summary>
    public required SingleLimits Limits { get; init; }
    public required IReadOnlyList<SingleRow> Singles { get; init; }
    /// <summary>综合评定: 合格, 不合格.</summary>
    public required string Overall { get; init; }
    public string? Opinion { get; init; }
    /// <summary>Changes against the proposed verdict, printed in red (REV-15).</summary>
    public required IReadOnlyList<string> Forced { get; init; }
    public required SignatureBox LeadSignature { get; init; }
    public required SignatureBox TechnicalLeadSignature { get; init; }
    public ReportPhoto? AgencySeal { get; init; }

    [JsonIgnore]
    public override IEnumerable<ReportPhoto> Seals =>
        new[] { AgencySeal }.OfType<ReportPhoto>().Concat(LeadSignature.Pictures).Concat(TechnicalLeadSignature.Pictures);
}

/// <summary>A party of the form with its contact; null prints a stroke.</summary>
public sealed record DetectionParty(string? Name, string? Contact, string? Phone);

public sealed record SingleLimits(int A, int B, int C);

/// <summary>A line of the single-item table: <paramref name="Label"/> A.8, <paramref name="InScope"/> ticks its box, <paramref name="Verdict"/> 合格, 不合格 or null when out of scope.</summary>
public sealed record SingleRow(string Label, string Name, bool InScope, int Total, int FailedA, int FailedB, int FailedC, string? Verdict, bool Forced);

/// <summary>不合格项 and 不能测试项 of a detection (RPT-14): every one has its row.</summary>
public sealed record DetectionFindings(IReadOnlyList<Finding> Failed, IReadOnlyList<Finding> Untestable) : ReportPart
{
    [JsonIgnore]
    public override IEnumerable<ReportPhoto> Evidence => Failed.Concat(Untestable).SelectMany(f => f.Photos);
}

/// <param name="Single">A.8 消防电梯.</param>
/// <param name="Class">A, B or C.</param>
/// <param name="Text">What is wrong, or why it could not be tested.</param>
public sealed record Finding(string Single, string Item, string Class, string Text, string By, DateTimeOffset At, IReadOnlyList<ReportPhoto> Photos);

/// <summary>原始记录: what was seen at each item, as it was written on site (RPT-12).</summary>
public sealed record RawRecordTable(IReadOnlyList<RawSingle> Singles) : ReportPart
{
    [JsonIgnore]
    public override IEnumerable<ReportPhoto> Evidence => Singles.SelectMany(s => s.SubItems).SelectMany(i => i.Items).SelectMany(r => r.Photos);
}

public sealed record RawSingle(string Label, string Name, IReadOnlyList<RawSubItem> SubItems);

public sealed record RawSubItem(string Name, IReadOnlyList<RawItem> Items);

/// <param name="Method">How it is tested, from the catalogue.</param>
/// <param name="Standard">The required value, null without one.</param>
/// <param name="Result">合格, 不合格, 不具备测试条件, 现场无此设备.</param>
/// <param name="Forced">Who changed the proposed verdict and why; null when nobody did.</param>
public sealed record RawItem(
    string Name, string Class, string Method, string? Standard, string Result, ReportVerdict Verdict, string Text,
    IReadOnlyList<MeasuredValue> Values, string By, DateTimeOffset At, string? Forced, IReadOnlyList<ReportPhoto> Photos);
