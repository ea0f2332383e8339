namespace WeChatService.Kernel;

/// <summary>The chains of audit entries, one per agency.</summary>
public static class AuditTrail
{
    /// <summary>The number of the first entry that is missing or was altered; null if the chain is whole.</summary>
    public static async Task<long?> FirstBreak(AppDb db, string chain, CancellationToken ct)
    {
        await foreach (var (_, broken) in HashChain.Walk<AuditEntry>(db, chain, ct))
        {
            if (broken is not null)
            {
                return broken.Number;
            }
        }

        return null;
    }
}
