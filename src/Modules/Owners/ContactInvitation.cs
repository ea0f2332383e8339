using WeChatService.Kernel;
using WeChatService.Owners.Contracts;

namespace WeChatService.Owners;

/// <summary>The QR code in a project's detail by which contacts bind themselves (OWN-06). Its scene is random and holds no secret.</summary>
internal sealed class ContactInvitation : IAgencyOwned
{
    /// <summary>WeChat's temporary codes live 30 days at most.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(30);

    /// <summary>Whoever is shown the code may print it: it then works for a week at least.</summary>
    private static readonly TimeSpan LeastRest = TimeSpan.FromDays(7);

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

    public bool IsDueForRenewal(DateTimeOffset now) => now > ExpiresAt - LeastRest;

    /// <summary>WeChat made a new picture for the same scene.</summary>
    public void Renew(string content, string imageUrl, DateTimeOffset expiresAt) => (Content, ImageUrl, ExpiresAt) = (content, imageUrl, expiresAt);

    public bool IsValid(DateTimeOffset now) => now < ExpiresAt;

    public void MustBeValid(DateTimeOffset now)
    {
        if (!IsValid(now))
        {
            throw new RuleBroken(OwnerProblems.InvitationExpired);
        }
    }
}
