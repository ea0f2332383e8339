using Microsoft.EntityFrameworkCore;
using WeChatService.Accounts;
using WeChatService.Agencies.Contracts;
using WeChatService.Kernel;
using WeChatService.TestKit;
using Demo = WeChatService.TestKit.Demo;

namespace WeChatService.Modules.Tests.Accounts.Slices;

public sealed class SessionTests(House house) : Slice(house)
{
    private static object PasswordOf(string key) => new { userName = Demo.Person(key).UserName, password = Demo.Password };

    [Fact, Rule("ACC-25")]
    public async Task Disabling_an_account_ends_its_sessions_at_once_and_enabling_lets_it_in_again()
    {
        var operatorsPhone = await House.MiniProgram("sh-operator");
        (await operatorsPhone.Get("/me")).ShouldBeOk();
        var admin = await House.Console("sh-admin");
        var account = DemoWorld.Id("account", "sh-operator");
        (await admin.Put($"/accounts/{account}/state", new { enabled = false })).ShouldBeOk();
        (await operatorsPhone.Get("/me")).ShouldRefuse("session.ended", "ACC-25", 401);
        using var again = new Caller(House.System, "miniprogram");
        (await again.Post("/sign-in", new { code = await House.Phone("sh-operator").JsCode() })).ShouldRefuse("account.disabled", "PEO-23", 403);

        (await admin.Put($"/accounts/{account}/state", new { enabled = true })).ShouldBeOk();
        (await operatorsPhone.Get("/me")).ShouldRefuse("session.ended", "ACC-25", 401);
        (await (await House.MiniProgram("sh-operator")).Get("/me")).ShouldBeOk();
    }

    [Fact, Rule("ACC-25")]
    public async Task A_state_that_says_nothing_changes_nothing()
    {
        var admin = await House.Console("sh-admin");
        (await admin.Put($"/accounts/{DemoWorld.Id("account", "sh-operator")}/state", new { })).ShouldRefuse("request.malformed", status: 400);
        (await (await House.MiniProgram("sh-operator")).Get("/me")).ShouldBeOk();
    }

    [Fact, Rule("ACC-15")]
    public async Task An_administrator_has_no_hold_on_another_agencys_accounts()
    {
        var admin = await House.Console("bj-admin");
        (await admin.Put($"/accounts/{DemoWorld.Id("account", "sh-operator")}/state", new { enabled = false })).ShouldRefuse("account.unknown", "ACC-15", 404);
        var list = (await admin.Get("/accounts?size=100")).ShouldBeOk();
        Assert.All(list["items"].EnumerateArray(), a => Assert.StartsWith("bj", a.GetProperty("userName").GetString(), StringComparison.Ordinal));
    }

    [Fact, Rule("ACC-10", Regions = ["beijing", "shaanxi", "xinjiang"])]
    public async Task Where_the_region_says_so_a_second_phone_waits_until_the_first_signs_out()
    {
        var first = await House.MiniProgram("bj-operator");
        using var second = await UnlinkedPhoneOf("bj-contact");
        (await second.Post("/link", PasswordOf("bj-operator"))).ShouldRefuse("account.on_another_phone", "ACC-10", 409);
        (await first.Get("/me")).ShouldBeOk();
        (await first.Post("/sign-out")).ShouldBeOk();
        (await first.Get("/me")).ShouldRefuse("session.ended", status: 401);
        (await second.Post("/link", PasswordOf("bj-operator"))).ShouldBeOk();
    }

    [Fact]
    public async Task Where_the_region_says_replace_the_second_phone_takes_over()
    {
        var first = await House.MiniProgram("sh-operator");
        using var second = await UnlinkedPhoneOf("sh-contact");
        (await second.Post("/link", PasswordOf("sh-operator"))).ShouldBeOk();
        (await first.Get("/me")).ShouldRefuse("session.ended", status: 401);
    }

    [Fact]
    public async Task Opening_the_mini_program_again_is_no_second_phone()
    {
        var before = await House.MiniProgram("bj-operator");
        var after = await House.MiniProgram("bj-operator");
        (await before.Get("/me")).ShouldBeOk();
        (await after.Get("/me")).ShouldBeOk();
    }

