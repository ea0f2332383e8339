using WeChatService.Agencies.Contracts;
using WeChatService.Catalogue.Contracts;
using WeChatService.FieldTasks.Contracts;
using WeChatService.Kernel;
using WeChatService.Modules.Tests.Agencies;
using WeChatService.Modules.Tests.Catalogue;
using WeChatService.Modules.Tests.Projects;
using WeChatService.Owners.Contracts;
using WeChatService.Projects.Contracts;
using WeChatService.Reports;
using WeChatService.Reports.Composing;
using WeChatService.Reports.Contracts;
using WeChatService.Reviews.Contracts;
using WeChatService.TestKit;

namespace WeChatService.Modules.Tests.Reports.Rules;

/// <summary>What a Beijing detection report and its raw record say of what was recorded and judged. How they look: Adapters.Tests/Pdf.</summary>
public sealed class DetectionDocumentTests
{
    private static readonly DetectionEdition Edition = Shipped.Catalogue.DetectionFor("beijing")!;
    private static readonly DetectionSingle Single = Edition.Singles[0];
    private static readonly DetectionItem[] Items = [.. Single.SubItems.SelectMany(s => s.Items).Take(4)];
    private static readonly RecordSheet[] Records =
    [
        Record(Items[0], ItemVerdict.Conforms, "完好"), Record(Items[1], ItemVerdict.Fails, "3 只灯不亮"),
        Record(Items[2], ItemVerdict.NotApplicable, "停电", CannotReason.NotTestable), Record(Items[3], ItemVerdict.NotApplicable, "", CannotReason.NoSuchDevice),
    ];

    private static readonly ForcedChange Change = new(DetectionVerdict.Qualified, "顾南舟", Sample.Now, "复测不亮");

    [Fact, Rule("RPT-13", Regions = ["beijing"])]
    public void The_form_is_filled_from_project_people_policy_and_judgement()
    {
        var form = Document().Form();

        Assert.Equal(("样例大厦", "样例路 1 号"), (form.ProjectName, form.Address));
        Assert.Equal(("样例业主", "周桂兰", "139 **** 0817"), (form.Client.Name, form.Client.Contact, form.Client.Phone));
        Assert.Equal(("5,000 m²", "地上 12 层，地下 1 层", "48 m"), (form.Area, form.Floors, form.Height));
        Assert.Equal(("顾南舟-YZ1-1", "沈砚秋-YZ1-2"), (form.Lead, form.TechnicalLead));
        Assert.Equal(["年度检测"], form.Types.Where(t => t.Ticked).Select(t => t.Text));
        Assert.Equal(Single.Name, form.Scope);
        Assert.Equal(string.Join('、', Policies.For("beijing").Report.DetectionBasis), form.Basis);
        Assert.Equal((0, 2, 4), (form.Limits.A, form.Limits.B, form.Limits.C));
        Assert.Equal(Edition.Singles.Count, form.Singles.Count);
        Assert.Equal((true, 2, 1, "不合格"), (form.Singles[0].InScope, form.Singles[0].Total, form.Singles[0].FailedA + form.Singles[0].FailedB + form.Singles[0].FailedC, form.Singles[0].Verdict));
        Assert.All(form.Singles.Skip(1), s => Assert.Equal((false, 0, null), (s.InScope, s.Total, s.Verdict)));
        Assert.Equal("不合格", form.Overall);
        Assert.Contains("由合格改为不合格，原因：复测不亮", Assert.Single(form.Forced));
    }

    [Fact, Rule("RPT-14", Regions = ["beijing"])]
    public void Each_failed_and_each_untestable_item_has_a_row_and_missing_devices_have_none()
    {
        var findings = Document().Findings();

        var failed = Assert.Single(findings.Failed);
        Assert.Equal((Items[1].Name, "3 只灯不亮", "韩柏川"), (failed.Item, failed.Text, failed.By));
        Assert.Equal($"{Single.Label} {Single.Name}", failed.Single);
        var untestable = Assert.Single(findings.Untestable);
        Assert.Equal((Items[2].Name, "停电"), (untestable.Item, untestable.Text));
    }

