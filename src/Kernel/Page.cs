namespace WeChatService.Kernel;

/// <summary>One page of a list, with how many there are in all.</summary>
/// <param name="Number">From 1.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, int Total, int Number, int Size);

/// <summary>Which page a caller wants: <c>?page=2&amp;size=20</c>; sizes beyond 100 are cut.</summary>
public sealed record PageRequest(int? Page, int? Size)
{
    public int Number => Math.Clamp(Page ?? 1, 1, 1_000_000);
    public int Take => Math.Clamp(Size ?? 20, 1, 100);
    public int Skip => (Number - 1) * Take;

    public Page<T> Of<T>(IReadOnlyList<T> items, int total) => new(items, total, Number, Take);
}
