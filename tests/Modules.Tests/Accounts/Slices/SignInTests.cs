using System.Net;
using WeChatService.TestKit;

namespace WeChatService.Modules.Tests.Accounts.Slices;

public sealed class SignInTests(House house) : Slice(house)
{
    private static object PasswordOf(string key) => new { userName = Demo.Person(key).UserName, password = Demo.Password };

    [Fact, Rule("ACC-18")]
    public async Task Who_comes_by_WeChat_for_the_first_time_signs_in_once_and_lands_where_he_wanted_to_go()
    {
        using var phone = new Browser(House.System);
        Assert.Equal("/agency/sign-in?return=%2Fagency%2Freviews%2F7", await phone.Open("agency", "/agency/reviews/7", "sh-lead"));
        (await phone.Get("/me")).ShouldRefuse("session.not_linked", "ACC-20", 401);
        var me = (await phone.Post("/sign-in", PasswordOf("sh-lead"))).ShouldBeOk();
        Assert.Equal((Demo.Person("sh-lead").Name, "Agency", "shanghai"), (me["name"].GetString(), me["door"].GetString(), me["region"].GetString()));
        Assert.Equal("ProjectLead", me["roles"][0].GetString());
        (await phone.Get("/me")).ShouldBeOk();

        using var nextDay = new Browser(House.System);
        Assert.Equal("/agency/reviews/7", await nextDay.Open("agency", "/agency/reviews/7", "sh-lead"));
        Assert.Equal("上海岚安消防技术服务有限公司", (await nextDay.Get("/me")).ShouldBeOk()["agencyName"].GetString());
    }

    [Fact, Rule("ACC-18")]
    public async Task A_password_alone_opens_no_session_of_the_agency_account()
    {
        using var stranger = new Browser(House.System);
        (await stranger.Post("/sign-in", PasswordOf("sh-lead"))).ShouldRefuse("session.needs_wechat", "ACC-18", 401);
        (await stranger.Get("/me")).ShouldRefuse("session.missing", status: 401);
    }

    [Fact, Rule("ACC-12")]
    public async Task An_operator_is_shown_from_the_agency_account_to_the_mini_program()
    {
        using var phone = new Browser(House.System);
        await phone.Open("agency", "/agency/", "sh-operator");
        var refusal = (await phone.Post("/sign-in", PasswordOf("sh-operator"))).ShouldRefuse("account.wrong_client_operator", "ACC-12", 403);
        Assert.Contains("小程序", refusal["title"].GetString(), StringComparison.Ordinal);
        (await phone.Get("/me")).ShouldRefuse("session.not_linked", status: 401);
    }

    [Fact, Rule("ACC-20", Regions = ["shanghai"])]
    public async Task An_unknown_openid_can_do_nothing_in_the_mini_program_but_link()
    {
        using var client = new Caller(House.System, "miniprogram");
        var first = await SignIn(client, "sh-operator");
        Assert.Equal((false, 0), (first["linked"].GetBoolean(), first["roles"].GetArrayLength()));
        (await client.Get("/me")).ShouldRefuse("session.not_linked", "ACC-20", 401);
        var linked = (await client.Post("/link", PasswordOf("sh-operator"))).ShouldBeOk();
        Assert.Equal((true, "Operator"), (linked["linked"].GetBoolean(), linked["roles"][0].GetString()));
        (await client.Get("/me")).ShouldRefuse("session.ended", status: 401);
        Use(client, linked);
        (await client.Get("/me")).ShouldBeOk();
        Assert.True((await SignIn(client, "sh-operator"))["linked"].GetBoolean());
    }

    [Fact]
    public async Task A_made_up_code_signs_nobody_in()
    {
        using var client = new Caller(House.System, "miniprogram");
        (await client.Post("/sign-in", new { code = "not-a-code" })).ShouldRefuse("sign_in.code_refused", "ACC-20", 401);
        (await client.Post("/sign-in", new { })).ShouldRefuse("sign_in.code_refused", status: 401);
        (await client.Post("/link", PasswordOf("sh-operator"))).ShouldRefuse("session.missing", status: 401);
    }

