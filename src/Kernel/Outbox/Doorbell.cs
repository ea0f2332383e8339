namespace WeChatService.Kernel;

/// <summary>Wakes a background loop of the same process; missing a ring only costs one polling interval.</summary>
public sealed class Doorbell
{
    private readonly SemaphoreSlim _bell = new(0, 1);

    public void Ring()
    {
        try
        {
            _bell.Release();
        }
        catch (SemaphoreFullException)
        {
            // It is ringing already.
        }
    }

    public Task Wait(TimeSpan atMost, CancellationToken ct) => _bell.WaitAsync(atMost, ct);
}

/// <summary>One bell per background loop.</summary>
public sealed class Doorbells
{
    public Doorbell Outbox { get; } = new();
    public Doorbell Jobs { get; } = new();
}
