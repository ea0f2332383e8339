using System.Security.Cryptography;
using System.Text;
using WeChatService.Catalogue.Contracts;
using WeChatService.FieldTasks.Contracts;
using WeChatService.Reviews.Contracts;

namespace WeChatService.Reviews.Judging;

/// <summary>检测项, 子项, 单项, 综合评定, in the order in which they are judged (REV-14).</summary>
internal enum JudgementLevel { Item, SubItem, Single, Overall }

/// <summary>
/// One thing to judge. A verdict holds for what it was given on: <see cref="Basis"/> is a digest of that (the records of an item, the
/// verdicts below anything else). When something below changes, the verdict and all above it are open again by themselves.
/// </summary>
internal sealed class JudgementNode
{
    public required string Code { get; init; }
    public required string Name { get; init; }
    public required JudgementLevel Level { get; init; }
    public IReadOnlyList<JudgementNode> Parts { get; init; } = [];

    /// <summary>Of an item only.</summary>
    public DetectionItem? Item { get; init; }

    /// <summary>Of an item only.</summary>
    public IReadOnlyList<RecordSheet> Records { get; init; } = [];

    /// <summary>Of a single item: printed number.</summary>
    public string Label { get; init; } = "";

    /// <summary>REV-14: everything below is judged; an item is recorded.</summary>
    public bool IsReady { get; private set; }

    /// <summary>What the system proposes (REV-15); null before it is ready.</summary>
    public DetectionVerdict? Proposed { get; private set; }

    public string Basis { get; private set; } = "";

    /// <summary>The lead's verdict, if it holds still.</summary>
    public JudgementEntry? Given { get; private set; }

    /// <summary>Failures counted below; of an item its own.</summary>
    public FailureCount Count { get; private set; } = new(0, 0, 0, 0);

    public bool IsJudged => Given is not null;

    public IEnumerable<JudgementNode> Items => Level == JudgementLevel.Item ? [this] : Parts.SelectMany(p => p.Items);

    public IEnumerable<JudgementNode> All => Parts.SelectMany(p => p.All).Append(this);

    /// <summary>May this verdict be given here? Items have four results, everything above 合格, 不合格 or 不适用.</summary>
    public bool Allows(DetectionVerdict verdict) => Level == JudgementLevel.Item
        ? verdict is not DetectionVerdict.NotApplicable
        : verdict is DetectionVerdict.Qualified or DetectionVerdict.Unqualified or DetectionVerdict.NotApplicable;

    /// <summary>Looks what is ready, proposed and still held, from the items up.</summary>
    public void Settle(IReadOnlyDictionary<string, JudgementEntry> entries, JudgementMeasure measure)
    {
        foreach (var part in Parts)
        {
            part.Settle(entries, measure);
        }

        IsReady = Level == JudgementLevel.Item ? Records.Count > 0 : Parts.Count > 0 && Parts.All(p => p.IsJudged);
        Basis = Digest(Level == JudgementLevel.Item
            ? Records.OrderBy(r => r.Id).Select(r => $"{r.Id:N}@{r.StoredAt.UtcTicks}")
            : Parts.Select(p => $"{p.Code}={p.Given?.Verdict}/{p.Basis}"));
        Given = IsReady && entries.TryGetValue(Code, out var entry) && entry.Basis == Basis ? entry : null;
        Count = measure.Count([.. Items.Where(i => i.IsJudged).Select(i => new CountedItem(
            i.Item!.Class, i.Given!.Verdict, i.Records.Count(r => r.Result == DetectionResult.Unqualified)))]);
        Proposed = IsReady ? measure.Propose(this) : null;
    }

    private static string Digest(IEnumerable<string> parts) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', parts)))[..12]);
}
