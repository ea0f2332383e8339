using Microsoft.AspNetCore.Identity;
using WeChatService.Accounts;
using WeChatService.Agencies.Contracts;
using WeChatService.Kernel;
using WeChatService.Modules.Tests.Agencies;
using WeChatService.TestKit;

namespace WeChatService.Modules.Tests.Accounts.Rules;

public sealed class AccountRulesTests
{
    private const string Password = "Wcs-2026-demo";
    private static readonly DateTimeOffset Now = new(2026, 11, 20, 2, 0, 0, TimeSpan.Zero);
    private static readonly PasswordHasher<Account> Hasher = new();

    public static TheoryData<string> Regions => Policies.Regions;

    [Theory, Rule("ACC-05")]
    [InlineData("ab")]
    [InlineData("a234567890123456789012345678901")]
    [InlineData("with space")]
    [InlineData("中文名字")]
    [InlineData("dash-ed")]
    public void A_user_name_is_3_to_30_letters_and_digits(string userName) =>
        Assert.Equal("account.user_name_shape", Assert.Throws<RuleBroken>(() => AccountOf([Role.Operator], userName: userName)).Problem.Code);

    [Fact, Rule("ACC-05")]
    public void A_user_name_is_kept_in_lower_case_so_that_it_is_unique_however_typed() =>
        Assert.Equal("shlead2", AccountOf([Role.ProjectLead], userName: "ShLead2").UserName);

    [Theory, Rule("ACC-06", Regions = ["beijing", "shaanxi", "xinjiang"])]
    [InlineData("beijing")]
    [InlineData("shaanxi")]
    [InlineData("xinjiang")]
    public void A_password_has_6_to_20_characters(string region)
    {
        Refused(region, "12345");
        Refused(region, new string('a', 21));
        AccountOf([Role.Operator], region).SetPassword("123456", Policies.For(region).Auth.PasswordRule, Hasher);
    }

    [Fact, Rule("ACC-07", Regions = ["shanghai"])]
    public void In_Shanghai_a_password_has_8_characters_of_three_kinds()
    {
        Refused("shanghai", "abcdefgh");
        Refused("shanghai", "Abc1234");
        AccountOf([Role.Operator]).SetPassword("Abc12345", Policies.For("shanghai").Auth.PasswordRule, Hasher);
    }

    [Fact, Rule("PEO-23")]
    public void A_new_account_is_disabled_and_says_so_only_to_who_knows_the_password()
    {
        var account = AccountOf([Role.Operator]);
        account.SetPassword(Password, Policies.For("shanghai").Auth.PasswordRule, Hasher);
        Assert.Equal("account.wrong_password", Try(account, "wrong"));
        Assert.Equal("account.disabled", Try(account, Password));
        account.Enable(Now);
        Assert.Null(Try(account, Password));
    }

    [Theory, MemberData(nameof(Regions)), Rule("ACC-27")]
    public void Wrong_passwords_in_a_row_lock_the_account_for_a_while(string region)
    {
        var policy = Policies.For(region).Auth;
        var account = Ready(region);
        for (var i = 0; i < policy.LockAfterFailures; i++)
        {
            Assert.Equal("account.wrong_password", Try(account, "wrong"));
        }

        Assert.Equal("account.locked", Try(account, Password));
        Assert.Equal("account.locked", Try(account, Password, Now.AddMinutes(policy.LockMinutes).AddSeconds(-1)));
        Assert.Null(Try(account, Password, Now.AddMinutes(policy.LockMinutes)));
    }

    [Fact, Rule("ACC-27")]
    public void A_right_password_begins_the_count_anew()
    {
        var account = Ready("shanghai");
        var limit = Policies.For("shanghai").Auth.LockAfterFailures;
        for (var i = 0; i < limit - 1; i++)
        {
            Try(account, "wrong");
        }

        Assert.Null(Try(account, Password));
        Try(account, "wrong");
        Assert.Null(Try(account, Password));
    }

