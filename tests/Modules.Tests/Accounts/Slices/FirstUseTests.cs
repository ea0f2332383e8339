using WeChatService.Kernel;
using WeChatService.TestKit;
using Demo = WeChatService.TestKit.Demo;

namespace WeChatService.Modules.Tests.Accounts.Slices;

/// <summary>The mini program opened for the first time, and the phone that was lost.</summary>
public sealed class FirstUseTests(House house) : Slice(house)
{
    private static object PasswordOf(string key) => new { userName = Demo.Person(key).UserName, password = Demo.Password };

    [Theory, InlineData("shanghai"), InlineData("beijing"), InlineData("shaanxi"), InlineData("xinjiang")]
    [Rule("ACC-20")]
    public async Task By_phone_or_by_password_as_the_region_says(string region)
    {
        var ways = Demo.Profile(region).GetProperty("auth").GetProperty("firstUse").EnumerateArray().Select(w => w.GetString()).ToList();
        var key = $"{Demo.Prefixes[region]}-operator";
        using var phone = await Opened(key);
        var answer = await phone.Post("/link/phone", new { code = await House.Phone(key).PhoneCode() });
        if (ways.Contains("Phone"))
        {
            var signedIn = answer.ShouldBeOk()["signedIn"];
            Assert.Equal((Demo.Person(key).Name, "Operator"), (signedIn.GetProperty("name").GetString(), signedIn.GetProperty("roles")[0].GetString()));
            phone.Http.DefaultRequestHeaders.Authorization = new("Bearer", signedIn.GetProperty("token").GetString());
            (await phone.Get("/me")).ShouldBeOk();
            using var nextDay = await Opened(key);
            (await nextDay.Get("/me")).ShouldBeOk();
        }
        else
        {
            answer.ShouldRefuse("account.not_by_phone", "ACC-20", 409);
            (await phone.Get("/me")).ShouldRefuse("session.not_linked", "ACC-20", 401);
        }

        if (ways.Contains("Password"))
        {
            using var another = await Opened(key);
            (await another.Post("/link", PasswordOf(key))).ShouldBeOk();
        }
    }

    [Fact, Rule("ACC-20", Regions = ["shanghai"])]
    public async Task A_phone_that_no_staff_list_knows_is_told_where_one_registers_and_opens_nothing()
    {
        using var phone = await Opened("sh-contact");
        var answer = (await phone.Post("/link/phone", new { code = await House.Phone("sh-contact").PhoneCode() })).ShouldBeOk();
        Assert.Equal(System.Text.Json.JsonValueKind.Null, answer["signedIn"].ValueKind);
        Assert.Equal("shanghai", Assert.Single(answer["registerIn"].EnumerateArray()).GetProperty("code").GetString());
        Assert.DoesNotContain(Demo.Person("sh-contact").Phone, answer.Text, StringComparison.Ordinal);
        (await phone.Get("/me")).ShouldRefuse("session.not_linked", status: 401);
        Assert.Equal(0, await House.Value<long>($"select count(*) from session where position('{Demo.Person("sh-contact").Phone}' in encode(proven_phone, 'escape')) > 0"));
    }

    [Fact, Rule("PEO-20", Regions = ["shanghai"])]
    public async Task Somebody_on_the_list_without_an_account_is_sent_to_the_administrator()
    {
        var account = DemoWorld.Id("account", "sh-operator3");
        await House.SqlAsAdmin($"delete from agreement where account_id = '{account}'; delete from account where id = '{account}'");
        using var phone = await Opened("sh-operator3");
        (await phone.Post("/link/phone", new { code = await House.Phone("sh-operator3").PhoneCode() })).ShouldRefuse("account.not_opened", "PEO-20", 409);
    }

    [Fact, Rule("PEO-20", Regions = ["shanghai"])]
    public async Task A_phone_of_two_people_signs_neither_of_them_in()
    {
        await House.SqlAsAdmin($"update person set phone = '{Demo.Person("sh-operator").Phone}' where id = '{DemoWorld.Id("person", "sh-operator2")}'");
        using var phone = await Opened("sh-operator");
        (await phone.Post("/link/phone", new { code = await House.Phone("sh-operator").PhoneCode() })).ShouldRefuse("account.phone_ambiguous", "PEO-20", 409);
    }

    [Fact, Rule("PEO-23", Regions = ["shanghai"])]
    public async Task A_disabled_account_is_not_opened_by_its_phone_either()
    {
        (await (await House.Console("sh-admin")).Put($"/accounts/{DemoWorld.Id("account", "sh-operator")}/state", new { enabled = false })).ShouldBeOk();
        using var phone = await Opened("sh-operator");
        (await phone.Post("/link/phone", new { code = await House.Phone("sh-operator").PhoneCode() })).ShouldRefuse("account.disabled", "PEO-23", 403);
    }

