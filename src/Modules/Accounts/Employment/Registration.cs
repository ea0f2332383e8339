using WeChatService.Accounts.Contracts;
using WeChatService.Agencies.Contracts;
using WeChatService.Kernel;

namespace WeChatService.Accounts.Employment;

internal enum RegistrationState { RealName, PortraitPassed, Complete }

/// <summary>
/// 人员注册 in three steps (PEO-15, 16): 实名 → 证件照识别 → 从业信息. Belongs to a person and not to an agency: he brings it along wherever he
/// joins.
/// </summary>
[Shared("the person's own; found by his account, and no door lists registrations")]
internal sealed class Registration
{
    public const string OnceKey = "ux_registration_identity";
    private const int MostCertificates = 10;

    public Guid Id { get; private set; }
    public Guid AccountId { get; private set; }
    public string Name { get; private set; } = "";
    public string Phone { get; private set; } = "";
    public byte[] SealedIdentityNumber { get; private set; } = [];
    public string IdentityFingerprint { get; private set; } = "";
    public Guid? PortraitId { get; private set; }
    public IReadOnlyList<CertificateCard> Certificates { get; private set; } = [];
    public RegistrationState State { get; private set; }
    public DateTimeOffset BeganAt { get; private set; }

    public static Registration Begin(Guid id, Guid accountId, string name, string phone, string identityNumber, FieldCipher cipher, DateTimeOffset now) => new()
    {
        Id = id, AccountId = accountId, Name = name, Phone = phone, SealedIdentityNumber = cipher.Seal(identityNumber),
        IdentityFingerprint = cipher.Fingerprint("registration:" + identityNumber), BeganAt = now,
    };

    /// <summary>PEO-15: the picture was recognised; a newer one takes its place.</summary>
    public void PassPortrait(Guid photoId)
    {
        PortraitId = photoId;
        State = State == RegistrationState.Complete ? State : RegistrationState.PortraitPassed;
    }

    /// <summary>PEO-16: none at all is a registration too, of somebody who does not practise.</summary>
    /// <exception cref="RuleBroken">The portrait has not passed (PEO-15), or a line says nothing.</exception>
    public void Complete(IReadOnlyList<CertificateCard> certificates)
    {
        if (State == RegistrationState.RealName)
        {
            throw new RuleBroken(EmploymentProblems.PortraitFirst);
        }

        if (certificates.Count > MostCertificates || certificates.Any(c => !c.IsWhole))
        {
            throw new RuleBroken(EmploymentProblems.CertificateUnclear);
        }

        (Certificates, State) = ([.. certificates.Select(c => c with { Number = c.Number.Trim() })], RegistrationState.Complete);
    }

    /// <summary>PEO-16, 17: an engineer may join as engineer or operator, an operator as operator, everybody as the one who represents the agency.</summary>
    public IReadOnlyList<Post> Posts(DateOnly today)
    {
        var held = Certificates.Where(c => c.ValidUntil >= today).Select(c => c.Kind).ToHashSet();
        return [.. Enum.GetValues<Post>().Where(post => post switch
        {
            Post.Engineer => held.Contains(CertificateKind.Engineer),
            Post.Operator => held.Count > 0,
            _ => true,
        })];
    }

    /// <exception cref="RuleBroken">Not complete (PEO-15), or no certificate for this post (PEO-17).</exception>
    public void MustFit(Post post, DateOnly today)
    {
        if (State != RegistrationState.Complete)
        {
            throw new RuleBroken(EmploymentProblems.RegistrationIncomplete);
        }

        if (!Posts(today).Contains(post))
        {
            throw new RuleBroken(post == Post.Engineer ? EmploymentProblems.EngineerNeedsCertificate : EmploymentProblems.OperatorNeedsCertificate);
        }
    }

    public NewStaff Brings(FieldCipher cipher) => new(Name, Phone, cipher.Open(SealedIdentityNumber), PortraitId, Certificates);
}
