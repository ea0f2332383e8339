using System.Text.Json.Serialization;

namespace WeChatService.Sandbox.Inspect;

/// <summary>A disturbance asked for by <c>POST /__sandbox/faults</c>; README.md lists the modes.</summary>
/// <param name="Target">face, wechat, store, mail or callback.</param>
/// <param name="Mode">down, hang, slow, lost, garbage, mangled, http:N, errcode:N, code:X, storm:N; of callbacks also drop, double, late.</param>
/// <param name="Times">How many requests it hits; null = until deleted.</param>
/// <param name="Until">Instant (machine clock) after which it is over.</param>
/// <param name="Seconds">Delay of <c>slow</c> and <c>late</c>; how long <c>hang</c> holds the line (null = until the caller leaves).</param>
/// <param name="Path">Only requests whose path begins so.</param>
/// <param name="Account">Only requests of this account: agency, owner or miniprogram.</param>
/// <param name="Probability">Share of the fitting requests it hits, 0–1; drawn from <paramref name="Seed"/>.</param>
/// <param name="JitterSeconds">Up to so much is added to the delay, at random.</param>
/// <param name="Event">Only callbacks of this event or message type, such as TEMPLATESENDJOBFINISH.</param>
/// <param name="Seed">Makes the draws repeatable; null = 1.</param>
/// <param name="ErrMsg">Says something else than the platform's words for <c>errcode:N</c>.</param>
public sealed record Fault(
    string Target, string Mode, int? Times = null, DateTimeOffset? Until = null, double? Seconds = null, string? Path = null, string? Account = null,
    double? Probability = null, double? JitterSeconds = null, string? Event = null, int? Seed = null, string? ErrMsg = null)
{
    static readonly string[] s_plain = ["down", "hang", "slow", "lost"], s_ofAnswers = ["garbage", "mangled"], s_ofCallbacks = ["drop", "double", "late"];

    /// <summary>Given by the board.</summary>
    public int Id { get; init; }

    /// <summary>Requests it has hit so far.</summary>
    public int Hits { get; init; }

    [JsonIgnore] public bool Known => Target is Targets.Face or Targets.WeChat or Targets.Store or Targets.Callback or Targets.Mail
        && Probability is null or (> 0 and <= 1) && Times is null or > 0
        && (s_plain.Contains(Mode)
            || (Target == Targets.Callback ? s_ofCallbacks.Contains(Mode) : s_ofAnswers.Contains(Mode) || Number("http:") is >= 400 and < 600)
            || (Target == Targets.WeChat && (ErrCode is not null || StormEvery is > 0))
            || (Target is Targets.Face or Targets.Store or Targets.Mail && Code is not null));

    [JsonIgnore] public int? ErrCode => Number("errcode:");

    /// <summary>Each so manieth call with a token finds all tokens of its account void.</summary>
    [JsonIgnore] public int? StormEvery => Number("storm:");

    [JsonIgnore] public int? Status => Number("http:");

    [JsonIgnore] public string? Code => Mode.StartsWith("code:", StringComparison.Ordinal) && Mode.Length > 5 ? Mode[5..] : null;

    /// <summary>Drop, double and late concern a message as a whole; the other modes each delivery of it.</summary>
    [JsonIgnore] public bool OfWholeMessage => s_ofCallbacks.Contains(Mode);

    /// <summary>The delay of this hit; <paramref name="draw"/> is 0–1.</summary>
    public TimeSpan Delay(double draw) => TimeSpan.FromSeconds((Seconds ?? 10) + (JitterSeconds ?? 0) * draw);

    int? Number(string before) => Mode.StartsWith(before, StringComparison.Ordinal) && int.TryParse(Mode.AsSpan(before.Length), out int n) ? n : null;
}

/// <summary>A fault that hits this request, and a draw (0–1) for its jitter.</summary>
public sealed record Hit(Fault Fault, double Draw)
{
    public string Mode => Fault.Mode;

    public TimeSpan Delay => Fault.Delay(Draw);
}

/// <summary>The faults in force.</summary>
public sealed class FaultBoard
{
    readonly Lock _lock = new();
    readonly List<Standing> _faults = [];
    int _lastId;
    volatile bool _any;

    sealed class Standing(Fault fault)
    {
        public Fault Fault { get; } = fault;
        public int Left = fault.Times ?? int.MaxValue;
        public int Hits, Seen;
        public Random Chance { get; } = new(fault.Seed ?? 1);
    }

    public Fault Add(Fault fault)
    {
        lock (_lock)
        {
            fault = fault with { Id = ++_lastId };
            _faults.Add(new Standing(fault));
            _any = true;
            return fault;
        }
    }

    public void Clear()
    {
        lock (_lock)
        {
            _faults.Clear();
            _any = false;
        }
    }

    public bool Remove(int id)
    {
        lock (_lock) return _faults.RemoveAll(f => f.Fault.Id == id) > 0;
    }

    public IReadOnlyList<Fault> All
    {
        get { lock (_lock) return [.. _faults.Select(f => f.Fault with { Hits = f.Hits, Times = f.Fault.Times is null ? null : f.Left })]; }
    }

    /// <summary>True when some fault asks which account calls; finding that out may cost reading the body.</summary>
    public bool AsksAccount
    {
        get { lock (_lock) return _any && _faults.Any(f => f.Fault.Account is not null && f.Fault.Target == Targets.WeChat); }
    }

    /// <summary>Takes one hit of the first fault that fits this request; the others remain for later ones.</summary>
    public Hit? Take(string target, string path, string? account = null, string? kind = null, bool wholeMessage = false, bool withToken = false)
    {
        if (!_any) return null;
        lock (_lock)
        {
            _faults.RemoveAll(f => f.Fault.Until <= TimeProvider.System.GetUtcNow());
            foreach (Standing standing in _faults)
            {
                Fault fault = standing.Fault;
                bool fits = fault.Target == target && fault.OfWholeMessage == wholeMessage
                    && (fault.Path is null || path.StartsWith(fault.Path, StringComparison.OrdinalIgnoreCase))
                    && (fault.Account is null || string.Equals(fault.Account, account, StringComparison.OrdinalIgnoreCase))
                    && (fault.Event is null || string.Equals(fault.Event, kind, StringComparison.OrdinalIgnoreCase))
                    && (fault.StormEvery is null || withToken);
                if (!fits || (fault.StormEvery is { } every && ++standing.Seen % every != 0)) continue;
                if (fault.Probability is { } share && standing.Chance.NextDouble() >= share) continue;
                standing.Hits++;
                if (standing.Left != int.MaxValue && --standing.Left == 0) _faults.Remove(standing);
                return new Hit(fault, standing.Chance.NextDouble());
            }
            return null;
        }
    }
}
