using System.Text.Json;
using WeChatService.FieldTasks.Contracts;
using WeChatService.Kernel;

namespace WeChatService.FieldTasks;

/// <summary>What a task said when it was handed over, kept so that a reviewer sees what was changed after a return (REV-03, FLD-26).</summary>
[Shared("read only through its task, which is isolated")]
internal sealed class Submission
{
    public Guid TaskId { get; private set; }

    /// <summary>From 1, as on the task.</summary>
    public int Version { get; private set; }

    public DateTimeOffset SubmittedAt { get; private set; }
    public List<RecordSheet> Records { get; private set; } = [];

    private Submission()
    {
    }

    public static Submission Of(Guid taskId, int version, IEnumerable<ItemRecord> records, DateTimeOffset now) => new()
    {
        TaskId = taskId, Version = version, SubmittedAt = now, Records = [.. records.Select(r => r.Sheet())],
    };

    /// <summary>Record by record, in the order of the items; a record that only was sent again has not changed.</summary>
    public static IReadOnlyList<RecordChange> Differences(IReadOnlyList<RecordSheet> before, IReadOnlyList<RecordSheet> after)
    {
        var old = before.ToDictionary(r => r.ClientId);
        var now = after.Select(r => r.ClientId).ToHashSet();
        return
        [
            .. after.Where(r => !old.ContainsKey(r.ClientId)).Select(r => new RecordChange(ChangeKind.Added, null, r))
                .Concat(after.Where(r => old.TryGetValue(r.ClientId, out var was) && Finding(was) != Finding(r))
                    .Select(r => new RecordChange(ChangeKind.Changed, old[r.ClientId], r)))
                .Concat(before.Where(r => !now.Contains(r.ClientId)).Select(r => new RecordChange(ChangeKind.Removed, r, null)))
                .OrderBy(c => (c.After ?? c.Before)!.ItemCode, StringComparer.Ordinal),
        ];
    }

    /// <summary>What a person said in it; when and where it was sent is no part of that.</summary>
    private static string Finding(RecordSheet r) => JsonSerializer.Serialize(
        new { r.ItemCode, r.ItemName, r.CanInspect, r.CannotReason, r.Verdict, r.Text, Answers = r.Answers.Select(a => new { a.Key, a.Value }), r.PhotoIds, r.VideoIds, r.Positions },
        Mapping.Json);
}
