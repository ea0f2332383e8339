using WeChatService.Catalogue.Contracts;
using WeChatService.Faces.Contracts;
using WeChatService.FieldTasks;
using WeChatService.FieldTasks.Contracts;
using WeChatService.Kernel;
using WeChatService.Modules.Tests.Agencies;
using WeChatService.Plans.Contracts;
using WeChatService.Projects.Contracts;
using WeChatService.Regions.Contracts;

namespace WeChatService.Modules.Tests.FieldTasks;

/// <summary>Tasks, findings and evidence for tests of rules.</summary>
internal static class Specimens
{
    /// <summary>20 November 2026, 09:30 in Asia/Shanghai.</summary>
    public static readonly DateTimeOffset Now = new(2026, 11, 20, 1, 30, 0, TimeSpan.Zero);

    public static readonly Guid Operator = Guid.NewGuid();
    public static readonly Guid Lead = Guid.NewGuid();
    public static readonly Guid Photo = Guid.NewGuid();

    /// <summary>Consents needed: start and submit.</summary>
    public static RegionPolicy WithConsents => Policies.For("beijing");

    /// <summary>None needed.</summary>
    public static RegionPolicy Plain => Policies.For("shaanxi");

    public static readonly ItemQuestion Pressure = new("出口压力", AnswerKind.Number, [], "MPa");
    public static readonly ItemQuestion Running = new("运转", AnswerKind.Choice, ["正常", "不正常"], null);

    public static readonly TestItem Pump = Item("M04-05-a", "手动启动", [Running, Pressure], [new(LimitOperator.AtLeast, 0.35m, null, null, "MPa", null, null)]);
    public static readonly TestItem Look = Item("M04-05-b", "外观", [], []);
    public static readonly FacilityClass Pumps = new("M04-05", "消防水泵", "无分类", "M04", "消防给水", false, [Pump, Look]);

    public static TestItem Item(string code, string name, IReadOnlyList<ItemQuestion> questions, IReadOnlyList<Limit> limits) => new(
        code, code[^1..], name, "看一看", [Period.Month], null, null, limits, questions, new Source("XF 503-2004", "4.2"), Confidence.V);

    public static ProjectCard Project(ServiceType type = ServiceType.Maintenance, ProjectState state = ProjectState.Active) => new(
        Guid.NewGuid(), "澄湖大厦", "shanghai", type, state, Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid(), Lead, null, [Operator],
        new(2026, 1, 1), new(2026, 12, 31), "澄湖路 18 号", ["M04-05"], [], null);

    public static PlanCard Plan(ProjectCard project, PlanKind kind = PlanKind.Month) => new(
        Guid.NewGuid(), project.Id, project.AgencyId, kind, new ChinaMonth(2026, 11), PlanState.Assigned, "2026年11月月度维护保养计划", []);

    public static FieldTask Task(int number = 1)
    {
        var project = Project();
        return FieldTask.Take(
            Guid.NewGuid(), Plan(project), project, Operator, ["M04-05"], new TaskContent("MNT", "1", [Pump.Code, Look.Code]), number, Now);
    }

    public static FieldTask Started()
    {
        var task = Task();
        task.Begin(AllPhotos, "海湾", Site(), Plain, Now);
        return task;
    }

    /// <summary>Started, both items recorded, the pump failing.</summary>
    public static FieldTask Recorded()
    {
        var task = Started();
        Record(task, "a", Judge(Sent(Pump.Code) with { Verdict = ItemVerdict.Fails, Text = "压力偏低" }, Pump));
        Record(task, "b", Judge(Sent(Look.Code), Look));
        return task;
    }

    /// <summary>待审核.</summary>
    public static FieldTask Submitted()
    {
        var task = Recorded();
        task.Submit(Plain.Approval, Name, Now.AddHours(1));
        return task;
    }

    public static StartPhotos AllPhotos => new(Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid());

    public static SiteEvidence Site(DateTimeOffset? at = null) => new(at ?? Now, new(31.2, 121.4, 15), true, 38, 0.93, 0.8, [Photo]);

    public static ProvenPresence Presence(DateTimeOffset? at = null) => new(Site(at), new Identified(new FaceOutcome(Guid.NewGuid(), 0.93, 0.8), null));

    public static string Name(string code) => code == Pump.Code ? Pump.Name : code == Look.Code ? Look.Name : code;

    /// <summary>能检查, 符合.</summary>
    public static ReportedItem Sent(string code) => new("c1", code, true, null, null, ItemVerdict.Conforms, "正常", null, null, null, Now);

    public static ItemFinding Judge(ReportedItem sent, TestItem item, PhotoCount? photos = null) =>
        FindingRules.Judge(sent, Pumps, item, photos ?? new PhotoCount(0, 9), Now);

    public static (ItemRecord Record, StoredAs Stored) Record(FieldTask task, string clientId, ItemFinding finding) =>
        task.Record(Guid.NewGuid(), clientId, finding, Plain.Approval, Now);

    /// <summary>The refusal must be this one, in words.</summary>
    public static Problem MustRefuse(string code, string rule, Action act)
    {
        var problem = Assert.Throws<RuleBroken>(act).Problem;
        Assert.Equal((code, rule), (problem.Code, problem.Rule));
        return problem;
    }
}
