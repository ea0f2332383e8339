using System.Text.Json;
using WeChatService.FieldTasks.Contracts;
using WeChatService.Kernel;

namespace WeChatService.FieldTasks;

/// <summary>
/// One record of one item; several devices give several records (FLD-15). The phone names it, so that sending it again makes no second
/// one, and both clocks are kept (FLD-39).
/// </summary>
[Shared("read and changed only through its task, which is isolated")]
internal sealed class ItemRecord
{
    private const int MostEarlier = 20;

    public Guid Id { get; private set; }
    public Guid TaskId { get; private set; }
    public string ClientId { get; private set; } = "";
    public string ClassCode { get; private set; } = "";
    public string ItemCode { get; private set; } = "";
    public string ItemName { get; private set; } = "";
    public bool CanInspect { get; private set; }
    public CannotReason? CannotReason { get; private set; }
    public ItemVerdict Verdict { get; private set; }
    public string Text { get; private set; } = "";

    /// <summary>What stands in for the item where the norm does not fit (FLD-10).</summary>
    public OwnItem? OwnItem { get; private set; }

    public List<AnswerSheet> Answers { get; private set; } = [];
    public List<Guid> PhotoIds { get; private set; } = [];

    /// <summary>Short films; a report names them and prints none (FLD-14).</summary>
    public List<Guid> VideoIds { get; private set; } = [];

    public RecordPlace? Place { get; private set; }

    /// <summary>How many positions of its sub-item it speaks of (FLD-18).</summary>
    public int? Positions { get; private set; }

    /// <summary>The phone's model (FLD-40).</summary>
    public string? Device { get; private set; }

    /// <summary>Who said it: whoever finds another word than his own is told whose it is (FLD-39).</summary>
    public string? ByName { get; private set; }

    /// <summary>How many of its photos do not say where they were taken, where the profile wants it (FLD-40).</summary>
    public int UnplacedPhotos { get; private set; }

    /// <summary>留档: what it said before each correction, oldest first. Whoever chose between two phones' words did not make one of them vanish (FLD-39).</summary>
    public List<EarlierWords> Earlier { get; private set; } = [];

    public DateTimeOffset ClientTime { get; private set; }
    public DateTimeOffset StoredAt { get; private set; }

    private ItemRecord()
    {
    }

    public static ItemRecord Of(Guid id, Guid taskId, string clientId, ItemFinding finding, DateTimeOffset now, string? byName = null)
    {
        var record = new ItemRecord { Id = id, TaskId = taskId, ClientId = clientId };
        record.Say(finding, now, byName);
        return record;
    }

    public void Correct(ItemFinding finding, DateTimeOffset now, string? byName = null)
    {
        Earlier = [.. Earlier.TakeLast(MostEarlier - 1), new(ClientTime, Device, Verdict, CannotReason, Text, Answers, PhotoIds, VideoIds) { ByName = ByName }];
        Say(finding, now, byName);
    }

    private void Say(ItemFinding finding, DateTimeOffset now, string? byName)
    {
        (ClassCode, ItemCode, ItemName) = (finding.ClassCode, finding.ItemCode, finding.ItemName);
        (CanInspect, CannotReason, Verdict) = (finding.CanInspect, finding.CannotReason, finding.Verdict);
        (Text, OwnItem, Answers, PhotoIds) = (finding.Text, finding.OwnItem, [.. finding.Answers], [.. finding.PhotoIds]);
        (Place, ClientTime, StoredAt, Positions) = (finding.Place, finding.ClientTime, now, finding.Positions);
        (Device, UnplacedPhotos, VideoIds, ByName) = (finding.Device, finding.UnplacedPhotos, [.. finding.VideoIds ?? []], byName);
    }

    /// <summary>FLD-39: what another phone has said meanwhile is not lost under what this one sends; the person looks at both.</summary>
    public void MustBeKnownTo(IReadOnlyList<DateTimeOffset>? over)
    {
        if (over is not null && !over.Select(FindingRules.Whole).Contains(ClientTime))
        {
            throw new RuleBroken(RecordProblems.ChangedMeanwhile.With("clientId", ClientId).With("theirs", Sheet()));
        }
    }

    /// <summary>Is this what the record says already?</summary>
    public bool Says(ItemFinding finding) => JsonSerializer.Serialize(Finding(), Mapping.Json) == JsonSerializer.Serialize(finding, Mapping.Json);

    public RecordSheet Sheet() => new(
        Id, ClientId, ClassCode, ItemCode, ItemName, CanInspect, CannotReason, Verdict, Text, Answers, PhotoIds, Place?.Position, ClientTime, StoredAt)
    {
        Positions = Positions, Device = Device, UnplacedPhotos = UnplacedPhotos, VideoIds = VideoIds, Earlier = Earlier, ByName = ByName,
    };

    /// <summary>The answers as a report prints them: 出口压力 0.28 MPa（要求 ≥0.4 MPa）；指示灯 不亮.</summary>
    public string? FindingInWords() => Answers.Count == 0 ? null : string.Join('；', Answers.Select(a =>
        $"{a.Name} {a.Value}{(a.Unit is null ? "" : $" {a.Unit}")}{(a is { Within: false, Limit: { } limit } ? $"（要求 {limit}）" : "")}"));

    private ItemFinding Finding() => new(
        ClassCode, ItemCode, ItemName, CanInspect, CannotReason, Verdict, Text, OwnItem, Answers, PhotoIds, Place, ClientTime, Positions, Device, UnplacedPhotos, VideoIds);
}

/// <summary>What an operator found, after every rule was asked.</summary>
internal sealed record ItemFinding(
    string ClassCode, string ItemCode, string ItemName, bool CanInspect, CannotReason? CannotReason, ItemVerdict Verdict, string Text,
    OwnItem? OwnItem, IReadOnlyList<AnswerSheet> Answers, IReadOnlyList<Guid> PhotoIds, RecordPlace? Place, DateTimeOffset ClientTime,
    int? Positions = null, string? Device = null, int UnplacedPhotos = 0, IReadOnlyList<Guid>? VideoIds = null);

/// <summary>FLD-10: name, position in the building, process and result of a test of one's own.</summary>
internal sealed record OwnItem(string? Name, string? Place, string? Process, string? Result)
{
    public bool IsWhole => !new[] { Name, Place, Process, Result }.Any(string.IsNullOrWhiteSpace);

    public string Says => $"{Place}，{Process}，结果：{Result}";
}

/// <summary>Where the phone was, WGS-84; a class, because the place may be unknown.</summary>
internal sealed record RecordPlace(double Latitude, double Longitude, double AccuracyMetres)
{
    public Position Position => new(Latitude, Longitude, AccuracyMetres);

    public static RecordPlace? Of(ReportedPosition? reported) =>
        reported?.ToWgs84() is { } p ? new RecordPlace(p.Latitude, p.Longitude, p.AccuracyMetres) : null;
}
