namespace WeChatService.Benchmarks;

/// <summary>What the command line asks for.</summary>
/// <param name="Named">Which measurements; empty for all.</param>
/// <param name="Only">Goals ("G1") that alone are measured within them; empty for all.</param>
/// <param name="Json">One object per line instead of text.</param>
/// <param name="Quick">A short smoke that shows that everything runs; its figures mean nothing.</param>
internal sealed record Options(IReadOnlyList<string> Named, IReadOnlyList<string> Only, bool Json, bool Quick)
{
    /// <summary>Each contestant runs so often; the median counts.</summary>
    public int Passes => Quick ? 1 : 3;

    /// <summary>How long a pass of requests is measured.</summary>
    public TimeSpan PassTime => TimeSpan.FromSeconds(Quick ? 1 : 4);

    /// <summary>What one measurement may spend on repeating passes that others disturbed.</summary>
    public TimeSpan ForRepeats => TimeSpan.FromSeconds(Quick ? 0 : 120);

    public bool Wants(string goal) => Only.Count == 0 || Only.Contains(goal, StringComparer.OrdinalIgnoreCase);

    /// <exception cref="ArgumentException">Says what is wrong with the command line.</exception>
    public static Options Of(string[] args)
    {
        var named = new List<string>();
        string[] only = [];
        for (var i = 0; i < args.Length; i++)
        {
            switch (args[i])
            {
                case "--json" or "--quick":
                    break;
                case "--only" when i + 1 < args.Length:
                    only = args[++i].Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
                    break;
                case var flag when flag.StartsWith('-'):
                    throw new ArgumentException($"unknown argument {flag}");
                default:
                    named.Add(args[i]);
                    break;
            }
        }

        return new Options(named, only, args.Contains("--json"), args.Contains("--quick"));
    }
}
