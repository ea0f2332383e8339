using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using WeChatService.Kernel;
using WeChatService.Regions.Contracts;

namespace WeChatService.Accounts.SignIns;

/// <summary>User name and password, as every client that has them sends them.</summary>
internal sealed record Credentials(string? UserName, string? Password);

/// <summary>Finds the account of a user name and password that may enter by this door; every refusal is audited (ACC-27).</summary>
internal sealed class PasswordCheck(
    AppDb db, CurrentActor actor, IRegionPolicies policies, IPasswordHasher<Account> hasher, TimeProvider time)
{
    private const int LongestPassword = 200;
    private static string? _decoy;

    public async Task<Account> Check(Credentials said, Door door, CancellationToken ct)
    {
        using var system = actor.AsSystem();
        var password = said.Password is { Length: <= LongestPassword } typed ? typed : "";
        if (await Find(said.UserName, ct) is not { } account)
        {
            // As slow as a wrong password, so that the time does not tell which user names exist.
            hasher.VerifyHashedPassword(null!, _decoy ??= hasher.HashPassword(null!, "decoy"), password);
            throw Refused(Guid.Empty, AccountProblems.WrongPassword);
        }

        var policy = policies.For(account.Region);
        try
        {
            account.SignIn(password, policy.Auth, hasher, time.GetUtcNow());
            account.Enter(door, policy);
            return account;
        }
        catch (RuleBroken refused)
        {
            throw Refused(account.Id, refused.Problem);
        }
    }

    /// <summary>What cannot be a user name is not asked for: the database refuses some characters.</summary>
    private async Task<Account?> Find(string? userName, CancellationToken ct)
    {
        var name = userName?.Trim().ToLowerInvariant();
        return name is { Length: >= 3 and <= 30 } && name.All(char.IsAsciiLetterOrDigit)
            ? await db.Set<Account>().FirstOrDefaultAsync(a => a.UserName == name, ct)
            : null;
    }

    private RuleBroken Refused(Guid accountId, Problem why)
    {
        db.Audit("account.sign_in_refused", nameof(Account), accountId, "登录被拒绝", after: new { why.Code });
        return RuleBroken.Keeping(why);
    }
}
