using Microsoft.AspNetCore.Identity;
using WeChatService.Accounts.Contracts;
using WeChatService.Agencies.Contracts;
using WeChatService.Kernel;
using WeChatService.Regions.Contracts;

namespace WeChatService.Accounts;

internal enum AccountState { Disabled, Enabled }

/// <summary>
/// 禁用 ⇄ 开启, and locked for a while after wrong passwords (rules §19.9). Of a member of an agency's staff, or of an officer of a
/// brigade or corps; or, where the region issues them, of an owner's contact, who needs it once: afterwards WeChat alone signs him in.
/// </summary>
internal sealed class Account : IAgencyOwned, IRegionOwned
{
    public const string UserNameKey = "ux_account_user_name";

    public Guid Id { get; private set; }

    /// <summary>3–30 letters and digits, in lower case; never changes (ACC-05).</summary>
    public string UserName { get; private set; } = "";

    public string PasswordHash { get; private set; } = "";
    public AccountState State { get; private set; }
    public IReadOnlyList<Role> Roles { get; private set; } = [];

    /// <summary>What screens and the audit trail call the holder.</summary>
    public string Name { get; private set; } = "";

    public string Region { get; private set; } = "";
    public Guid? PersonId { get; private set; }

    /// <summary>Of an owner's contact (ACC-21); the agency is then the one that issued it.</summary>
    public Guid? ContactId { get; private set; }

    /// <summary>The password is the one that was handed over: it opens the page that changes it, and nothing else (ACC-22).</summary>
    public bool MustChangePassword { get; private set; }

    /// <summary>ACC-23: kept for contacts, by whichever way they came in.</summary>
    public DateTimeOffset? LastSignInAt { get; private set; }

    /// <summary>PEO-28: and when it was last opened, closed, or given to another employment.</summary>
    public DateTimeOffset CreatedAt { get; private set; }

    public DateTimeOffset ChangedAt { get; private set; }

    /// <summary>Empty for officers, who belong to no agency.</summary>
    public Guid AgencyId { get; private set; }

    public Guid? BrigadeId { get; private set; }
    /// <summary>ORG-30: what the agency lacked when its account was closed by itself; null: open, or closed by hand.</summary>
    public string? ClosedBecause { get; private set; }

    public int FailedSignIns { get; private set; }
    public DateTimeOffset? LockedUntil { get; private set; }

    /// <summary>Of an agency, or about to be: neither officer nor contact.</summary>
    public bool IsStaff => ContactId is null && !IsOfficer;

    public bool IsOfficer => Roles.Any(r => r is Role.Brigade or Role.Corps);

    /// <summary>PEO-20, 23: for a person on the staff list, and disabled until somebody enables it.</summary>
    public static Account ForPerson(Guid id, PersonCard person, string userName, IReadOnlyList<Role> roles, DateTimeOffset now) => new()
    {
        CreatedAt = now, ChangedAt = now, Id = id, UserName = Checked(userName), Roles = roles, Name = person.Name, Region = person.Region,
        PersonId = person.Id, AgencyId = person.AgencyId,
    };

    /// <summary>ACC-09, PEO-15: of somebody who registered himself: his phone is the user name, and he is nobody's staff until he has joined.</summary>
    public static Account ForRegistrant(Guid id, string name, string region, string phone, DateTimeOffset now) =>
        new() { CreatedAt = now, ChangedAt = now, Id = id, UserName = Checked(phone), Roles = [], Name = name, Region = region, State = AccountState.Enabled };

    public static Account ForBrigade(Guid id, BrigadeCard brigade, string officer, string userName, DateTimeOffset now) => new()
    {
        CreatedAt = now, ChangedAt = now, Id = id, UserName = Checked(userName), Roles = [Role.Brigade], Name = officer, Region = brigade.Region, BrigadeId = brigade.Id,
    };

    public static Account ForCorps(Guid id, string region, string officer, string userName, DateTimeOffset now) =>
        new() { CreatedAt = now, ChangedAt = now, Id = id, UserName = Checked(userName), Roles = [Role.Corps], Name = officer, Region = region };

    /// <summary>ACC-21: made by itself for a contact whom the agency saved.</summary>
    public static Account ForContact(Guid id, Guid contactId, string name, string region, Guid agencyId, string userName, DateTimeOffset now) => new()
    {
        CreatedAt = now, ChangedAt = now, Id = id, ContactId = contactId, UserName = Checked(userName), Roles = [Role.OwnerContact], Name = name, Region = region, AgencyId = agencyId,
    };

    /// <summary>Handed over on paper, once. It obeys no rule but the one that it must be changed.</summary>
    public void HandOver(string initialPassword, IPasswordHasher<Account> hasher)
    {
        PasswordHash = hasher.HashPassword(this, initialPassword);
        (MustChangePassword, State, FailedSignIns, LockedUntil) = (true, AccountState.Enabled, 0, null);
    }

    /// <summary>ACC-22.</summary>
    /// <exception cref="RuleBroken">Too weak, or the one that was handed over, or the account's name.</exception>
    public void ChangeInitial(string? password, PasswordRule rule, IPasswordHasher<Account> hasher)
    {
        var wanted = password ?? "";
        if (wanted.Equals(UserName, StringComparison.OrdinalIgnoreCase) || hasher.VerifyHashedPassword(this, PasswordHash, wanted) != PasswordVerificationResult.Failed)
        {
            throw new RuleBroken(AccountProblems.PasswordUnchanged);
        }

        SetPassword(wanted, rule, hasher);
        MustChangePassword = false;
    }

