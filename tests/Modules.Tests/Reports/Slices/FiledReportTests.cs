using Microsoft.EntityFrameworkCore;
using Npgsql;
using WeChatService.Reports;
using WeChatService.Reports.Contracts;
using WeChatService.TestKit;

namespace WeChatService.Modules.Tests.Reports.Slices;

/// <summary>已备案: neither the API nor SQL under the application's role touches it any more.</summary>
public sealed class FiledReportTests(House house) : IClassFixture<House>, IAsyncLifetime
{
    private Guid _report;
    private string _before = "";

    public async Task InitializeAsync()
    {
        var known = await house.Value<string>("select coalesce(max(id::text), '') from report");
        _report = known.Length > 0 ? Guid.Parse(known) : await Shelf.Report(house, "shanghai-lake-b");
        _before = await Content();
    }

    public async Task DisposeAsync() => Assert.Equal(_before, await Content());

    [Theory, Rule("FIL-05")]
    [InlineData("sh-technical")]
    [InlineData("sh-lead")]
    public async Task Deleting_changing_and_making_it_again_are_refused_by_the_API(string person)
    {
        using var client = await house.Agency(person);
        (await client.Delete($"/reports/{_report}")).ShouldRefuse("report.filed_cannot_be_deleted", "FIL-05", 409);
        (await client.Post($"/reports/{_report}/regenerate")).ShouldRefuse("report.filed_cannot_be_changed", "FIL-05", 409);
        (await client.Put($"/reports/{_report}/cover", new { reportDate = "2026-11-20", serviceFrom = "2026-11-01", serviceTo = "2026-11-20" }))
            .ShouldRefuse("report.filed_cannot_be_changed", "FIL-05", 409);
    }

    [Fact, Rule("FIL-05")]
    public async Task It_is_not_filed_a_second_time()
    {
        using var technicalLead = await house.Agency("sh-technical");
        (await technicalLead.Post($"/reports/{_report}/filing", new { opinion = "再备一次", photoId = Guid.NewGuid() }))
            .ShouldRefuse("report.filed_cannot_be_changed", "FIL-05", 409);
    }

    [Theory, Rule("FIL-05")]
    [InlineData("update report set remark = '改了'")]
    [InlineData("update report set state = 'Ready'")]
    [InlineData("update report set filing = null")]
    [InlineData("delete from report")]
    [InlineData("with gone as (delete from report returning id) select count(*) from gone")]
    public async Task SQL_by_the_applications_role_is_refused_by_the_trigger(string sql)
    {
        var refused = await Assert.ThrowsAsync<PostgresException>(() => house.SqlAsApplication(sql));
        Assert.Equal(("23001", "report_filed_is_locked"), (refused.SqlState, refused.Hint));
    }

    [Theory, Rule("FIL-05")]
    [InlineData("truncate report cascade")]
    [InlineData("alter table report disable trigger all")]
    [InlineData("drop trigger report_filed_is_locked on report")]
    [InlineData("set session_replication_role = replica")]
    [InlineData("set role wcs_owner")]
    public async Task The_applications_role_cannot_take_the_lock_away(string sql)
    {
        var refused = await Assert.ThrowsAsync<PostgresException>(() => house.SqlAsApplication(sql));
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
    }

    [Fact, Rule("FIL-05")]
    public async Task A_mistake_in_the_program_meets_the_same_lock()
    {
        await Assert.ThrowsAsync<DbUpdateException>(() => house.InDatabase(async db =>
        {
            db.Remove(await db.Set<Report>().SingleAsync(r => r.Id == _report));
            return await db.SaveChangesAsync();
        }));
        await Assert.ThrowsAsync<PostgresException>(() => house.InDatabase(db =>
            db.Set<Report>().Where(r => r.Id == _report).ExecuteUpdateAsync(set => set.SetProperty(r => r.State, ReportState.Ready))));
    }

    private Task<string> Content() => house.Value<string>($"select report::text from report where id = '{_report}'");
}
