using Microsoft.EntityFrameworkCore;
using WeChatService.Kernel;
using WeChatService.ServiceAccounts.Contracts;
using WeChatService.ServiceAccounts.Followers;
using WeChatService.ServiceAccounts.MiniProgram;
using WeChatService.ServiceAccounts.Ports;

namespace WeChatService.ServiceAccounts.Subscriptions;

/// <summary>
/// What WeChat's callbacks say about subscription messages, counted in the transaction that takes the callback in. Templates that are not
/// ours (made by hand in the console) are passed over.
/// </summary>
internal sealed class WhatWeChatSaid(AppDb db, ISubscriptions subscriptions, ISubscriptionTemplates templates, Ids ids)
    : IHandleAtOnce<SubscriptionAnswered>, IHandleAtOnce<SubscriptionMessageFinished>, IHandleAtOnce<AuthorizationRevoked>
{
    private const int NoOptInLeft = 43101;

    /// <summary>A refused prompt takes nothing back; the switch in the settings does.</summary>
    public async Task Handle(SubscriptionAnswered happened, CancellationToken ct)
    {
        if (KeyOf(happened.Account, happened.TemplateId) is not { } key) return;
        // The inbox applies each event once, so a name of its own suffices.
        if (happened is { Accepted: true, InSettings: false })
            await subscriptions.Accepted(happened.OpenId, key, OptInSource.Popup, ids.Next().ToString("N"), happened.At, ct);
        else if (happened is { Accepted: false, InSettings: true })
            await subscriptions.Withdrawn(happened.OpenId, key, ct);
    }

    public async Task Handle(SubscriptionMessageFinished happened, CancellationToken ct)
    {
        if (happened.ErrorCode == NoOptInLeft && KeyOf(happened.Account, happened.TemplateId) is { } key) await subscriptions.Withdrawn(happened.OpenId, key, ct);
    }

    /// <summary>Consent withdrawn: what WeChat told us of the person beyond the openid goes, and so do the opt-ins.</summary>
    public async Task Handle(AuthorizationRevoked happened, CancellationToken ct)
    {
        (await db.Set<Follower>().FirstOrDefaultAsync(f => f.Account == happened.Account && f.OpenId == happened.OpenId, ct))?.Forgets();
        if (happened.Account != ServiceAccountKind.MiniProgram) return;
        await db.Set<MiniProgramSession>().Where(s => s.OpenId == happened.OpenId).ExecuteDeleteAsync(ct);
        await db.Set<OptIn>().Where(o => o.OpenId == happened.OpenId).ExecuteDeleteAsync(ct);
        await db.Set<Subscription>().Where(s => s.OpenId == happened.OpenId).ExecuteDeleteAsync(ct);
    }

    private string? KeyOf(ServiceAccountKind account, string templateId) =>
        account == ServiceAccountKind.MiniProgram ? templates.All.FirstOrDefault(t => t.Id == templateId)?.Key : null;
}
