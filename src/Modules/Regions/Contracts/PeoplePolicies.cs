using WeChatService.Kernel;

namespace WeChatService.Regions.Contracts;

public enum AgencyRegistration { FormsToCorps, IssuedByCorps, ImportedFromNational, SelfRegistration }

/// <param name="Registration">ORG-27, 28, 29, 34.</param>
/// <param name="AutoDisable">ORG-30: the administrator's account is switched off when the staff no longer suffices.</param>
/// <param name="PublicProjects">ORG-26, 38: does the public directory list projects, or are they for the authority alone?</param>
public sealed record OrganisationPolicy(AgencyRegistration Registration, bool AutoDisable, bool PublicProjects);

public enum PeopleSource { ApprovedChanges, ImportOnly, SelfRegistration }

/// <param name="Source">PEO-06, 17: how staff data change.</param>
public sealed record PeoplePolicy(PeopleSource Source);

public enum AccountCategory { Operator, ProjectLead, AgencyManager, Engineer, Representative }

public enum CategoryMode { ChosenByAdministrator, FromCertificate, FromCertificateAndPost }

public enum InitialAccountState { Disabled, UsableAfterBaseApproval, UsableAfterJoinApproval }

/// <param name="Categories">PEO-22.</param>
/// <param name="CategoryMode">PEO-21.</param>
/// <param name="Initial">PEO-23.</param>
public sealed record AccountPolicy(IReadOnlyList<AccountCategory> Categories, CategoryMode CategoryMode, InitialAccountState Initial);

public enum EngineerGrade { Any, First }

/// <param name="MinGrade">PEO-08: the least engineer grade of a project lead.</param>
public sealed record LeadPolicy(EngineerGrade MinGrade);

public enum OperatorLevel { Any, Intermediate }

/// <param name="MinLevel">PEO-09: the least certificate level of a field worker.</param>
public sealed record OperatorPolicy(OperatorLevel MinLevel);

public enum TechnicalLeadsPerAgency { Unlimited, ExactlyOne, Appointed }

public enum TechnicalLeadMayLead { Always, Never, NotTheSameProject }

/// <param name="PerAgency">PEO-11, 14.</param>
/// <param name="MayLead">PEO-12, 13: may a technical lead be a project lead?</param>
public sealed record TechnicalLeadPolicy(TechnicalLeadsPerAgency PerAgency, TechnicalLeadMayLead MayLead);

/// <summary>Where people work. <c>App</c> is the manuals' field app; in this product the mini program plays its part.</summary>
public enum Client { App, WeChat, MiniProgram, Console }

public enum ClientPlatform { Android, Ios, WeChat }

/// <param name="Op">ACC-12: clients of operators.</param>
/// <param name="Lead">ACC-13: clients of project leads.</param>
/// <param name="Mgr">ACC-14: clients of agency managers; empty where the category does not exist.</param>
/// <param name="Platforms">ACC-26.</param>
public sealed record ClientPolicy(
    IReadOnlyList<Client> Op, IReadOnlyList<Client> Lead, IReadOnlyList<Client> Mgr, IReadOnlyList<ClientPlatform> Platforms);

/// <summary>ACC-06, 07: length in characters; <paramref name="Kinds"/> of upper case, lower case, digits, other.</summary>
public sealed record PasswordRule(int MinLength, int MaxLength, int Kinds)
{
    /// <summary>Does the password obey? Length and kinds only; a list of refused passwords is the account module's.</summary>
    public bool Accepts(string password) =>
        password.Length >= MinLength && password.Length <= MaxLength && KindsIn(password) >= Kinds;

    /// <summary>The rule in one Chinese sentence for the person who types.</summary>
    public string Says => Kinds > 1
        ? $"密码 {MinLength} 至 {MaxLength} 位，大写、小写、数字、符号至少占 {Kinds} 种。"
        : $"密码 {MinLength} 至 {MaxLength} 位。";

    private static int KindsIn(string password) =>
        (password.Any(char.IsAsciiLetterUpper) ? 1 : 0) + (password.Any(char.IsAsciiLetterLower) ? 1 : 0)
        + (password.Any(char.IsAsciiDigit) ? 1 : 0) + (password.Any(c => !char.IsAsciiLetterOrDigit(c)) ? 1 : 0);
}

public enum AdministratorReset { Corps, SelfBySms }

public enum DeviceMode { BlockSecond, Replace }

/// <summary>By the phone that WeChat names, or by the account's password.</summary>
public enum FirstUse { Phone, Password }

/// <param name="PasswordRule">ACC-06, 07.</param>
/// <param name="Captcha">ACC-01.</param>
/// <param name="AdminReset">ACC-04.</param>
/// <param name="DeviceMode">ACC-10: a second phone waits, or takes over.</param>
/// <param name="FirstUse">ACC-20: how somebody joins this WeChat to his account when he opens the mini program for the first time.</param>
/// <param name="LockAfterFailures">ACC-27: failed sign-ins in a row before the account is locked.</param>
/// <param name="LockMinutes">ACC-27: how long it stays locked, minutes.</param>
/// <param name="SessionHours">ACC-27: a session ends after this many hours.</param>
public sealed record AuthPolicy(
    PasswordRule PasswordRule, bool Captcha, AdministratorReset AdminReset, DeviceMode DeviceMode, IReadOnlyList<FirstUse> FirstUse,
    int LockAfterFailures, int LockMinutes, int SessionHours);

public enum FaceBaseApproval { Corps, AutomaticTest }

/// <param name="BaseApproval">PEO-24.</param>
/// <param name="Threshold">Least score that counts as the same person, 0 to 1 (the vendor's 0 to 100 divided by 100).</param>
/// <param name="Liveness">Must the picture pass a liveness check?</param>
/// <param name="SecondWayAfter">
/// After so many refused comparisons within an hour the second way is open: codes by SMS to the person and a witness, and a photo, marked
/// 非人脸. 0: at once; null: never.
/// </param>
public sealed record FacePolicy(FaceBaseApproval BaseApproval, decimal Threshold, bool Liveness, int? SecondWayAfter);

public enum OwnerAccountMode { IssuedAccount, SelfBinding }

public enum InitialOwnerPassword { Random, SameAsAccount }

public enum OwnerBinding { Open, Required }

public enum MustFollow { Urged, Required }

/// <param name="AccountMode">ACC-21, OWN-06.</param>
/// <param name="InitialPassword">ACC-21: what is handed over with an account that was made for a contact.</param>
/// <param name="Binding">OWN-06, 10: binding by QR code is possible everywhere; where required, no work starts without it.</param>
/// <param name="MustFollow">OWN-08.</param>
public sealed record OwnerPolicy(OwnerAccountMode AccountMode, InitialOwnerPassword InitialPassword, OwnerBinding Binding, MustFollow MustFollow);

public enum UnknownPush { Park, Resend }

/// <param name="Resend">NTF-15, OWN-09: may the agency send a message again?</param>
/// <param name="Unknown">What becomes of a push whose answer never came: shown to a person, or sent again inside WeChat's window.</param>
public sealed record NotifyPolicy(bool Resend, UnknownPush Unknown);

/// <param name="Years">How long project files are kept, years (Order 7 art. 15).</param>
public sealed record RetentionPolicy(int Years);

/// <param name="FullIdentityNumber">Who may see an identity number unmasked; everybody else sees it masked.</param>
public sealed record PrivacyPolicy(IReadOnlyList<Role> FullIdentityNumber);
