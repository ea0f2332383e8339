using WeChatService.Catalogue.Contracts;
using WeChatService.FieldTasks.Contracts;

namespace WeChatService.Reviews;

/// <summary>What a reviewer reads: criteria and differences in words.</summary>
internal static class ReviewWording
{
    /// <summary>A pass criterion with its quantity and its condition (REV-08): “出口压力 ≥ 0.35 MPa”.</summary>
    public static string Says(Limit limit) => string.Join(' ', new[] { limit.When, limit.Of, limit.Says }.OfType<string>());

    /// <summary>What is other than in the last submission, one sentence each (REV-03).</summary>
    public static IReadOnlyList<string> Differences(RecordChange change) => change switch
    {
        { Kind: ChangeKind.Added, After: { } now } => [$"新增一条：{Verdict(now)}"],
        { Kind: ChangeKind.Removed, Before: { } was } => [$"去掉一条：{Verdict(was)}"],
        { Before: { } was, After: { } now } => [.. Between(was, now)],
        _ => [],
    };

    private static IEnumerable<string> Between(RecordSheet was, RecordSheet now)
    {
        if (Verdict(was) != Verdict(now))
        {
            yield return $"结论：{Verdict(was)} → {Verdict(now)}";
        }

        foreach (var key in was.Answers.Concat(now.Answers).Select(a => a.Key).Distinct())
        {
            var (before, after) = (was.Answers.FirstOrDefault(a => a.Key == key), now.Answers.FirstOrDefault(a => a.Key == key));
            if (before?.Value != after?.Value)
            {
                yield return $"{(after ?? before)!.Name}：{Value(before)} → {Value(after)}";
            }
        }

        if (was.Text != now.Text)
        {
            yield return $"说明：{Quote(was.Text)} → {Quote(now.Text)}";
        }

        string[] pieces = [.. Pieces(was.PhotoIds, now.PhotoIds, "张照片"), .. Pieces(was.VideoIds, now.VideoIds, "段视频")];
        if (pieces.Length > 0)
        {
            yield return string.Join('，', pieces);
        }

        if (was.Positions != now.Positions)
        {
            yield return $"位置数量：{was.Positions?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "没填"} → {now.Positions?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "没填"}";
        }
    }

    private static IEnumerable<string> Pieces(IReadOnlyList<Guid> was, IReadOnlyList<Guid> now, string unit)
    {
        var (added, removed) = (now.Except(was).Count(), was.Except(now).Count());
        return new[] { added > 0 ? $"补了 {added} {unit}" : null, removed > 0 ? $"去掉 {removed} {unit}" : null }.OfType<string>();
    }

    /// <summary>不符合，出口压力 0.30 MPa，“有锈”，1 张照片.</summary>
    public static string Says(EarlierWords was) => string.Join('，', ((string?[])
    [
        Verdict(was.Verdict, was.CannotReason), .. was.Answers.Select(a => $"{a.Name} {Value(a)}"), was.Text.Length > 0 ? Quote(was.Text) : null,
        was.PhotoIds.Count > 0 ? $"{was.PhotoIds.Count} 张照片" : null, was.VideoIds.Count > 0 ? $"{was.VideoIds.Count} 段视频" : null,
    ]).OfType<string>());

    private static string Verdict(RecordSheet record) => Verdict(record.Verdict, record.CannotReason);

    private static string Verdict(ItemVerdict verdict, CannotReason? reason) => verdict switch
    {
        ItemVerdict.Conforms => "符合",
        ItemVerdict.Fails => "不符合",
        _ => reason switch
        {
            CannotReason.NotTestable => "不具备测试条件",
            CannotReason.OutOfContract => "不在合同范围内",
            CannotReason.NoSuchDevice => "现场无此设备",
            _ => "不适用",
        },
    };

    private static string Value(AnswerSheet? answer) => answer is null ? "没填" : answer.Unit is null ? answer.Value : $"{answer.Value} {answer.Unit}";

    private static string Quote(string text) => text.Length == 0 ? "没写" : $"“{text}”";
}
