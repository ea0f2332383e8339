namespace WeChatService.Kernel;

/// <summary>
/// A refusal that a person reads: a stable code for programs, a Chinese sentence that says what to do next, and
/// the ID of the rule that was met. Each is declared once, in its module's <c>XxxProblems</c> class.
/// </summary>
/// <param name="Code">Stable, dotted, lower case: <c>report.filed_cannot_be_deleted</c>.</param>
/// <param name="Status">HTTP status: 400 shape, 403 not your right, 404 not yours, 409 state, 422 content, 503 later.</param>
/// <param name="Title">Chinese; what happened, why, what to do.</param>
/// <param name="Rule">The rule's ID in src/rules.md, if one is behind it.</param>
public sealed record Problem(string Code, int Status, string Title, string? Rule = null)
{
    /// <summary>What every refusal says on its own (RFC 9457, and ours); no fact takes their place.</summary>
    private static readonly HashSet<string> Stable = new(StringComparer.OrdinalIgnoreCase)
    {
        "type", "title", "status", "detail", "instance", "code", "rule", "traceId", "errors", "extensions",
    };

    private IReadOnlyDictionary<string, object?> _facts = new Dictionary<string, object?>();

    /// <summary>Figures and names that a screen shows beside the sentence (distance, score, name of the project).</summary>
    /// <exception cref="ArgumentException">A fact has the name of something that every refusal says: a mistake of the programmer.</exception>
    public IReadOnlyDictionary<string, object?> Facts
    {
        get => _facts;
        init => _facts = value.Keys.FirstOrDefault(Stable.Contains) is { } taken
            ? throw new ArgumentException($"'{taken}' is said by every refusal; {Code} must call its fact otherwise", nameof(value))
            : value;
    }

    /// <summary>The same refusal in words that name the figures of this case.</summary>
    public Problem Says(string title) => this with { Title = title };

    public Problem With(string fact, object? value) =>
        this with { Facts = new Dictionary<string, object?>(Facts) { [fact] = value } };
}

/// <summary>Thrown by a rule; the one exception handler of the house turns it into ProblemDetails.</summary>
public sealed class RuleBroken(Problem problem, bool keepsEvidence = false) : Exception(problem.Code)
{
    public Problem Problem { get; } = problem;

    /// <summary>
    /// True if what the handler has added so far (a failed face comparison, its audit entry) is stored although
    /// the request is refused: evidence of a refusal is evidence.
    /// </summary>
    public bool KeepsEvidence { get; } = keepsEvidence;

    public static RuleBroken Keeping(Problem problem) => new(problem, keepsEvidence: true);
}