    [Fact, Rule("RPT-12", Regions = ["beijing"])]
    public void The_raw_record_holds_every_record_with_its_method()
    {
        var raw = WeChatService.Reports.Composing.RawRecord.Of(Matter(), Judged(), Edition);

        var lines = Assert.Single(raw.Singles).SubItems.SelectMany(s => s.Items).ToList();
        Assert.Equal(Items.Select(i => i.Name), lines.Select(l => l.Name));
        Assert.Equal(Items.Select(i => i.Method), lines.Select(l => l.Method));
        Assert.Equal(["合格", "不合格", "不具备测试条件", "现场无此设备"], lines.Select(l => l.Result));
        Assert.Contains("改为不合格", lines[1].Forced);
    }

    [Fact, Rule("RPT-14", Regions = ["beijing"])]
    public void What_was_counted_and_concluded_follows_the_judgement()
    {
        Assert.Equal((4, 1, 1, 2), (Document().Totals.Checked, Document().Totals.Conforms, Document().Totals.Fails, Document().Totals.NotApplicable));
        Assert.Equal(ReportConclusion.Unqualified, Detection.ConclusionOf(Judged()));
        Assert.Equal(ReportConclusion.Qualified, Detection.ConclusionOf(Judged() with { Overall = DetectionVerdict.Qualified }));
    }

    private static Detection Document() => new(Matter(), Judged(), [new ContactCard(Guid.NewGuid(), Guid.NewGuid(), "周桂兰", "139 **** 0817")]);

    private static DetectionJudgement Judged() => new(
        Guid.NewGuid(), Edition.Code, Edition.Version, DetectionVerdict.Unqualified, null, "请整改", Sample.LeadId, "顾南舟", Sample.Now,
        [
            .. Edition.Singles.Select((single, n) => n > 0
                ? new JudgedSingle(single.Code, single.Label, single.Name, false, 0, 0, 0, 0, null, null, [], [])
                : new JudgedSingle(single.Code, single.Label, single.Name, true, 2, 1, 0, 0, DetectionVerdict.Unqualified, null,
                    [.. single.SubItems.Select(s => new JudgedSubItem(s.Code, s.Name, DetectionVerdict.Unqualified, null))],
                    [.. Items.Select((item, i) => new JudgedItem(
                        item.Code, item.Name, item.Class, single.SubItems.First(s => s.Items.Contains(item)).Code, (DetectionVerdict)i, i == 1 ? Change : null, [Records[i].Id]))])),
        ]);

    private static Matter Matter()
    {
        var project = Sample.Card("beijing", ServiceType.AnnualDetection);
        var sheet = new ProjectSheet(project, "HT-1", null, false, null, null, null, [new("A 座", 5000, 4000, 1000, 12, 1, 48, null)], [], []);
        var order = new ReportOrder(ReportKind.DetectionGenerated, Guid.NewGuid(), null, Sample.Month, [], new(2026, 11, 20), new(2026, 11, 17), new(2026, 11, 19));
        var task = new TaskSheet(
            Guid.NewGuid(), "检测", Guid.NewGuid(), project.Id, project.AgencyId, Sample.OperatorId, FieldTaskState.Reported, 1, [Single.Code], null, null, null, null, null, null, null,
            Records, [], []);
        return new Matter(
            WeChatService.Reports.Report.Order(Guid.NewGuid(), "BJ-202611-22222222", project, order, Sample.Now), sheet,
            new OwnerCard(project.OwnerId, "样例业主", "beijing", "样例路 1 号", null), new AgencyCard(project.AgencyId, "beijing", "样例机构", "样例", "91", "010", [], null, null),
            new[] { Person(Sample.LeadId, "顾南舟", "YZ1-1"), Person(Sample.TechnicalLeadId, "沈砚秋", "YZ1-2"), Person(Sample.OperatorId, "韩柏川", "CZ-3") }.ToDictionary(p => p.Id),
            [task], [], [], Policies.For("beijing"), Shipped.Catalogue.ForDetection("beijing")!, PhotoBook.Empty, []);
    }

    private static PersonCard Person(Guid id, string name, string number) => new(
        id, Guid.NewGuid(), "beijing", name, "139", [new CertificateCard(CertificateKind.Engineer, CertificateLevel.FirstGrade, number, new(2030, 1, 1))], null, null, null, null);

    private static RecordSheet Record(DetectionItem item, ItemVerdict verdict, string text, CannotReason? why = null) => new(
        Guid.NewGuid(), Guid.NewGuid().ToString(), Single.Code, item.Code, item.Name, why is null, why, verdict, text, [], [], null, Sample.Now, Sample.Now);
}
