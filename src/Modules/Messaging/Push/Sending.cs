using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Npgsql;
using WeChatService.Messaging.Ports;

namespace WeChatService.Messaging.Push;

/// <summary>
/// Sends what was claimed, side by side, and writes the outcomes. Answers that are slow do not hold up the others: their
/// rows stay in the attempt while the lane goes on, and a late answer still settles what had been called unknown.
/// </summary>
internal sealed class Sending(
    DeliveryTable deliveries,
    INoticeSender sender,
    PushAccounts accounts,
    PushOptions options,
    KillPoints killPoints,
    ILogger<Sending> log)
{
    /// <summary>So many slow sends may be under way beside the lanes; beyond it the lanes wait for them.</summary>
    private const int MostStragglers = 512;

    /// <summary>Up to so many sent messages of one claim wait for others before their outcome is written.</summary>
    private const int Few = 4;

    /// <summary>So many outcomes may wait to be written; beyond it the lanes wait for them.</summary>
    private const int MostGathered = 256;

    /// <summary>In a quiet hour each message would cost a commit more, and the claims of the next ones wait for the same disk.</summary>
    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(25);

    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);
    private readonly ConcurrentDictionary<Task, byte> background = [];
    private readonly List<(Flight Flight, List<Finding> Sent)> gathered = [];
    private Task? gathering;
    private int stragglers;

    /// <param name="lane">Whose claim it is.</param>
    /// <param name="claim">Committed.</param>
    /// <param name="began">Before the claim; the deadline of the sends is counted from now on.</param>
    /// <param name="suspected">A process died with them in hand: their outcomes do not wait for others, or the next death would be laid to them.</param>
    /// <param name="toTheEnd">Returns only when everything is answered or given up.</param>
    public async Task Send(PushLane lane, Claim claim, long began, bool suspected, bool toTheEnd)
    {
        var late = new CancellationTokenSource(options.SendDeadline + options.LateAnswer);
        var claimToCall = Stopwatch.GetElapsedTime(began).TotalSeconds;
        var flight = new Flight(lane, claim.Attempt, suspected, Stopwatch.GetTimestamp(), claimToCall,
            claim.Deliveries.ConvertAll(delivery => new Call(delivery, Ask(delivery.Notice, late.Token))));
        await Land(flight);
        if (flight.Open.Count == 0)
        {
            late.Dispose();
            return;
        }

        var count = flight.Open.Count;
        var rest = Follow(flight);
        if (toTheEnd || Interlocked.Add(ref stragglers, count) > MostStragglers)
        {
            await rest;
            Interlocked.Add(ref stragglers, toTheEnd ? 0 : -count);
            return;
        }

        Beside(rest.ContinueWith(_ => Interlocked.Add(ref stragglers, -count), TaskScheduler.Default));
    }

    /// <summary>Ends an attempt of which nothing was sent.</summary>
    /// <returns>When it is ended; nobody needs to wait for it.</returns>
    public Task Abandon(Guid attempt)
    {
        var ending = Write(0, ct => deliveries.Finish(attempt, [], [], ct));
        Beside(ending);
        return ending;
    }

    /// <summary>Waits for what the lanes left behind.</summary>
    public Task Drain() => Task.WhenAll(background.Keys);

    private async Task Follow(Flight flight)
    {
        while (flight.Open.Count > 0)
        {
            await Land(flight);
        }
    }

    /// <summary>Waits a moment, and writes what was answered or has run out of time.</summary>
    private async Task Land(Flight flight)
    {
        var all = Task.WhenAll(flight.Open.Select(call => call.Answer));
        if (!all.IsCompleted)
        {
            await Task.WhenAny(all, Task.Delay(options.StragglerAfter));
        }

        await killPoints.Reached(KillPoint.AfterSend);
        var overdue = Stopwatch.GetElapsedTime(flight.Called) >= options.SendDeadline;
        var findings = new List<Finding>(flight.Open.Count);
        var open = new List<Call>();
        foreach (var call in flight.Open)
        {
            if (!call.Answer.IsCompleted && !overdue)
            {
                open.Add(call);
                continue;
            }

            if (!call.Answer.IsCompleted)
            {
                Beside(Settle(flight, call));
            }

            findings.Add(await Judge(flight, call));
        }

        flight.Open = open;
        if (!flight.IsSuspected && open.Count == 0 && findings.Count <= Few && findings.TrueForAll(finding => finding.State == DeliveryState.Sent))
        {
            await Gather(flight, findings);
        }
        else if (findings.Count > 0)
        {
            await Write(flight, findings, [.. open.Select(call => call.Delivery.Notice.DeliveryId)]);
            Count(flight, findings);
            await killPoints.Reached(KillPoint.AfterFinish);
        }
    }

    /// <summary>The lane goes on at once: should the process die before the write, the attempt still stands.</summary>
    private Task Gather(Flight flight, List<Finding> sent)
    {
        lock (gathered)
        {
            gathered.Add((flight, sent));
            if (gathering is null)
            {
                gathering = WriteGathered();
                Beside(gathering);
            }

            return gathered.Count < MostGathered ? Task.CompletedTask : gathering;
        }
    }

    private async Task WriteGathered()
    {
        await Task.Delay(Gathering);
        List<(Flight Flight, List<Finding> Sent)> together;
        lock (gathered)
        {
            together = [.. gathered];
            gathered.Clear();
            gathering = null;
        }

        var sent = together.SelectMany(of => of.Sent).ToList();
        await Write(sent.Count, ct => deliveries.FinishSent(together.ConvertAll(of => of.Flight.Attempt), sent, ct));
        foreach (var (flight, findings) in together)
        {
            Count(flight, findings);
        }

        try
        {
            await killPoints.Reached(KillPoint.AfterFinish);
        }
        catch (KilledException)
        {
            // The lanes notice it themselves.
        }
    }

    private async Task<Finding> Judge(Flight flight, Call call)
    {
        var outcome = call.Answer.IsCompleted
            ? await call.Answer
            : new SendOutcome.Unknown($"{DeliveryReasons.NoAnswer} within {options.SendDeadline.TotalSeconds:f0} s");
        await accounts.Heed(flight.Lane.Account, outcome);
        var finding = Finding.Of(call.Delivery, outcome, options);
        if (outcome is SendOutcome.Unknown unknown)
        {
            log.LogWarning("Delivery {Delivery}: {What}; {Then}", finding.Id, unknown.What,
                finding.State == DeliveryState.Pending ? "resend_after_unknown" : "parked");
        }

        return finding;
    }

    /// <summary>An answer that came after all, and says something for good.</summary>
    private async Task Settle(Flight flight, Call call)
    {
        if (await call.Answer is var outcome and (SendOutcome.Sent or SendOutcome.Refused or SendOutcome.NotFollowing))
        {
            await Write(flight, [Finding.Of(call.Delivery, outcome, options)], []);
        }
    }

    private async Task<SendOutcome> Ask(NoticeToSend notice, CancellationToken ct)
    {
        try
        {
            return await sender.Send(notice, ct);
        }
        catch (Exception failed)
        {
            // The adapter promises not to throw; whatever broke that promise may have sent.
            return new SendOutcome.Unknown(failed is OperationCanceledException ? DeliveryReasons.NoAnswer : failed.GetType().Name);
        }
    }

    private Task Write(Flight flight, List<Finding> findings, Guid[] stillSending) =>
        Write(findings.Count, ct => deliveries.Finish(flight.Attempt, findings, stillSending, ct));

    /// <summary>Outcomes are dear: kept, and written again until PostgreSQL takes them.</summary>
    private async Task Write(int count, Func<CancellationToken, Task> finish)
    {
        var pause = TimeSpan.FromMilliseconds(50);
        while (true)
        {
            try
            {
                await finish(CancellationToken.None);
                return;
            }
            catch (Exception failed) when (failed is NpgsqlException or TimeoutException && !killPoints.Died)
            {
                log.LogWarning("{Count} outcomes are not written yet: {Reason}", count, failed.Message);
                await Task.Delay(pause);
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
            }
        }
    }

    private void Count(Flight flight, List<Finding> findings)
    {
        var took = Stopwatch.GetElapsedTime(flight.Called).TotalSeconds + flight.ClaimToCall;
        var sent = 0;
        var parked = 0;
        for (var i = 0; i < findings.Count; i++)
        {
            sent += findings[i].State == DeliveryState.Sent ? 1 : 0;
            parked += findings[i].State == DeliveryState.Unknown ? 1 : 0;
            PushMetrics.Answered(flight.Lane.Account, findings[i], took + flight.AgeOf(findings[i].Id));
        }

        accounts.CountSent(flight.Lane.Account, sent);
        if (parked > 0)
        {
            PushMetrics.Parked(flight.Lane.Account, parked);
        }
    }

    /// <summary>Work that no lane waits for, and <see cref="Drain"/> does.</summary>
    public void Beside(Task work)
    {
        if (!background.TryAdd(work, 0))
        {
            return;
        }

        _ = work.ContinueWith(done => background.TryRemove(done, out _), TaskScheduler.Default);
    }

    private readonly record struct Call(ClaimedDelivery Delivery, Task<SendOutcome> Answer);

    /// <summary>One attempt under way.</summary>
    private sealed class Flight(PushLane lane, Guid attempt, bool suspected, long called, double claimToCall, List<Call> open)
    {
        private readonly Dictionary<Guid, double> ages = open.ToDictionary(call => call.Delivery.Notice.DeliveryId, call => call.Delivery.Age);

        public PushLane Lane => lane;

        public Guid Attempt => attempt;

        public bool IsSuspected => suspected;

        public long Called => called;

        public double ClaimToCall => claimToCall;

        public List<Call> Open { get; set; } = open;

        public double AgeOf(Guid delivery) => ages[delivery];
    }
}