    [Theory, MemberData(nameof(Regions)), Rule("ACC-12")]
    public void An_operator_works_in_the_mini_program_only(string region)
    {
        var op = AccountOf([Role.Operator], region);
        var policy = Policies.For(region);
        op.Enter(Door.MiniProgram, policy);
        var refusal = Assert.Throws<RuleBroken>(() => op.Enter(Door.Agency, policy)).Problem;
        Assert.Equal(("account.wrong_client_operator", "ACC-12"), (refusal.Code, refusal.Rule));
        Assert.Contains("请到小程序登录", refusal.Title, StringComparison.Ordinal);
        Assert.False(op.MayEnter(Door.Console, policy));
    }

    [Theory, Rule("ACC-13")]
    [InlineData("shaanxi", true, true, true)]
    [InlineData("xinjiang", true, true, false)]
    [InlineData("beijing", true, false, false)]
    [InlineData("shanghai", true, true, true)]
    public void A_lead_works_where_the_region_lets_him(string region, bool weChat, bool miniProgram, bool console)
    {
        var (lead, policy) = (AccountOf([Role.ProjectLead], region), Policies.For(region));
        Assert.Equal(
            (weChat, miniProgram, console),
            (lead.MayEnter(Door.Agency, policy), lead.MayEnter(Door.MiniProgram, policy), lead.MayEnter(Door.Console, policy)));
    }

    [Fact, Rule("ACC-13", Regions = ["beijing"])]
    public void A_lead_from_Beijing_is_told_to_use_WeChat()
    {
        var refusal = Assert.Throws<RuleBroken>(() => AccountOf([Role.ProjectLead], "beijing").Enter(Door.MiniProgram, Policies.For("beijing"))).Problem;
        Assert.Equal("account.wrong_client_lead", refusal.Code);
        Assert.Contains("微信公众号", refusal.Title, StringComparison.Ordinal);
    }

    [Fact, Rule("ACC-14", Regions = ["shaanxi"])]
    public void A_manager_in_Shaanxi_works_in_WeChat_only()
    {
        var (manager, policy) = (AccountOf([Role.AgencyManager], "shaanxi"), Policies.For("shaanxi"));
        manager.Enter(Door.Agency, policy);
        Assert.Equal("account.wrong_client_manager", Assert.Throws<RuleBroken>(() => manager.Enter(Door.MiniProgram, policy)).Problem.Code);
    }

    [Theory, MemberData(nameof(Regions)), Rule("ACC-03")]
    public void An_administrator_cannot_enter_the_field_client(string region)
    {
        var admin = AccountOf([Role.AgencyAdmin], region);
        Assert.Equal("account.wrong_client_admin", Assert.Throws<RuleBroken>(() => admin.Enter(Door.MiniProgram, Policies.For(region))).Problem.Code);
        admin.Enter(Door.Console, Policies.For(region));
    }

    [Theory, MemberData(nameof(Regions)), Rule("ACC-16")]
    public void Officers_sit_at_a_desk(string region)
    {
        var officer = Account.ForCorps(Guid.NewGuid(), region, "程望舒", "corps1", Now);
        officer.Enter(Door.Console, Policies.For(region));
        Assert.False(officer.MayEnter(Door.Agency, Policies.For(region)) || officer.MayEnter(Door.MiniProgram, Policies.For(region)));
    }

    private static void Refused(string region, string password) => Assert.Equal(
        "account.password_too_weak",
        Assert.Throws<RuleBroken>(() => AccountOf([Role.Operator], region).SetPassword(password, Policies.For(region).Auth.PasswordRule, Hasher)).Problem.Code);

    private static Account Ready(string region)
    {
        var account = AccountOf([Role.Operator], region);
        account.SetPassword(Password, Policies.For(region).Auth.PasswordRule, Hasher);
        account.Enable(Now);
        return account;
    }

    private static string? Try(Account account, string password, DateTimeOffset? at = null)
    {
        try
        {
            account.SignIn(password, Policies.For(account.Region).Auth, Hasher, at ?? Now);
            return null;
        }
        catch (RuleBroken refused)
        {
            return refused.Problem.Code;
        }
    }

    private static Account AccountOf(Role[] roles, string region = "shanghai", string userName = "shoperator") => Account.ForPerson(
        Guid.NewGuid(), new PersonCard(Guid.NewGuid(), Guid.NewGuid(), region, "韩柏川", "199 **** 0105", [], null, null, null, null), userName, roles, Now);
}
