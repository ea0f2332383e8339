using System.Text.Json.Serialization;
using WeChatService.Catalogue.Contracts;

namespace WeChatService.Catalogue;

/// <summary>The files of config/catalogue as they are written; <see cref="CatalogueFiles"/> turns them into the contract's records.</summary>
internal sealed record EditionHead(string Code, string Version, string Name, string Status);

internal sealed record StandardRead(string Standard, string Title, string State);

internal sealed record MaintenanceFile(
    string Schema, string Kind, EditionHead Edition, string Note, IReadOnlyList<string> CannotReasons,
    IReadOnlyList<StandardRead> Sources, IReadOnlyList<SystemShape> Systems);

internal sealed record SystemShape(string Code, string Name, bool ManualListed, IReadOnlyList<ClassShape> Classes, bool RecordOnly = false);

internal sealed record ClassShape(string Code, string Group, string Name, IReadOnlyList<ItemShape> Items);

internal sealed record ItemShape(
    string Code, string Letter, string Name, string Do, IReadOnlyList<PeriodShape> Periods, Source Source, Confidence Confidence,
    int? EveryYears = null, string? OwnerPeriod = null, IReadOnlyList<LimitShape>? Limits = null,
    IReadOnlyList<QuestionShape>? Questions = null, string? ManualName = null);

internal enum PeriodShape
{
    [JsonStringEnumMemberName("month")] Month,
    [JsonStringEnumMemberName("quarter")] Quarter,
    [JsonStringEnumMemberName("half-year")] HalfYear,
    [JsonStringEnumMemberName("year")] Year,
}

internal enum OperatorShape
{
    [JsonStringEnumMemberName("<=")] AtMost,
    [JsonStringEnumMemberName(">=")] AtLeast,
    [JsonStringEnumMemberName("<")] Below,
    [JsonStringEnumMemberName(">")] Above,
    [JsonStringEnumMemberName("==")] Equal,
    [JsonStringEnumMemberName("between")] Between,
}

internal sealed record LimitShape(
    OperatorShape Op, string Unit, decimal? Value = null, decimal? Min = null, decimal? Max = null, string? When = null, string? Of = null);

internal sealed record QuestionShape(string Text, AnswerKind Kind, IReadOnlyList<string>? Options = null, string? Unit = null);

internal sealed record DetectionFile(
    string Schema, string Kind, EditionHead Edition, string Note, IReadOnlyList<string> Results, IReadOnlyList<string> CountedAsFailure,
    string OverallRule, IReadOnlyList<StandardRead> Sources, IReadOnlyList<SingleShape> Singles);

internal sealed record SingleShape(
    string Code, string Label, string Name, bool ManualListed, PassRuleShape PassRule, IReadOnlyList<string> Covers, IReadOnlyList<SubItemShape> SubItems);

internal sealed record PassRuleShape(IReadOnlyList<FailShape> FailWhen);

internal sealed record FailShape(ItemClass Class, OperatorShape Op, int Value);

internal sealed record SubItemShape(string Code, string Name, IReadOnlyList<DetectionItemShape> Items);

internal sealed record DetectionItemShape(
    string Code, string Name, string Method, ItemClass Class, Confidence ClassConfidence, Source Source, Confidence Confidence,
    IReadOnlyList<LimitShape>? Limits = null);

internal sealed record JudgementFile(string Schema, string Kind, string Note, string Default, IReadOnlyList<JudgementShape> Rules);

internal sealed record JudgementShape(
    string Id, string Name, string Expr, Source Source, Confidence Confidence, IReadOnlyList<FailShape>? FailWhen = null);

internal sealed record EditionsFile(
    string Schema, string Kind, IReadOnlyList<RegionEditions> Regions, IReadOnlyList<FutureEdition> Future);

/// <param name="RecordClass">The class that stands for an uploaded detection report; with the assessment's and the special site's.</param>
internal sealed record RegionEditions(
    string Region, string Maintenance, string? Detection, string? Judgement, string? RecordClass, string? AssessmentClass, string? SpecialClass);

internal sealed record FutureEdition(
    string Standard, string Title, string EffectiveFrom, string Replaces, Confidence Confidence, string Use);
