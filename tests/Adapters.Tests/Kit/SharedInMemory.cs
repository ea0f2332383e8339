using System.Collections.Concurrent;
using WeChatService.ServiceAccounts.Contracts;
using WeChatService.ServiceAccounts.Ports;

namespace WeChatService.Adapters.Tests.Kit;

/// <summary>Exchanged codes that several adapters of one test share; the real store is tested with the module that owns it.</summary>
internal sealed class LoginCodesInMemory : ILoginCodes
{
    private readonly Lock guard = new();
    private readonly Dictionary<string, (Guid Holder, string? Answer)> known = [];

    public Task<LoginCodeTurn> Take(string codeHash, Guid holder, TimeSpan lease, CancellationToken ct)
    {
        lock (guard)
        {
            if (known.TryGetValue(codeHash, out var kept)) return Task.FromResult(new LoginCodeTurn(false, kept.Answer));
            known[codeHash] = (holder, null);
            return Task.FromResult(new LoginCodeTurn(true, null));
        }
    }

    public Task Keep(string codeHash, Guid holder, string answer, TimeSpan life, CancellationToken ct)
    {
        lock (guard) known[codeHash] = (holder, answer);
        return Task.CompletedTask;
    }

    public Task Release(string codeHash, Guid holder, CancellationToken ct)
    {
        lock (guard) known.Remove(codeHash);
        return Task.CompletedTask;
    }
}

/// <summary>What was rung and not cleared.</summary>
internal sealed class AlarmsInMemory : IAlarmBell
{
    public ConcurrentDictionary<(ServiceAccountKind Account, int Code, string Path), string> Open { get; } = new();

    public Task Ring(ServiceAccountKind account, int errCode, string path, string what)
    {
        Open[(account, errCode, path)] = what;
        return Task.CompletedTask;
    }

    public Task Works(ServiceAccountKind account, string path)
    {
        foreach (var key in Open.Keys.Where(k => k.Account == account && k.Path == path)) Open.TryRemove(key, out _);
        return Task.CompletedTask;
    }
}

/// <summary>Remembers what the adapter says of opt-ins; it counts none itself.</summary>
internal sealed class OptInsInMemory : ISubscriptions
{
    public ConcurrentBag<(string OpenId, string Template)> Withdrawals { get; } = [];

    public Task<int> Remaining(string openId, string templateKey, CancellationToken ct) => Task.FromResult(0);

    public Task<bool> Take(string openId, string templateKey, CancellationToken ct) => Task.FromResult(false);

    public Task Accepted(string openId, string templateKey, OptInSource source, string tap, DateTimeOffset at, CancellationToken ct) => Task.CompletedTask;

    public Task Withdrawn(string openId, string templateKey, CancellationToken ct)
    {
        Withdrawals.Add((openId, templateKey));
        return Task.CompletedTask;
    }
}
