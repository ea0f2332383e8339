namespace WeChatService.ServiceAccounts.Ports;

/// <summary>What to do with a sign-in code: it is <see cref="Yours"/> to exchange, somebody else's (wait), or answered already.</summary>
/// <param name="Answer">WeChat's answer to the first exchange, as the adapter kept it.</param>
public readonly record struct LoginCodeTurn(bool Yours, string? Answer);

/// <summary>
/// WeChat takes each sign-in code once, yet browsers open a page twice and phones repeat a request, perhaps at another process. The first
/// one exchanges the code under a lease, its answer is kept sealed for the others for ten minutes. Codes are kept as hashes only.
/// </summary>
public interface ILoginCodes
{
    Task<LoginCodeTurn> Take(string codeHash, Guid holder, TimeSpan lease, CancellationToken ct);

    /// <summary>Keeps the answer for everybody with the same code.</summary>
    Task Keep(string codeHash, Guid holder, string answer, TimeSpan life, CancellationToken ct);

    /// <summary>WeChat did not answer: the next one may try at once.</summary>
    Task Release(string codeHash, Guid holder, CancellationToken ct);
}