    [Fact]
    public async Task A_spent_a_foreign_or_no_phone_code_is_refused_and_a_silent_WeChat_asks_for_patience()
    {
        using var phone = await Opened("sh-operator");
        var code = await House.Phone("sh-contact").PhoneCode();
        (await phone.Post("/link/phone", new { code })).ShouldBeOk();
        (await phone.Post("/link/phone", new { code })).ShouldRefuse("sign_in.phone_code_refused", "ACC-20", 422);
        (await phone.Post("/link/phone", new { code = await House.Phone("sh-operator").JsCode() })).ShouldRefuse("sign_in.phone_code_refused", status: 422);
        (await phone.Post("/link/phone", new { })).ShouldRefuse("sign_in.phone_code_refused", status: 422);
        var good = await House.Phone("sh-operator").PhoneCode();
        await House.Sandbox.Fault("wechat", "down", path: "/wxa/business/getuserphonenumber");
        (await phone.Post("/link/phone", new { code = good })).ShouldRefuse("sign_in.wechat_unavailable", status: 503);
        using var stranger = new Caller(House.System, "miniprogram");
        (await stranger.Post("/link/phone", new { code = good })).ShouldRefuse("session.missing", status: 401);
    }

    [Fact, Rule("ACC-10", Regions = ["beijing", "shaanxi", "xinjiang"])]
    public async Task The_second_phone_is_told_what_to_do_about_the_first()
    {
        await House.MiniProgram("bj-operator");
        using var second = await Opened("bj-contact");
        var refusal = (await second.Post("/link", PasswordOf("bj-operator"))).ShouldRefuse("account.on_another_phone", "ACC-10", 409);
        Assert.Contains("释放", refusal["title"].GetString(), StringComparison.Ordinal);
    }

    [Fact, Rule("ACC-11")]
    public async Task A_lead_releases_an_operators_lost_phone_from_the_agency_account()
    {
        var lost = await House.MiniProgram("sx-operator");
        var lead = await House.Agency("sx-lead");
        var row = Row(await lead.Get("/accounts"), "sxoperator");
        Assert.NotNull(row.GetProperty("phoneSince").GetString());
        Assert.All((await lead.Get("/accounts")).ShouldBeOk()["items"].EnumerateArray(), a => Assert.Equal("Operator", a.GetProperty("roles")[0].GetString()));

        (await lead.Post($"/accounts/{row.GetProperty("id").GetString()}/phone-release")).ShouldBeOk();
        (await lost.Get("/me")).ShouldRefuse("session.ended", status: 401);
        Assert.Null(Row(await lead.Get("/accounts"), "sxoperator").GetProperty("phoneSince").GetString());
        Assert.Equal(Demo.Person("sx-lead").Name, await House.Value<string>("select actor_name from audit_entry where act = 'account.phone_released'"));

        // Whoever found the phone opens the app: WeChat names him, and that is not enough any more.
        using var finder = await Opened("sx-operator");
        (await finder.Get("/me")).ShouldRefuse("session.not_linked", status: 401);
        using var next = await Opened("sx-contact");
        (await next.Post("/link", PasswordOf("sx-operator"))).ShouldBeOk();
    }

    [Fact, Rule("ACC-11"), Rule("ACC-15")]
    public async Task A_lead_releases_neither_an_administrator_nor_anybody_of_another_agency()
    {
        var lead = await House.Agency("sh-lead");
        (await lead.Post($"/accounts/{DemoWorld.Id("account", "sh-admin")}/phone-release")).ShouldRefuse("account.unknown", "ACC-15", 404);
        (await lead.Post($"/accounts/{DemoWorld.Id("account", "sh-lead2")}/phone-release")).ShouldRefuse("account.unknown", "ACC-15", 404);
        (await lead.Post($"/accounts/{DemoWorld.Id("account", "bj-operator")}/phone-release")).ShouldRefuse("account.unknown", "ACC-15", 404);
        Assert.Equal(0, await House.Value<long>("select count(*) from audit_entry where act = 'account.phone_released'"));
    }

    private static System.Text.Json.JsonElement Row(Answer list, string userName) =>
        list.ShouldBeOk()["items"].EnumerateArray().Single(a => a.GetProperty("userName").GetString() == userName);

    private async Task<Caller> Opened(string personKey)
    {
        var client = new Caller(House.System, "miniprogram");
        await SignInTests.SignIn(client, personKey);
        return client;
    }
}
