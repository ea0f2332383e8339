using WeChatService.Kernel;
using WeChatService.Owners.Contracts;

namespace WeChatService.Owners;

/// <summary>
/// The QR code in a project's detail by which contacts bind themselves (OWN-06): one per project, good until it is revoked, because a contact
/// left or somebody asked for a new one. Its scene is random and holds no secret.
/// </summary>
internal sealed class ContactInvitation : IAgencyOwned
{
    public const string OneEach = "ux_contact_invitation_project";

    /// <summary>WeChat gives out a hundred thousand permanent codes; where they are used up, its temporary ones live 30 days at most.</summary>
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

    /// <summary>Who shows it, and what for: the binding page says it before anybody fills in a form.</summary>
    public string? AskedByName { get; private set; }
    public string? Address { get; private set; }
    public string? Service { get; private set; }
    public DateOnly? TermStarts { get; private set; }
    public DateOnly? TermEnds { get; private set; }

    public string Content { get; private set; } = "";
    public string ImageUrl { get; private set; } = "";
    public DateTimeOffset IssuedAt { get; private set; }

    /// <summary>Null: WeChat's picture is good for ever.</summary>
    public DateTimeOffset? ExpiresAt { get; private set; }

    public DateTimeOffset? RevokedAt { get; private set; }

    public static ContactInvitation Of(
        Guid id, string scene, InvitationRequest request, string content, string imageUrl, DateTimeOffset now, DateTimeOffset? expiresAt)
    {
        var invitation = new ContactInvitation { Id = id, Scene = scene, AgencyId = request.AgencyId, ProjectId = request.ProjectId, Region = request.Region, IssuedAt = now };
        invitation.Shows(request);
        invitation.Renew(content, imageUrl, expiresAt);
        return invitation;
    }

    /// <summary>Somebody shows it now; what stands on the page is what is true now.</summary>
    public void Shows(InvitationRequest request) =>
        (AgencyName, ProjectName, OwnerId, OwnerName, AskedByName, Address, Service, TermStarts, TermEnds) = (
            request.AgencyName, request.ProjectName, request.OwnerId, request.OwnerName, request.AskedByName, request.Address, request.Service,
            request.TermStarts, request.TermEnds);

    public bool IsDueForRenewal(DateTimeOffset now) => now > ExpiresAt - LeastRest;

    /// <summary>WeChat made a new picture for the same scene.</summary>
    public void Renew(string content, string imageUrl, DateTimeOffset? expiresAt) => (Content, ImageUrl, ExpiresAt) = (content, imageUrl, expiresAt);

    public void Revoke(DateTimeOffset now) => RevokedAt ??= now;

    public bool IsValid(DateTimeOffset now) => RevokedAt is null && !(now >= ExpiresAt);

    public void MustBeValid(DateTimeOffset now)
    {
        if (RevokedAt is not null)
        {
            throw new RuleBroken(OwnerProblems.InvitationRevoked);
        }

        if (!IsValid(now))
        {
            throw new RuleBroken(OwnerProblems.InvitationExpired);
        }
    }
}
