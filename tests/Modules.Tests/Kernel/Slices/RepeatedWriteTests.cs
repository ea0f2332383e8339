using WeChatService.Kernel;
using WeChatService.TestKit;
using Demo = WeChatService.TestKit.Demo;

namespace WeChatService.Modules.Tests.Kernel.Slices;

/// <summary>Bad networks and second taps: the same key has one effect and one answer.</summary>
public sealed class RepeatedWriteTests(House house) : Slice(house)
{
    private static readonly Guid Project = Demo.Id("project", "shanghai-main");

    private object Plan(string kind = "Month") => new { projectId = Project, kind, month = ChinaMonth.Of(House.Time.GetUtcNow()).ToString() };

    [Fact]
    public async Task The_stored_answer_comes_back_word_for_word()
    {
        using var lead = await House.Agency("sh-lead");
        var first = (await lead.Post("/plans", Plan(), "k-1")).ShouldBeOk();
        var second = (await lead.Post("/plans", Plan(), "k-1")).ShouldBeOk();

        Assert.Equal((first.Status, first.Text, first.MediaType), (second.Status, second.Text, second.MediaType));
        Assert.Equal((false, true), (first.IsReplayed, second.IsReplayed));
        Assert.Equal((1L, 1L), (await Count("plan"), await Count("audit")));
    }

    [Fact]
    public async Task The_same_key_with_another_body_or_another_path_is_refused()
    {
        using var lead = await House.Agency("sh-lead");
        var plan = (await lead.Post("/plans", Plan(), "k-1")).ShouldBeOk().Id;

        (await lead.Post("/plans", Plan("Year"), "k-1")).ShouldRefuse("idempotency.key_reused", status: 422);
        (await lead.Delete($"/plans/{plan}", "k-1")).ShouldRefuse("idempotency.key_reused", status: 422);
        Assert.Equal(1, await Count("plan"));
    }

    [Fact]
    public async Task A_refusal_is_not_stored_so_that_the_same_key_works_once_the_reason_is_gone()
    {
        using var lead = await House.Agency("sh-lead");
        await House.SqlAsAdmin($"update project set is_key_unit = null, fence = '[]' where id = '{Project}'");
        (await lead.Post("/plans", Plan(), "k-1")).ShouldRefuse("plan.project_incomplete", "PRJ-22");
        Assert.Equal(0, await House.Value<long>("select count(*) from idempotency_record where key = 'k-1'"));
        Assert.Equal((0L, 0L), (await Count("plan"), await Count("audit")));

        await House.SqlAsAdmin($"update project set is_key_unit = true, fence = (select fence from project where id = '{Demo.Id("project", "shanghai-mall")}') where id = '{Project}'");
        Assert.False((await lead.Post("/plans", Plan(), "k-1")).ShouldBeOk().IsReplayed);
        Assert.Equal(1, await Count("plan"));
    }

    [Fact]
    public async Task Keys_of_two_people_are_two_keys()
    {
        using var lead = await House.Agency("sh-lead");
        using var other = await House.Agency("bj-lead");
        (await lead.Post("/plans", Plan(), "1")).ShouldBeOk();
        var elsewhere = await other.Post("/plans", new { projectId = Demo.Id("project", "beijing-main"), kind = "Month", month = ChinaMonth.Of(House.Time.GetUtcNow()).ToString() }, "1");
        Assert.False(elsewhere.ShouldBeOk().IsReplayed);
    }

    [Fact]
    public async Task A_write_without_a_key_or_with_an_endless_one_is_refused()
    {
        using var lead = await House.Agency("sh-lead");
        (await lead.Post("/plans", Plan(), "")).ShouldRefuse("idempotency.key_missing", status: 400);
        (await lead.Post("/plans", Plan(), new string('k', 256))).ShouldRefuse("idempotency.key_missing", status: 400);
        Assert.Equal(0, await Count("plan"));
    }

    [Fact, Rule("PLN-09")]
    public async Task Equal_requests_at_the_same_instant_have_one_effect_and_all_get_its_answer()
    {
        using var lead = await House.Agency("sh-lead");

        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => lead.Post("/plans", Plan(), "one-tap")));

        Assert.Single(answers.Select(a => a.ShouldBeOk().Id).Distinct());
        Assert.Single(answers, a => !a.IsReplayed);
        Assert.Equal((1L, 1L), (await Count("plan"), await Count("audit")));
    }

    [Fact, Rule("OWN-18")]
    public async Task Tapping_bind_six_times_at_once_binds_once_and_refuses_nobody()
    {
        var scene = Given.AProject();
        var lead = await scene.Lead();
        var invitation = (await lead.Post($"/projects/{scene.ProjectId}/contact-invitation")).ShouldBeOk();
        await House.Phone(scene.ContactKey).Scan(invitation["content"].GetString()!);
        var contact = await scene.Contact();
        var form = await House.Sandbox.BindingForm(contact, invitation["scene"].GetString()!, scene.ContactKey);

        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => contact.Post("/bindings", form, "bind")));

        Assert.Single(answers.Select(a => a.ShouldBeOk()["contactId"].GetGuid()).Distinct());
        Assert.Equal(1, await House.Value<long>($"select count(*) from contact_binding where project_id = '{scene.ProjectId}'"));
        Assert.Equal(1, await House.Value<long>("select count(*) from audit_entry where act = 'contact.bound'"));
    }

    private Task<long> Count(string what) => House.Value<long>(what == "plan"
        ? $"select count(*) from plan where project_id = '{Project}'"
        : "select count(*) from audit_entry where act = 'plan.made'");
}
