using System.Net;

namespace WeChatService.TestKit;

/// <summary>
/// Throws hostile callbacks at a Host, with good ones in between, and judges every answer. What is right is in each
/// <see cref="HostileCallback.Allowed"/>; a good one must always be taken in.
/// </summary>
public sealed class CallbackFuzz(Uri host, CallbackAccount account, int seed)
{
    private const int BetweenGood = 20;

    private static long _lastMsgId = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() * 1_000;

    private readonly HostileCallbacks _hostile = new(account, seed);

    /// <summary>What was answered that should not have been, at most twenty; empty when all is well.</summary>
    public List<string> Offences { get; } = [];

    /// <summary>Answers by status; 0 for a line cut under a body that is too large.</summary>
    public SortedDictionary<int, int> Statuses { get; } = [];

    public int Good { get; private set; }

    /// <summary>Hostile ones that were rightly answered 200: genuine messages with a flipped bit outside of what is signed.</summary>
    public int Accepted { get; private set; }

    public async Task Run(int count)
    {
        using var http = new HttpClient { BaseAddress = host, Timeout = TimeSpan.FromSeconds(60) };
        var sent = 0;
        foreach (var callback in _hostile.Take(count))
        {
            var status = await Post(http, callback);
            Statuses[status] = Statuses.GetValueOrDefault(status) + 1;
            Accepted += status == 200 ? 1 : 0;
            if (!callback.Allowed.Contains(status) && !(status == 0 && callback.Allowed.Contains(413)))
            {
                Note($"seed {seed}, number {sent} ({callback.Kind}): {status} instead of {string.Join(" or ", callback.Allowed)}");
            }

            if (++sent % BetweenGood == 0)
            {
                Good++;
                var good = account.Genuine(CallbackAccount.Text($"oGood{_lastMsgId % 50:D23}", Interlocked.Increment(ref _lastMsgId)));
                if (await Post(http, good) is not 200 and var answer)
                {
                    Note($"seed {seed}, the good one after {sent}: {answer}");
                }
            }
        }
    }

    private async Task<int> Post(HttpClient http, SentCallback callback)
    {
        try
        {
            using var content = new ByteArrayContent(callback.Body);
            using var answer = await http.PostAsync($"{account.Path}?{callback.Query}", content);
            return (int)answer.StatusCode;
        }
        catch (HttpRequestException e) when (e.StatusCode is null or HttpStatusCode.RequestEntityTooLarge)
        {
            return 0;
        }
    }

    private void Note(string offence)
    {
        if (Offences.Count < 20)
        {
            Offences.Add(offence);
        }
    }
}