    [Fact, Rule("ACC-11")]
    public async Task A_lost_phone_is_released_by_the_administrator_and_that_is_on_record()
    {
        var lost = await House.MiniProgram("bj-operator");
        var admin = await House.Console("bj-admin");
        var account = DemoWorld.Id("account", "bj-operator");
        (await admin.Post($"/accounts/{account}/phone-release")).ShouldBeOk();
        (await lost.Get("/me")).ShouldRefuse("session.ended", status: 401);
        using var next = await UnlinkedPhoneOf("bj-contact");
        (await next.Post("/link", PasswordOf("bj-operator"))).ShouldBeOk();
        Assert.Equal(1, await House.Value<long>($"select count(*) from audit_entry where act = 'account.phone_released' and subject_id = '{account}'"));
    }

    [Fact, Rule("ACC-27")]
    public async Task Five_wrong_passwords_lock_the_account_over_every_client()
    {
        using var guesser = new Caller(House.System, "console");
        var wrong = new { userName = "shlead", password = "wrong" };
        for (var i = 0; i < 5; i++)
        {
            (await guesser.Post("/sign-in", wrong)).ShouldRefuse("account.wrong_password", "ACC-27", 401);
        }

        (await guesser.Post("/sign-in", PasswordOf("sh-lead"))).ShouldRefuse("account.locked", "ACC-27", 403);
        House.Time.Advance(TimeSpan.FromMinutes(16));
        (await guesser.Post("/sign-in", PasswordOf("sh-lead"))).ShouldBeOk();
    }

    [Fact, Rule("ACC-27")]
    public async Task Every_sign_in_is_on_record_without_what_was_typed()
    {
        using var guesser = new Caller(House.System, "console");
        await guesser.Post("/sign-in", new { userName = "shlead", password = "secret-guess-1" });
        await guesser.Post("/sign-in", new { userName = "nobodyhere", password = "secret-guess-2" });
        await House.Console("sh-admin");
        Assert.Equal(2, await House.Value<long>("select count(*) from audit_entry where act = 'account.sign_in_refused'"));
        Assert.Equal(1, await House.Value<long>(
            $"select count(*) from audit_entry where act = 'account.signed_in' and subject_id = '{DemoWorld.Id("account", "sh-admin")}'"));
        Assert.Equal(0, await House.Value<long>("select count(*) from audit_entry a where a::text like '%secret-guess%' or a::text like '%nobodyhere%'"));
    }

    [Fact, Rule("ACC-27")]
    public async Task A_session_ends_when_it_is_not_used_and_lives_on_while_it_is()
    {
        var admin = await House.Console("sh-admin");
        House.Time.Advance(TimeSpan.FromDays(20));
        (await admin.Get("/me")).ShouldBeOk();
        House.Time.Advance(TimeSpan.FromDays(20));
        (await admin.Get("/me")).ShouldBeOk();
        House.Time.Advance(TimeSpan.FromDays(31));
        (await admin.Get("/me")).ShouldRefuse("session.ended", status: 401);
    }

    [Fact]
    public async Task A_phone_that_changes_hands_shows_the_first_person_nothing_more()
    {
        using var phone = await UnlinkedPhoneOf("sh-operator");
        var first = (await phone.Post("/link", PasswordOf("sh-operator"))).ShouldBeOk();
        using var next = await UnlinkedOrLinked("sh-operator");
        (await next.Post("/link", PasswordOf("sh-operator2"))).ShouldBeOk();
        SignInTests.Use(phone, first);
        (await phone.Get("/me")).ShouldRefuse("session.ended", status: 401);
    }

    [Fact, Rule("ACC-05")]
    public async Task Two_accounts_cannot_have_the_same_user_name()
    {
        var twin = Account.ForBrigade(Guid.NewGuid(), new BrigadeCard(DemoWorld.Id("brigade", "sh-brigade-linhu"), "shanghai", "临湖区", "临湖"), "替身", "ShLead", DateTimeOffset.UnixEpoch);
        await Assert.ThrowsAsync<DbUpdateException>(() => House.InDatabase(async db =>
        {
            db.Add(twin);
            return await db.SaveChangesAsync();
        }));
    }

    private async Task<Caller> UnlinkedPhoneOf(string personKey)
    {
        var client = await UnlinkedOrLinked(personKey);
        (await client.Get("/me")).ShouldRefuse("session.not_linked", status: 401);
        return client;
    }

    private async Task<Caller> UnlinkedOrLinked(string personKey)
    {
        var client = new Caller(House.System, "miniprogram");
        await SignInTests.SignIn(client, personKey);
        return client;
    }
}
