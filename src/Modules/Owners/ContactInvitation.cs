using WeChatService.Kernel;
using WeChatService.Owners.Contracts;

namespace WeChatService.Owners;

/// <summary>The QR code in a project's detail by which contacts bind themselves (OWN-06). Its scene is random and holds no secret.</summary>
internal sealed class ContactInvitation : IAgencyOwned
{
    /// <summary>WeChat's temporary codes live 30 days at most; we re-issue a day earlier.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(29);

    public Guid Id { get; private set; }
    public string Scene { get; private set; } = "";
    public Guid AgencyId { get; private set; }
    public string AgencyName { get; private set; } = "";
    public Guid ProjectId { get; private set; }
    public string ProjectName { get; private set; } = "";
    public Guid OwnerId { get; private set; }
    public string OwnerName { get; private set; } = "";
    public string Region { get; private set; } = "";
    public string Content { get; private set; } = "";
    public string ImageUrl { get; private set; } = "";
    public DateTimeOffset IssuedAt { get; private set; }
    public DateTimeOffset ExpiresAt { get; private set; }

    public static ContactInvitation Of(
        Guid id, string scene, InvitationRequest request, string content, string imageUrl, DateTimeOffset now, DateTimeOffset expiresAt) => new()
        {
            Id = id, Scene = scene, AgencyId = request.AgencyId, AgencyName = request.AgencyName, ProjectId = request.ProjectId,
            ProjectName = request.ProjectName, OwnerId = request.OwnerId, OwnerName = request.OwnerName, Region = request.Region,
            Content = content, ImageUrl = imageUrl, IssuedAt = now, ExpiresAt = expiresAt,
        };

    public bool IsValid(DateTimeOffset now) => now < ExpiresAt;

    public void MustBeValid(DateTimeOffset now)
    {
        if (!IsValid(now))
        {
            throw new RuleBroken(OwnerProblems.InvitationExpired);
        }
    }
}
