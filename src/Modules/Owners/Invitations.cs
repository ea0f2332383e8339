using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using WeChatService.Kernel;
using WeChatService.Owners.Contracts;
using WeChatService.ServiceAccounts.Contracts;
using WeChatService.ServiceAccounts.Ports;

namespace WeChatService.Owners;

/// <summary>Issues a project's invitation and says in the chat what scanning it leads to.</summary>
internal sealed class Invitations(
    AppDb db, IQrCodeIssuer codes, Ids ids, TimeProvider time, IConfiguration configuration) : IContactInvitations, IReplyToScan
{
    public async Task<InvitationCard> Issue(InvitationRequest request, bool anew, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var invitation = await db.Set<ContactInvitation>().FirstOrDefaultAsync(i => i.ProjectId == request.ProjectId && i.RevokedAt == null, ct);
        if (anew && invitation is not null)
        {
            invitation.Revoke(now);
            db.Audit("invitation.revoked", nameof(ContactInvitation), invitation.Id, $"「{request.ProjectName}」换一张联系人绑定码，旧码作废");
            invitation = null;
        }

        if (invitation is null)
        {
            var scene = "bind_" + ids.Token(15);
            var code = await Ask(scene, ct);
            invitation = ContactInvitation.Of(ids.Next(), scene, request, code.Content.OriginalString, code.ImageUrl.OriginalString, now, code.ExpiresAt);
            db.Add(invitation);
            db.Audit("invitation.issued", nameof(ContactInvitation), invitation.Id, $"出示「{request.ProjectName}」的联系人绑定码");
        }
        else if (invitation.IsDueForRenewal(now))
        {
            // The same scene: whoever scanned the old picture, or has the link from the chat, still gets in.
            var code = await Ask(invitation.Scene, ct);
            invitation.Renew(code.Content.OriginalString, code.ImageUrl.OriginalString, code.ExpiresAt);
            db.Audit("invitation.renewed", nameof(ContactInvitation), invitation.Id, $"延长「{request.ProjectName}」的联系人绑定码");
        }

        invitation.Shows(request);
        return new InvitationCard(invitation.Scene, invitation.Content, invitation.ImageUrl, invitation.ExpiresAt);
    }

    private async Task<IssuedQrCode> Ask(string scene, CancellationToken ct)
    {
        try
        {
            return await Permanent(scene, ct) ?? await codes.Issue(ServiceAccountKind.Owner, scene, ContactInvitation.Lifetime, ct);
        }
        catch (Exception e) when (e is WeChatUnavailable or WeChatMisconfigured)
        {
            throw new RuleBroken(OwnerProblems.QrUnavailable);
        }
    }

    private async Task<IssuedQrCode?> Permanent(string scene, CancellationToken ct)
    {
        try
        {
            return await codes.Issue(ServiceAccountKind.Owner, scene, lifetime: null, ct);
        }
        catch (NoPermanentCodeLeft)
        {
            return null;
        }
    }

    public async Task<string?> ReplyFor(ServiceAccountKind account, string openId, string scene, CancellationToken ct)
    {
        if (account != ServiceAccountKind.Owner)
        {
            return null;
        }

        var invitation = await db.Set<ContactInvitation>().IgnoreQueryFilters().AsNoTracking().FirstOrDefaultAsync(i => i.Scene == scene, ct);
        if (invitation is null)
        {
            return null;
        }

        if (!invitation.IsValid(time.GetUtcNow()))
        {
            return $"这张绑定码已经作废。请让{invitation.AgencyName}的项目负责人出示新的二维码。";
        }

        var page = $"{configuration["Public:Base"]?.TrimEnd('/')}/owner/bind?scene={scene}";
        return $"{invitation.AgencyName}请您做「{invitation.ProjectName}」的联系人。"
            + $"绑定后您能看到每次维保谁来、做了什么、报告和故障。\n<a href=\"{page}\">填写姓名和手机号，完成绑定</a>";
    }
}