    /// <summary>Registered, employed nowhere (yet, or any more).</summary>
    public bool IsRegistrant => PersonId is null && ContactId is null && Roles.Count == 0;

    /// <summary>PEO-21, 23: usable as what he joined as, from the moment that the join passed.</summary>
    public void Join(PersonCard person, IReadOnlyList<Role> roles, DateTimeOffset now) =>
        (PersonId, AgencyId, Roles, State, ChangedAt) = (person.Id, person.AgencyId, roles, AccountState.Enabled, now);

    /// <summary>ORG-34: of an agency that has registered itself: manages it, and decides who joins until it has others (PEO-18).</summary>
    public void Manage(AgencyCard agency) => (AgencyId, Roles) = (agency.Id, [Role.AgencyAdmin, Role.Representative]);

    /// <summary>PEO-18: he has left; the account stays his, and opens nothing of the agency any more.</summary>
    public void LeaveAgency(DateTimeOffset now) => (PersonId, AgencyId, Roles, ChangedAt) = (null, Guid.Empty, [], now);

    public void SignedIn(DateTimeOffset now) => LastSignInAt = now;

    public void Enable(DateTimeOffset now) => (State, ClosedBecause, ChangedAt) = (AccountState.Enabled, null, now);

    /// <summary>ORG-30: closed by itself, with the reason that the holder reads when he signs in.</summary>
    public void Close(string because, DateTimeOffset now) => (State, ClosedBecause, ChangedAt) = (AccountState.Disabled, because, now);

    public void Disable(DateTimeOffset now) => (State, ChangedAt) = (AccountState.Disabled, now);

    /// <exception cref="RuleBroken">Too short, too long, or of too few kinds for the region (ACC-06, 07).</exception>
    public void SetPassword(string password, PasswordRule rule, IPasswordHasher<Account> hasher)
    {
        if (!rule.Accepts(password))
        {
            throw new RuleBroken(AccountProblems.PasswordTooWeak.Says(rule.Says));
        }

        PasswordHash = hasher.HashPassword(this, password);
    }

    /// <summary>
    /// ACC-27: wrong passwords in a row lock the account for a while. That it is disabled is told only to who knows the password. A refusal
    /// keeps what was counted.
    /// </summary>
    /// <exception cref="RuleBroken">Locked, wrong, or disabled (PEO-23).</exception>
    public void SignIn(string password, AuthPolicy policy, IPasswordHasher<Account> hasher, DateTimeOffset now)
    {
        if (LockedUntil > now)
        {
            throw new RuleBroken(AccountProblems.Locked.Says($"连续输错多次，帐号已锁定，请在 {ChinaTime.Says(LockedUntil.Value)} 以后再试。"));
        }

        if (hasher.VerifyHashedPassword(this, PasswordHash, password) == PasswordVerificationResult.Failed)
        {
            CountFailure(policy, now);
            throw RuleBroken.Keeping(AccountProblems.WrongPassword);
        }

        (FailedSignIns, LockedUntil) = (0, null);
        if (State == AccountState.Disabled)
        {
            throw new RuleBroken(ClosedBecause is null ? AccountProblems.Disabled : AccountProblems.Ineligible.Says($"机构从业条件不够，{ClosedBecause}。补齐人员后自动开启。"));
        }
    }

    /// <summary>ACC-03, 12, 13, 14, 16: which client the account's roles may use here; the refusal names the right one.</summary>
    /// <exception cref="RuleBroken">None of its roles may use this client.</exception>
    public void Enter(Door door, RegionPolicy policy)
    {
        if (!MayEnter(door, policy))
        {
            throw new RuleBroken(ClientRules.Refusal(Roles.Count > 0 ? Roles[0] : Role.Representative, policy));
        }
    }

    /// <summary>ACC-20: how the region lets a WeChat person be joined to an account for the first time.</summary>
    /// <exception cref="RuleBroken">The other way is the region's.</exception>
    public static void MustJoinBy(FirstUse way, AuthPolicy policy)
    {
        if (!policy.FirstUse.Contains(way))
        {
            throw new RuleBroken(way == FirstUse.Phone ? AccountProblems.NotByPhone : AccountProblems.NotByPassword);
        }
    }

    public bool MayEnter(Door door, RegionPolicy policy) => (IsRegistrant && door == Door.MiniProgram) || Roles.Any(role => ClientRules.Allows(role, door, policy));

    public Actor ActAs(Door door, Guid sessionId, string? openId) => new(
        door, Id, PersonId, Name, Roles, Region, AgencyId == Guid.Empty ? null : AgencyId, [], null, BrigadeId, sessionId, openId);

    public AccountCard Card() => new(
        Id, UserName, Name, PersonId, AgencyId == Guid.Empty ? null : AgencyId, BrigadeId, Region, Roles, State == AccountState.Enabled);

    private void CountFailure(AuthPolicy policy, DateTimeOffset now)
    {
        FailedSignIns++;
        if (FailedSignIns >= policy.LockAfterFailures)
        {
            (FailedSignIns, LockedUntil) = (0, now.AddMinutes(policy.LockMinutes));
        }
    }

    private static string Checked(string userName) =>
        userName.Length is >= 3 and <= 30 && userName.All(char.IsAsciiLetterOrDigit)
            ? userName.ToLowerInvariant()
            : throw new RuleBroken(AccountProblems.UserNameShape);
}
