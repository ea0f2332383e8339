using WeChatService.FieldTasks.Contracts;
using WeChatService.Kernel;

namespace WeChatService.FieldTasks;

/// <summary>Where the phone was at an instant during the work (FLD-32); one per instant, so that sending again adds nothing.</summary>
[Shared("read only through its task, which is isolated")]
internal sealed class TrackPoint
{
    public Guid TaskId { get; private set; }

    /// <summary>The phone's clock.</summary>
    public DateTimeOffset At { get; private set; }

    public double Latitude { get; private set; }
    public double Longitude { get; private set; }
    public double AccuracyMetres { get; private set; }
    public DateTimeOffset StoredAt { get; private set; }

    private TrackPoint()
    {
    }

    public static TrackPoint Of(Guid taskId, DateTimeOffset at, Position place, DateTimeOffset now) => new()
    {
        TaskId = taskId, At = Second(at), Latitude = place.Latitude, Longitude = place.Longitude, AccuracyMetres = place.AccuracyMetres, StoredAt = now,
    };

    /// <summary>Points are told apart by whole seconds.</summary>
    public static DateTimeOffset Second(DateTimeOffset at) => new(at.UtcTicks - at.UtcTicks % TimeSpan.TicksPerSecond, TimeSpan.Zero);

    public TrackSheet Sheet() => new(new Position(Latitude, Longitude, AccuracyMetres), At, StoredAt);
}
