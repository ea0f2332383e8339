namespace WeChatService.Catalogue.Contracts;

/// <summary>Severity of a detection item: A is the gravest.</summary>
public enum ItemClass { A, B, C }

/// <param name="Class">A, B or C (REV-16).</param>
/// <param name="ClassConfidence">Where the letter comes from.</param>
public sealed record DetectionItem(
    string Code, string Name, string Method, ItemClass Class, Confidence ClassConfidence, IReadOnlyList<Limit> Limits,
    Source Source, Confidence Confidence);

public sealed record DetectionSubItem(string Code, string Name, IReadOnlyList<DetectionItem> Items);

/// <summary>A single item (检测单项) of the report's table.</summary>
/// <param name="Label">Printed number; the code stays when labels change.</param>
/// <param name="Covers">Maintenance systems (M11) and classes (M21-02) that stand for it in a project's tick list.</param>
public sealed record DetectionSingle(
    string Code, string Label, string Name, IReadOnlyList<string> Covers, IReadOnlyList<DetectionSubItem> SubItems)
{
    /// <summary>Does a ticked class bring this single item into a detection?</summary>
    public bool IsIn(string classCode) => Covers.Any(c => classCode == c || classCode.StartsWith(c + "-", StringComparison.Ordinal));
}

/// <summary>How a single item is judged from its failures; <paramref name="FailWhen"/> is empty where only the wording is known.</summary>
public sealed record JudgementRule(
    string Id, string Name, string Expr, IReadOnlyList<FailLimit> FailWhen, Source Source, Confidence Confidence)
{
    /// <summary>Fails when any class has more failures than it may have (REV-16).</summary>
    /// <exception cref="InvalidOperationException">The rule has wording only.</exception>
    public bool Fails(int a, int b, int c) => FailWhen.Count == 0
        ? throw new InvalidOperationException($"{Id} cannot be computed")
        : FailWhen.Any(limit => limit.Class switch { ItemClass.A => a, ItemClass.B => b, _ => c } > limit.MoreThan);
}

public sealed record FailLimit(ItemClass Class, int MoreThan);

public sealed record DetectionEdition(
    string Code, string Version, string Name, string Status, IReadOnlyList<string> Results, IReadOnlyList<DetectionSingle> Singles,
    JudgementRule Judgement)
{
    /// <summary>The single items that the ticked maintenance classes of a project bring with them (PRJ-16, PLN-10), in printed order.</summary>
    public IReadOnlyList<DetectionSingle> SinglesFor(IReadOnlyCollection<string> classCodes) =>
        [.. Singles.Where(single => classCodes.Any(single.IsIn))];
}
