namespace WeChatService.Redis.Guard;

/// <summary>
/// A work item that only says that it ran. A client that reads its replies on the thread pool looks dead when
/// the pool is starved; then replacing the connection would heal nothing and cost more work items.
/// </summary>
internal sealed class PoolBeat : IThreadPoolWorkItem
{
    private readonly ManualResetEventSlim ran = new();

    public static PoolBeat Start()
    {
        var beat = new PoolBeat();
        ThreadPool.UnsafeQueueUserWorkItem(beat, preferLocal: false);
        return beat;
    }

    /// <summary>True if the pool had a thread to spare within <paramref name="patience"/>.</summary>
    public bool Ran(TimeSpan patience) => ran.Wait(patience);

    void IThreadPoolWorkItem.Execute() => ran.Set();
}