    [Fact]
    public async Task When_WeChat_is_silent_the_mini_program_is_told_to_try_again()
    {
        using var client = new Caller(House.System, "miniprogram");
        var code = await House.Phone("sh-operator").JsCode();
        await House.Sandbox.Fault("wechat", "down", path: "/sns/jscode2session");
        var refusal = (await client.Post("/sign-in", new { code })).ShouldRefuse("sign_in.wechat_unavailable", status: 503);
        Assert.True(refusal.Headers.RetryAfter is not null);
        await House.Sandbox.ClearFaults();
        (await client.Post("/sign-in", new { code })).ShouldBeOk();
    }

    [Fact, Rule("ACC-03")]
    public async Task An_administrator_is_refused_in_the_mini_program_and_let_in_at_the_console()
    {
        using var client = new Caller(House.System, "miniprogram");
        await SignIn(client, "bj-admin");
        (await client.Post("/link", PasswordOf("bj-admin"))).ShouldRefuse("account.wrong_client_admin", "ACC-03", 403);
        var me = (await (await House.Console("bj-admin")).Get("/me")).ShouldBeOk();
        Assert.Equal("Console", me["door"].GetString());
    }

    [Fact, Rule("ACC-16")]
    public async Task An_officer_signs_in_at_the_desk_and_stays_at_the_authoritys_door()
    {
        var officer = await House.Authority("sh-brigade");
        var me = (await officer.Get("/me")).ShouldBeOk();
        Assert.Equal(("Authority", "临湖区消防救援支队"), (me["door"].GetString(), me["brigadeName"].GetString()));
        (await officer.Get("/api/console/me")).ShouldRefuse("actor.not_your_role", status: 403);
        (await officer.Get("/api/console/accounts")).ShouldRefuse("actor.not_your_role", status: 403);
    }

    [Fact]
    public async Task Whoever_opens_the_owner_account_has_a_session_and_only_a_bound_contact_a_role()
    {
        var visitor = (await (await House.Owner("sh-corps")).Get("/me")).ShouldBeOk();
        Assert.Equal(("Owner", 0), (visitor["door"].GetString(), visitor["roles"].GetArrayLength()));
        var contact = (await (await House.Owner("sh-contact")).Get("/me")).ShouldBeOk();
        Assert.Equal(
            (Demo.Person("sh-contact").Name, "OwnerContact", "shanghai"),
            (contact["name"].GetString(), contact["roles"][0].GetString(), contact["region"].GetString()));
    }

    [Theory]
    [InlineData("""{"userName": "sh\u0000lead", "password": "x"}""")]
    [InlineData("""{"userName": null, "password": null}""")]
    [InlineData("{}")]
    public async Task Malformed_credentials_are_wrong_credentials(string json)
    {
        using var desk = new Caller(House.System, "console");
        (await desk.Post("/sign-in", new StringContent(json, System.Text.Encoding.UTF8, "application/json")))
            .ShouldRefuse("account.wrong_password", "ACC-27", 401);
    }

    [Fact]
    public async Task The_cookie_is_not_for_scripts_nor_for_other_sites_and_the_table_alone_opens_no_door()
    {
        var console = await House.Console("sh-admin");
        var cookie = console.Cookies.GetCookies(House.System.Host).Single(c => c.Name == "wcs_console");
        Assert.True(cookie.HttpOnly);
        var kept = await House.Value<long>($"select count(*) from session where token_sha256 like '%{cookie.Value}%'");
        Assert.Equal(0, kept);
        using var thief = new Caller(House.System, "console");
        thief.Cookies.Add(House.System.Host, new Cookie("wcs_console", await House.Value<string>("select token_sha256 from session limit 1")));
        (await thief.Get("/me")).ShouldRefuse("session.ended", status: 401);
    }

    internal static async Task<Answer> SignIn(Caller client, string phoneOf)
    {
        var answer = (await client.Post("/sign-in", new { code = await client.System.Phone(phoneOf).JsCode() })).ShouldBeOk();
        Use(client, answer);
        return answer;
    }

    internal static void Use(Caller client, Answer signedIn) =>
        client.Http.DefaultRequestHeaders.Authorization = new("Bearer", signedIn["token"].GetString());

    private sealed class Browser(RunningSystem system) : Caller(system, "agency")
    {
        /// <summary>Opens a page through WeChat's sign-in and gives path and query of where it ends.</summary>
        public async Task<string> Open(string account, string page, string personKey) =>
            (await Browse($"/wechat/{account}/oauth/start?return={Uri.EscapeDataString(page)}", personKey)).PathAndQuery;
    }
}
