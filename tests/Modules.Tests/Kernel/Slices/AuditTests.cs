using Npgsql;
using WeChatService.Kernel;
using WeChatService.TestKit;
using Demo = WeChatService.TestKit.Demo;

namespace WeChatService.Modules.Tests.Kernel.Slices;

/// <summary>The audit trail can be added to, and whatever else happens to it shows.</summary>
public sealed class AuditTests(House house) : IClassFixture<House>
{
    private static readonly Guid Project = Demo.Id("project", "shanghai-main");
    private static readonly Guid Agency = Demo.Id("agency", "sh-agency");

    [Fact]
    public async Task A_chain_that_nobody_touched_is_whole()
    {
        await Work();
        Assert.Null(await FirstBreak());
        Assert.Equal(4, await house.Value<long>($"select count(*) from audit_entry where chain = '{Agency}'"));
    }

    [Theory]
    [InlineData("summary", "'没有这回事'")]
    [InlineData("actor_name", "'别人'")]
    [InlineData("at", "at + interval '1 day'")]
    [InlineData("after", "'{\"classCodes\": []}'")]
    [InlineData("account_id", "gen_random_uuid()")]
    [InlineData("hash", "decode(repeat('00', 32), 'hex')")]
    public async Task An_altered_entry_is_found(string column, string value)
    {
        await Work();
        await Behind($"update audit_entry set {column} = {value} where chain = '{Agency}' and number = 2");
        Assert.Equal(2, await FirstBreak());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task A_removed_entry_is_found(int number)
    {
        await Work();
        await Behind($"delete from audit_entry where chain = '{Agency}' and number = {number}");
        Assert.Equal(number, await FirstBreak());
    }

    [Fact]
    public async Task An_entry_that_was_taken_out_and_the_rest_numbered_anew_is_found()
    {
        await Work();
        await Behind($"delete from audit_entry where chain = '{Agency}' and number = 2; update audit_entry set number = number - 1 where chain = '{Agency}' and number > 2");
        Assert.Equal(2, await FirstBreak());
    }

    [Theory]
    [InlineData("update audit_entry set summary = '改了'")]
    [InlineData("delete from audit_entry")]
    [InlineData("truncate audit_entry")]
    [InlineData("alter table audit_entry disable trigger audit_entry_append_only")]
    [InlineData("drop table audit_entry")]
    public async Task The_applications_role_may_only_append(string sql)
    {
        await Work();
        var refused = await Assert.ThrowsAsync<PostgresException>(() => house.SqlAsApplication(sql));
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
        Assert.Null(await FirstBreak());
    }

    [Fact]
    public async Task Even_the_owner_of_the_tables_is_stopped_by_the_trigger()
    {
        await Work();
        var refused = await Assert.ThrowsAsync<PostgresException>(() => house.SqlAsAdmin("delete from audit_entry"));
        Assert.Equal("23001", refused.SqlState);
    }

    [Fact]
    public async Task Each_agency_has_a_chain_of_its_own_and_writers_at_once_leave_no_gap()
    {
        await house.SqlAsAdmin($"delete from plan_item where plan_id in (select id from plan where project_id = '{Project}'); delete from plan where project_id = '{Project}'");
        await house.SqlAsAdmin("alter table audit_entry disable trigger audit_entry_append_only; delete from audit_entry; alter table audit_entry enable trigger audit_entry_append_only");
        using var lead = await house.Agency("xj-lead");
        using var other = await house.Agency("bj-lead");
        var month = ChinaMonth.Of(house.Time.GetUtcNow()).ToString();
        await Task.WhenAll(new[] { "Month", "Quarter", "Year" }.SelectMany(kind => new[]
        {
            lead.Post("/plans", new { projectId = Demo.Id("project", "xinjiang-main"), kind, month }),
            other.Post("/plans", new { projectId = Demo.Id("project", "beijing-main"), kind, month }),
        }));

        foreach (var key in new[] { "xj-agency", "bj-agency" })
        {
            Assert.Equal(3, await house.Value<long>($"select count(*) from audit_entry where chain = '{Demo.Id("agency", key)}' and act = 'plan.made'"));
            Assert.Null(await house.InDatabase(db => AuditTrail.FirstBreak(db, Demo.Id("agency", key).ToString(), CancellationToken.None)));
        }
    }

    /// <summary>Four entries of one agency: plan made, issued, taken back, deleted.</summary>
    private async Task Work()
    {
        using var lead = await house.Agency("sh-lead");
        await house.SqlAsAdmin("alter table audit_entry disable trigger audit_entry_append_only; delete from audit_entry; alter table audit_entry enable trigger audit_entry_append_only");
        await house.SqlAsAdmin($"delete from plan_item where plan_id in (select id from plan where project_id = '{Project}'); delete from plan where project_id = '{Project}'");
        var plan = (await lead.Post("/plans", new { projectId = Demo.Id("project", "shanghai-main"), kind = "Month", month = ChinaMonth.Of(house.Time.GetUtcNow()).ToString() })).ShouldBeOk().Id;
        var classCodes = new[] { (await lead.Get($"/plans/{plan}")).ShouldBeOk()["facilities"][0].GetProperty("classCode").GetString() };
        (await lead.Post($"/plans/{plan}/assignments", new { classCodes, personId = Demo.Id("person", "sh-operator") })).ShouldBeOk();
        (await lead.Post($"/plans/{plan}/withdrawals", new { classCodes })).ShouldBeOk();
        (await lead.Delete($"/plans/{plan}")).ShouldBeOk();
    }

    private Task Behind(string sql) => house.SqlAsAdmin(
        $"alter table audit_entry disable trigger audit_entry_append_only; {sql}; alter table audit_entry enable trigger audit_entry_append_only");

    private Task<long?> FirstBreak() => house.InDatabase(db => AuditTrail.FirstBreak(db, Agency.ToString(), CancellationToken.None));
}
