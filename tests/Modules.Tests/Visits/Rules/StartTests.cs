using WeChatService.Kernel;
using WeChatService.Modules.Tests.Agencies;
using WeChatService.Projects.Contracts;
using WeChatService.TestKit;
using WeChatService.Visits;
using static WeChatService.Modules.Tests.FieldTasks.Specimens;
using static WeChatService.Modules.Tests.Visits.Specimens;

namespace WeChatService.Modules.Tests.Visits.Rules;

/// <summary>May this visit begin?</summary>
public sealed class StartTests
{
    [Theory, Rule("CHK-01")]
    [InlineData("shanghai", true)]
    [InlineData("beijing", false)]
    [InlineData("shaanxi", false)]
    [InlineData("xinjiang", false)]
    public void Check_in_exists_where_the_profile_says_so(string region, bool used)
    {
        var policy = Policies.For(region).Checkin;
        if (used)
        {
            VisitRules.MustBeUsedHere(policy);
        }
        else
        {
            MustRefuse("visit.not_used_here", "CHK-01", () => VisitRules.MustBeUsedHere(policy));
        }
    }

    [Theory, Rule("CHK-10", Regions = ["shanghai"])]
    [InlineData("shanghai")]
    [InlineData("beijing")]
    [InlineData("shaanxi")]
    [InlineData("xinjiang")]
    public void Who_is_still_at_work_is_reminded_at_the_profiles_own_hour_wherever_check_in_is_switched_on(string region)
    {
        var policy = Policies.For(region).Checkin with { Enabled = true };
        VisitRules.MustBeUsedHere(policy);
        var last = Morning.AddHours(policy.MaxHours - 2);
        Assert.Equal([Morning.AddHours(policy.RemindAtHour - 9), last], VisitRules.RemindersOf(Morning, policy));
        Assert.Equal([Morning.AddHours(20 - 9), last], VisitRules.RemindersOf(Morning, policy with { RemindAtHour = 20 }));
        Assert.Equal([Morning.AddHours(9).AddHours(policy.MaxHours - 2)], VisitRules.RemindersOf(Morning.AddHours(9), policy));
    }

    [Fact, Rule("CHK-16", Regions = ["shanghai"])]
    public void Only_members_lead_and_technical_lead_start()
    {
        VisitRules.MustBeMember(Specimens.Project, Operator);
        VisitRules.MustBeMember(Specimens.Project, Lead);
        Assert.Contains("澄湖大厦", MustRefuse("visit.not_a_member", "CHK-16", () => VisitRules.MustBeMember(Specimens.Project, Guid.NewGuid())).Title);
    }

    [Theory, Rule("CHK-03", Regions = ["shanghai"]), Rule("CHK-17", Regions = ["shanghai"])]
    [InlineData(ProjectState.Draft, "visit.project_not_ready")]
    [InlineData(ProjectState.Active, null)]
    [InlineData(ProjectState.Practised, null)]
    [InlineData(ProjectState.Retest, null)]
    [InlineData(ProjectState.Done, "visit.project_ended")]
    [InlineData(ProjectState.Terminated, "visit.project_ended")]
    [InlineData(ProjectState.Cancelled, "visit.project_ended")]
    public void Only_a_project_that_is_worked_on_is_started(ProjectState state, string? refusal) =>
        Assert.Equal(refusal, (Xunit.Record.Exception(() => VisitRules.ProjectMustBeWorkedOn(state)) as RuleBroken)?.Problem.Code);

    [Fact, Rule("OWN-10", Regions = ["shanghai"]), Rule("CHK-03", Regions = ["shanghai"])]
    public void Without_a_bound_contact_no_work_starts()
    {
        MustRefuse("visit.no_contact", "OWN-10", () => VisitRules.ContactMustBeBound(Policies.For("shanghai").Owner, 0));
        VisitRules.ContactMustBeBound(Policies.For("shanghai").Owner, 1);
        VisitRules.ContactMustBeBound(Policies.For("beijing").Owner, 0);
    }

    [Fact, Rule("PLN-23", Regions = ["shanghai"]), Rule("CHK-03", Regions = ["shanghai"])]
    public void Maintenance_without_a_plan_is_blocked()
    {
        MustRefuse("visit.no_plan", "PLN-23", () => VisitRules.PlanMustExist(ServiceType.Maintenance, false));
        VisitRules.PlanMustExist(ServiceType.Maintenance, true);
        VisitRules.PlanMustExist(ServiceType.Assessment, false);
    }

    [Fact, Rule("CHK-04", Regions = ["shanghai"])]
    public void At_work_elsewhere_names_where()
    {
        var refused = MustRefuse("visit.open_elsewhere", "CHK-04", () => VisitRules.MustBeAtWorkNowhereElse(Open(), Guid.NewGuid(), "栖云里"));
        Assert.Contains("栖云里", refused.Title);
        Assert.Contains("11月20日 09:00", refused.Title);
        VisitRules.MustBeAtWorkNowhereElse(null, Guid.NewGuid(), null);
    }

    [Fact, Rule("CHK-04", Regions = ["shanghai"])]
    public void At_work_here_already_is_said_so() =>
        MustRefuse("visit.already_open", "CHK-04", () => VisitRules.MustBeAtWorkNowhereElse(Open(), Specimens.Project.Id, "澄湖大厦"));

    [Fact, Rule("CHK-01", Regions = ["shanghai"])]
    public void Outside_the_fence_the_distance_is_told()
    {
        var refused = MustRefuse("visit.out_of_fence", "CHK-01", () => VisitRules.MustBeOnSite(new(false, 1230), Policy.Fence));
        Assert.Contains("1.2 km", refused.Title);
        Assert.Equal(1230d, refused.Facts["distanceMetres"]);
        VisitRules.MustBeOnSite(new(true, 300), Policy.Fence);
    }

    [Fact, Rule("CHK-01", Regions = ["shanghai"])]
    public void The_tolerance_is_the_profiles()
    {
        VisitRules.MustBeOnSite(new(false, 20), Policy.Fence with { ToleranceMetres = 20 });
        MustRefuse("visit.out_of_fence", "CHK-01", () => VisitRules.MustBeOnSite(new(false, 20.1), Policy.Fence with { ToleranceMetres = 20 }));
    }

    [Fact, Rule("CHK-01", Regions = ["shanghai"])]
    public void A_vague_position_proves_nothing()
    {
        var refused = MustRefuse("position.too_inaccurate", "CHK-01", () => new Position(31, 121, 180).MustBeAccurate(Policy.Fence));
        Assert.Contains("180 m", refused.Title);
        new Position(31, 121, Policy.Fence.AccuracyMetres).MustBeAccurate(Policy.Fence);
    }
}
