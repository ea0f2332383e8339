using WeChatService.Kernel;

namespace WeChatService.Accounts.Contracts;

/// <summary>ORG-37: whether what is written on photographed papers can be read; the module that looks at pictures does it.</summary>
public interface IPaperCheck
{
    /// <summary>Reads the pictures: ask everything cheaper first.</summary>
    /// <exception cref="RuleBroken">One is too dark or blurred; the sentence names it.</exception>
    Task MustBeLegible(IReadOnlyList<(Guid PhotoId, string Says)> papers, CancellationToken ct);
}
