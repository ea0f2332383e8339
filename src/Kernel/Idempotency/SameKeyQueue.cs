namespace WeChatService.Kernel;

/// <summary>
/// The same request sent again while the first is still at work waits for its answer: nothing is asked of a vendor twice that is paid by
/// the call. Of this process; what two processes do at once the key of the stored answer decides.
/// </summary>
internal sealed class SameKeyQueue
{
    private readonly Dictionary<(Guid Account, string Key), Turn> _turns = [];

    private sealed class Turn
    {
        public SemaphoreSlim Gate { get; } = new(1, 1);
        public int Waiting { get; set; }
    }

    /// <summary>Waits for its turn; disposing gives it to the next.</summary>
    public async Task<IDisposable> Enter(Guid account, string key, CancellationToken ct)
    {
        Turn? turn;
        lock (_turns)
        {
            if (!_turns.TryGetValue((account, key), out turn))
            {
                _turns[(account, key)] = turn = new Turn();
            }

            turn.Waiting++;
        }

        try
        {
            await turn.Gate.WaitAsync(ct);
        }
        catch (OperationCanceledException)
        {
            Leave(account, key, turn);
            throw;
        }

        return new Place(() =>
        {
            turn.Gate.Release();
            Leave(account, key, turn);
        });
    }

    private void Leave(Guid account, string key, Turn turn)
    {
        lock (_turns)
        {
            if (--turn.Waiting == 0)
            {
                _turns.Remove((account, key));
            }
        }
    }

    private sealed class Place(Action leave) : IDisposable
    {
        public void Dispose() => leave();
    }
}
