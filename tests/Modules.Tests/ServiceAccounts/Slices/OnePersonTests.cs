using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using WeChatService.Kernel;
using WeChatService.ServiceAccounts.Contracts;
using WeChatService.ServiceAccounts.Followers;
using WeChatService.ServiceAccounts.MiniProgram;
using WeChatService.TestKit;

namespace WeChatService.Modules.Tests.ServiceAccounts.Slices;

/// <summary>One human over the agency account and the mini program, by union id.</summary>
public class OnePersonTests(House house) : Slice(house)
{
    [Fact]
    public async Task Who_signed_in_through_the_mini_program_is_known_on_the_agency_account_once_he_follows_it()
    {
        await House.MiniProgram("sh-operator");
        await House.Phone("sh-operator").Follow("agency");
        await House.Settled();
        var (mini, agency) = (await Of(ServiceAccountKind.MiniProgram), await Of(ServiceAccountKind.Agency));
        Assert.NotNull(mini.SubjectId);
        Assert.Equal((mini.SubjectId, true, LinkedBy.UnionId), (agency.SubjectId, agency.Subscribed, agency.SubjectBy));
    }

    [Fact]
    public async Task Who_followed_first_is_known_there_once_he_signs_in_to_the_mini_program()
    {
        await House.Phone("sh-operator").Follow("agency");
        await House.Settled();
        Assert.Null((await Of(ServiceAccountKind.Agency)).SubjectId);
        await House.MiniProgram("sh-operator");
        Assert.Equal((await Of(ServiceAccountKind.MiniProgram)).SubjectId, (await Of(ServiceAccountKind.Agency)).SubjectId);
    }

    [Fact]
    public async Task Who_is_linked_on_the_agency_account_needs_no_password_in_the_mini_program()
    {
        await House.Phone("sh-lead").Follow("agency");
        await House.Settled();
        await House.Agency("sh-lead");
        await House.Settled();
        var code = await House.Phone("sh-lead").JsCode();
        var signedIn = (await House.Anonymous("miniprogram").Post("/sign-in", new { code })).ShouldBeOk();
        Assert.True(signedIn["linked"].GetBoolean());
    }

    [Fact]
    public async Task Without_an_open_platform_nobody_is_joined_and_nothing_fails()
    {
        await House.Sandbox.Post("unionid", new { bound = false });
        try
        {
            await House.MiniProgram("sh-operator");
            await House.Phone("sh-operator").Follow("agency");
            await House.Settled();
            Assert.Null((await Of(ServiceAccountKind.Agency)).SubjectId);
        }
        finally { await House.Sandbox.Post("unionid", new { bound = true }); }
    }

    [Fact]
    public async Task The_owners_account_is_never_joined_its_people_are_contacts()
    {
        await House.MiniProgram("sh-operator");
        await House.Phone("sh-operator").Follow("owner");
        await House.Settled();
        var mini = await Of(ServiceAccountKind.MiniProgram);
        var owner = (await All()).Single(f => f.Account == ServiceAccountKind.Owner && f.UnionId == mini.UnionId);
        Assert.Null(owner.SubjectId);
        await using var scope = House.Services.CreateAsyncScope();
        var same = await scope.ServiceProvider.GetRequiredService<IFollowers>().SamePerson(ServiceAccountKind.Owner, owner.OpenId);
        Assert.Equal([mini.Id, owner.Id], same.Select(f => f.Id).OrderBy(id => id == owner.Id));
    }

    [Fact]
    public async Task A_link_that_somebody_proved_by_password_is_not_overruled_by_a_union_id()
    {
        await House.Agency("sh-lead");
        await House.MiniProgram("sh-operator");
        var (lead, unionId) = ((await All()).Single(f => f.Account == ServiceAccountKind.Agency), (await Of(ServiceAccountKind.MiniProgram)).UnionId);
        await House.InDatabase(async db =>
        {
            var book = new FollowerBook(db, new Ids(House.Time), House.Time);
            await book.Saw(ServiceAccountKind.Agency, new WeChatIdentity(lead.OpenId, unionId), default);
            return await db.SaveChangesAsync();
        });
        Assert.Equal((lead.SubjectId, LinkedBy.Link), ((await Of(ServiceAccountKind.Agency)).SubjectId, (await Of(ServiceAccountKind.Agency)).SubjectBy!.Value));
    }

    [Fact]
    public async Task Consent_withdrawn_takes_the_union_id_the_session_key_and_what_rested_on_them()
    {
        await House.MiniProgram("sh-operator");
        await House.Phone("sh-operator").Follow("agency");
        await House.Settled();
        await House.Sandbox.Post("people/sh-operator/revoke", new { account = "miniprogram" });
        await House.System.CallbacksApplied();
        Assert.Null((await Of(ServiceAccountKind.MiniProgram)).UnionId);
        Assert.Equal(0, await House.InDatabase(db => db.Set<MiniProgramSession>().CountAsync()));
    }

    [Fact]
    public async Task The_session_key_stays_on_the_server_sealed_and_holds_until_the_next_sign_in()
    {
        var code = await House.Phone("sh-operator").JsCode();
        var answer = (await House.Anonymous("miniprogram").Post("/sign-in", new { code })).ShouldBeOk();
        Assert.DoesNotContain("session", answer.Text, StringComparison.OrdinalIgnoreCase);
        var openId = (await Of(ServiceAccountKind.MiniProgram)).OpenId;
        Assert.True(await Holds(openId));
        await House.SqlAsAdmin("update mini_program_session set session_key = overlay(session_key placing '\\x00' from 20)");
        Assert.False(await Holds(openId));
        Assert.False(await Holds("oNobody"));
    }

    [Fact]
    public async Task A_code_that_the_phone_repeats_after_a_lost_answer_signs_in_all_the_same()
    {
        var code = await House.Phone("sh-operator").JsCode();
        (await House.Anonymous("miniprogram").Post("/sign-in", new { code })).ShouldBeOk();
        (await House.Anonymous("miniprogram").Post("/sign-in", new { code })).ShouldBeOk();
    }

    private async Task<bool> Holds(string openId)
    {
        await using var scope = House.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<IMiniProgram>().SessionHolds(openId, default);
    }

    private async Task<Follower> Of(ServiceAccountKind account) => (await All()).Single(f => f.Account == account);

    private Task<List<Follower>> All() => House.InDatabase(db => db.Set<Follower>().AsNoTracking().ToListAsync());
}
