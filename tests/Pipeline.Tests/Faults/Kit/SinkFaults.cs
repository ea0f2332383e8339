using System.Collections.Concurrent;

namespace WeChatService.Pipeline.Tests.Faults;

internal enum FateAnswer
{
    Errcode,
    Hang,
    Reset,
    ServerError,
}

/// <param name="Effect">Whether the person sees the message.</param>
/// <param name="Answer">What the caller sees.</param>
/// <param name="Code">The errcode, when there is one.</param>
internal readonly record struct Fate(bool Effect, FateAnswer Answer, int Code = 0)
{
    public static readonly Fate Sent = new(true, FateAnswer.Errcode);
}

/// <summary>How the sink breaks: by probability, by receiver, by account. Nothing is set at first.</summary>
internal sealed class SinkFaults(int seed)
{
    private readonly Random random = new(seed);
    private readonly ConcurrentDictionary<string, Func<int, int>> byReceiver = new();
    private readonly ConcurrentDictionary<string, int> asked = new();

    /// <summary>WeChat's own anti-repeat: on, a second arrival of a client_msg_id has no effect (tier A); off, it has (tier B).</summary>
    public bool Dedup { get; set; } = true;

    /// <summary>Between taking a request and its effect.</summary>
    public TimeSpan Delay { get; set; } = TimeSpan.FromMilliseconds(30);

    /// <summary>Probabilities of one request.</summary>
    public double Busy { get; set; }

    public double ServerError { get; set; }

    public double ResetBefore { get; set; }

    public double ResetAfter { get; set; }

    public double HangBefore { get; set; }

    public double HangAfter { get; set; }

    /// <summary>An errcode for all messages of an account (by its appid); 0: none.</summary>
    public ConcurrentDictionary<string, int> ByAccount { get; } = new();

    /// <summary>Requests that met a fault.</summary>
    public int Drawn => Volatile.Read(ref drawn);

    private int drawn;

    /// <param name="openId">The receiver.</param>
    /// <param name="code">The errcode of the n-th request for this receiver, counted from 1; 0 takes the message.</param>
    public void For(string openId, Func<int, int> code) => byReceiver[openId] = code;

    public int AskedFor(string openId) => asked.GetValueOrDefault(openId);

    public Fate Draw(string openId, string account)
    {
        var nth = asked.AddOrUpdate(openId, 1, (_, before) => before + 1);
        if (ByAccount.TryGetValue(account, out var code) && code != 0)
        {
            return new Fate(false, FateAnswer.Errcode, code);
        }

        if (byReceiver.TryGetValue(openId, out var says) && says(nth) is var own and not 0)
        {
            return new Fate(false, FateAnswer.Errcode, own);
        }

        var fate = ByChance();
        if (fate != Fate.Sent)
        {
            Interlocked.Increment(ref drawn);
        }

        return fate;
    }

    private Fate ByChance()
    {
        double draw;
        lock (random)
        {
            draw = random.NextDouble();
        }

        foreach (var (chance, fate) in new (double, Fate)[]
        {
            (Busy, new(false, FateAnswer.Errcode, -1)),
            (ServerError, new(false, FateAnswer.ServerError)),
            (ResetBefore, new(false, FateAnswer.Reset)),
            (ResetAfter, new(true, FateAnswer.Reset)),
            (HangBefore, new(false, FateAnswer.Hang)),
            (HangAfter, new(true, FateAnswer.Hang)),
        })
        {
            draw -= chance;
            if (draw < 0)
            {
                return fate;
            }
        }

        return Fate.Sent;
    }
}

/// <summary>Access tokens as stable_token gives them: the same one until it is used up, or a new one by force.</summary>
internal sealed class SinkTokens
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, (int Number, int Left)> current = [];

    /// <summary>How many sends a token lasts before WeChat takes it back.</summary>
    public int Lasts { get; set; } = int.MaxValue;

    public int Fetched { get; private set; }

    public int TakenBack { get; private set; }

    public int Refused { get; private set; }

    /// <summary>The accounts of the push processes; others sign in at the sandbox and have its tokens.</summary>
    public static bool AreFor(string appId) => appId is "wxagency" or "wxowner";

    public static string AccountOf(string token) => token.Split('.')[0];

    public string Give(string appId, bool force)
    {
        lock (gate)
        {
            Fetched++;
            if (!current.TryGetValue(appId, out var token) || token.Left <= 0 || force)
            {
                current[appId] = token = (token.Number + 1, Lasts);
            }

            return $"{appId}.{token.Number}";
        }
    }

    /// <returns>False when the token is not, or no longer, good.</returns>
    public bool Take(string text)
    {
        lock (gate)
        {
            var account = AccountOf(text);
            if (!current.TryGetValue(account, out var token) || text != $"{account}.{token.Number}" || token.Left <= 0)
            {
                Refused++;
                return false;
            }

            current[account] = (token.Number, token.Left - 1);
            TakenBack += token.Left == 1 ? 1 : 0;
            return true;
        }
    }
}
