using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using WeChatService.Kernel;
using WeChatService.Modules.Tests.Agencies;
using WeChatService.Modules.Tests.Faults;
using WeChatService.Reports;
using WeChatService.Reports.Contracts;
using WeChatService.TestKit;

namespace WeChatService.Modules.Tests.Reports.Slices;

/// <summary>A report waits to be filed and its days run out.</summary>
public sealed class FilingReminderTests(House house) : Slice(house)
{
    public static TheoryData<string> Regions => Ledger.Regions;

    [Theory, MemberData(nameof(Regions)), Rule("NTF-17")]
    public async Task The_technical_lead_is_reminded_once_on_the_third_day_and_once_on_the_last(string region)
    {
        var report = await Waiting(region);
        var policy = Policies.For(region).Filing;
        var days = new[] { 3, policy.Days ?? 0 }.Where(d => d > 0 && d <= policy.Days).Distinct().Count();
        for (var day = 0; day < 16; day++)
        {
            var before = await Told(report);
            House.At(House.Time.GetUtcNow().AddDays(1).ToString("O"));
            await House.Settled(TimeSpan.FromMinutes(3));
            Assert.InRange(await Told(report) - before, 0, 1);
        }

        Assert.Equal(days, await Told(report));
        // A profile without a term has nothing to remind of.
        Assert.Equal(days > 0 ? 1 : 0, await House.Value<long>($"select count(distinct receiver_id) from notice where about_id = '{report}' and template = 'filing_reminder'"));
    }

    [Fact, Rule("NTF-17")]
    public async Task What_is_filed_before_its_day_is_not_reminded_of()
    {
        var report = await Waiting("beijing");
        using var technical = await House.Agency("bj-technical");
        Guid? face = Policies.For("beijing").Filing.Face ? await technical.UploadSelfie("bj-technical") : null;
        (await technical.Post($"/reports/{report}/filing", new { opinion = "同意备案", photoId = face })).ShouldBeOk();
        House.At(House.Time.GetUtcNow().AddDays(16).ToString("O"));
        await House.Settled(TimeSpan.FromMinutes(3));
        Assert.Equal(0, await Told(report));
    }

    /// <summary>A report whose clock began now, with the reminders that its making orders.</summary>
    private async Task<Guid> Waiting(string region)
    {
        var id = await Shelf.Report(House, Ledger.ProjectOf(region), ReportState.Ready);
        await House.InDatabase(async db =>
        {
            var report = await db.Set<Report>().SingleAsync(r => r.Id == id);
            db.RemindToFile(report, Policies.For(region).Filing, House.Services.GetRequiredService<WorkingDays>(), House.Time.GetUtcNow());
            await db.SaveChangesAsync();
            return id;
        });
        return id;
    }

    private Task<long> Told(Guid report) => Ledger.Told(House, report, "filing_reminder");
}
