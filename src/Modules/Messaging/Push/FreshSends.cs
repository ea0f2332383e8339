using System.Diagnostics;

namespace WeChatService.Messaging.Push;

/// <summary>Sends what the relay of this process claimed with its own commit: beside the lanes, few at a time, and only while nothing waits for these.</summary>
internal sealed class FreshSends(Inboxes inboxes, Sending sending, Pulse pulse, PushOptions options, KillPoints killPoints)
{
    private const int Most = 32;
    private int underWay;

    public int UnderWay => Volatile.Read(ref underWay);

    public bool TryReserve(PushLane lane)
    {
        if (!pulse.IsSure || !inboxes[lane].IsIdle || killPoints.Died)
        {
            return false;
        }

        if (Interlocked.Increment(ref underWay) <= Most)
        {
            return true;
        }

        Release();
        return false;
    }

    /// <summary>Nothing comes of what was reserved.</summary>
    public void Release() => Interlocked.Decrement(ref underWay);

    /// <summary>Has it sent, or gives it back when a rest or the end of the process came between.</summary>
    /// <param name="lane">That was reserved.</param>
    /// <param name="claim">Committed.</param>
    /// <param name="began">Before the commit.</param>
    public Task Go(PushLane lane, Claim claim, long began)
    {
        var mayStillGo = inboxes[lane].IsServed && pulse.IsSure && Stopwatch.GetElapsedTime(began) <= options.WorkerSilence / 2;
        if (!mayStillGo)
        {
            return GiveUp(claim);
        }

        sending.Beside(Send(lane, claim, began));
        return Task.CompletedTask;
    }

    public Task GiveUp(Claim claim)
    {
        Release();
        return sending.Abandon(claim.Attempt);
    }

    private async Task Send(PushLane lane, Claim claim, long began)
    {
        try
        {
            await killPoints.Reached(KillPoint.AfterClaim);
            await sending.Send(lane, claim, began, suspected: false, toTheEnd: false);
        }
        catch (KilledException)
        {
            // The lanes notice it themselves.
        }
        finally
        {
            Release();
        }
    }
}
