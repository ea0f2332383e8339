namespace WeChatService.Kernel;

/// <summary>Something that the audit found changed: what, and how it differs from what was recorded.</summary>
/// <param name="Check">audit, evidence, report.</param>
/// <param name="Subject">Chain and number, photo, report number: what a person looks up.</param>
/// <param name="Says">What changed.</param>
public sealed record AuditFinding(string Check, string Subject, string Says);

/// <summary>One kind of proof that nothing was changed behind the service's back. Reads only; sees all regions.</summary>
public interface IAuditCheck
{
    /// <summary>audit, evidence, report: the order in which they are told.</summary>
    string Name { get; }

    /// <param name="look">What to read, and where the tally goes.</param>
    IAsyncEnumerable<AuditFinding> Run(AuditLook look, CancellationToken ct);
}

/// <param name="Bytes">Also read every stored photo and document and compare its SHA-256; without it the rows alone are read.</param>
public sealed record AuditLook(bool Bytes)
{
    private readonly SortedDictionary<string, long> _seen = new(StringComparer.Ordinal);

    /// <summary>How many of each were looked at, so that an empty database is not taken for a whole one.</summary>
    public IReadOnlyDictionary<string, long> Seen => _seen;

    public void Count(string what) => _seen[what] = _seen.GetValueOrDefault(what) + 1;
}
