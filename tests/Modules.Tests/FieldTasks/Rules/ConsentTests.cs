using WeChatService.FieldTasks;
using WeChatService.FieldTasks.Contracts;
using WeChatService.FieldTasks.ForAgency;
using WeChatService.Kernel;
using WeChatService.TestKit;
using static WeChatService.Modules.Tests.FieldTasks.Specimens;

namespace WeChatService.Modules.Tests.FieldTasks.Rules;

/// <summary>Starting and submitting with the lead's consent, where the profile asks for it.</summary>
public sealed class ConsentTests
{
    private static WeChatService.Regions.Contracts.ApprovalPolicy Approval => WithConsents.Approval;

    [Fact, Rule("APR-05", Regions = ["beijing"]), Rule("FLD-31", Regions = ["beijing"])]
    public void Without_the_leads_consent_nothing_begins_and_nothing_is_recorded()
    {
        var task = Task();
        MustRefuse("consent.start_missing", "APR-05", () => task.Begin(AllPhotos, "海湾", Site(), WithConsents, Now));
        task.Ask(Guid.NewGuid(), ConsentKind.Start, Presence(), Approval, Name);
        MustRefuse("consent.start_missing", "APR-05", () => task.Begin(AllPhotos, "海湾", Site(), WithConsents, Now));
        MustRefuse("consent.start_missing", "APR-05", () => task.MustBeOpen(Approval));
    }

    [Fact, Rule("APR-05", Regions = ["beijing"])]
    public void With_the_leads_consent_it_begins() => Assert.Equal(FieldTaskState.InProgress, Consented().State);

    [Fact, Rule("APR-01", Regions = ["shaanxi", "xinjiang", "shanghai"])]
    public void Where_no_consent_is_used_none_is_asked() =>
        MustRefuse("consent.not_used_here", "APR-01", () => Task().Ask(Guid.NewGuid(), ConsentKind.Start, Presence(), Plain.Approval, Name));

    [Fact, Rule("APR-01", Regions = ["beijing"])]
    public void One_request_waits_at_a_time()
    {
        var task = Task();
        task.Ask(Guid.NewGuid(), ConsentKind.Start, Presence(), Approval, Name);
        MustRefuse("consent.already_asked", "APR-01", () => task.Ask(Guid.NewGuid(), ConsentKind.Start, Presence(), Approval, Name));
    }

    [Fact, Rule("APR-09", Regions = ["beijing"])]
    public void A_refusal_needs_a_reason_and_the_operator_may_ask_again()
    {
        var task = Task();
        var consent = task.Ask(Guid.NewGuid(), ConsentKind.Start, Presence(), Approval, Name);
        MustRefuse("consent.reason_missing", "APR-09", () => task.Refuse(consent, Lead, "  ", Now));
        task.Refuse(consent, Lead, "等我到场", Now);
        Assert.Equal((ConsentState.Refused, "等我到场"), (consent.State, consent.Reason));
        MustRefuse("consent.start_missing", "APR-05", () => task.StartMustBeConsented(Approval));
        Assert.Equal(ConsentState.Pending, task.Ask(Guid.NewGuid(), ConsentKind.Start, Presence(), Approval, Name).State);
    }

    [Fact, Rule("APR-08", Regions = ["beijing"])]
    public void A_decided_request_is_not_decided_again()
    {
        var task = Task();
        var consent = task.Ask(Guid.NewGuid(), ConsentKind.Start, Presence(), Approval, Name);
        task.Grant(consent, Lead, Presence());
        MustRefuse("consent.already_decided", "APR-08", () => task.Refuse(consent, Lead, "不", Now));
        MustRefuse("consent.already_decided", "APR-08", () => task.Grant(consent, Lead, Presence()));
        MustRefuse("consent.already_granted", "APR-05", () => task.MustNeed(ConsentKind.Start, Approval, Name));
    }

    [Fact, Rule("APR-12", Regions = ["beijing"]), Rule("APR-04", Regions = ["beijing"])]
    public void Both_sides_evidence_is_kept()
    {
        var task = Task();
        var (asked, decided) = (Presence(), Presence(Now.AddMinutes(3)));
        var consent = task.Ask(Guid.NewGuid(), ConsentKind.Start, asked, Approval, Name);
        task.Grant(consent, Lead, decided);
        Assert.Equal((asked.Site, (Guid?)asked.Who.EvidenceId, decided.Site, (Guid?)decided.Who.EvidenceId), (consent.Asked, consent.AskedComparisonId, consent.Decided!, consent.DecidedComparisonId));
        Assert.True(consent.Asked.Inside && consent.Decided!.Inside);
        Assert.Equal((0.93, 0.8, 38d), (consent.Decided!.Score, consent.Decided.Threshold, consent.Decided.DistanceMetres));
    }

    [Fact, Rule("APR-06", Regions = ["beijing"]), Rule("APR-02", Regions = ["beijing"])]
    public void Without_consent_to_submit_the_task_is_not_in_review()
    {
        var task = Complete();
        Assert.False(task.Submit(Approval, Name, Now));
        Assert.Equal((FieldTaskState.AwaitingSubmitConsent, null), (task.State, task.SubmittedAt));
        MustRefuse("consent.submit_missing", "APR-06", task.Approve);
        MustRefuse("consent.submit_missing", "APR-06", () => task.Submit(Approval, Name, Now));
    }

    [Fact, Rule("APR-06", Regions = ["beijing"]), Rule("APR-02", Regions = ["beijing"])]
    public void The_leads_consent_hands_it_in()
    {
        var task = Complete();
        var consent = task.Ask(Guid.NewGuid(), ConsentKind.Submit, Presence(), Approval, Name);
        Assert.Equal(FieldTaskState.AwaitingSubmitConsent, task.State);
        task.Grant(consent, Lead, Presence(Now.AddHours(2)));
        Assert.Equal((FieldTaskState.Submitted, Now.AddHours(2)), (task.State, task.SubmittedAt));
    }

    [Fact, Rule("APR-02", Regions = ["beijing"]), Rule("FLD-07")]
    public void Consent_to_submit_is_not_asked_with_items_missing()
    {
        var task = Consented();
        MustRefuse("task.items_missing", "FLD-07", () => task.Ask(Guid.NewGuid(), ConsentKind.Submit, Presence(), Approval, Name));
        Assert.Equal(FieldTaskState.InProgress, task.State);
    }

    [Fact, Rule("APR-09", Regions = ["beijing"])]
    public void A_refused_submission_is_open_for_records_again()
    {
        var task = Complete();
        var consent = task.Ask(Guid.NewGuid(), ConsentKind.Submit, Presence(), Approval, Name);
        task.Refuse(consent, Lead, "补一张照片", Now);
        Assert.Equal(FieldTaskState.InProgress, task.State);
        task.MustBeOpen(Approval);
        task.Ask(Guid.NewGuid(), ConsentKind.Submit, Presence(), Approval, Name);
    }

    [Fact, Rule("APR-10", Regions = ["beijing"])]
    public void Another_lead_may_not_decide()
    {
        Actor actor = new(Door.Agency, Guid.NewGuid(), Guid.NewGuid(), "别的负责人", [Role.ProjectLead], null, Guid.NewGuid(), [], null, null, null, null);
        Assert.Equal(403, MustRefuse("consent.not_your_project", "APR-10", () => Project().MustBeLedBy(actor)).Status);
        Project().MustBeLedBy(actor with { PersonId = Lead });
    }

    private static FieldTask Consented()
    {
        var task = Task();
        task.Grant(task.Ask(Guid.NewGuid(), ConsentKind.Start, Presence(), Approval, Name), Lead, Presence());
        task.Begin(AllPhotos, "海湾", Site(), WithConsents, Now);
        return task;
    }

    private static FieldTask Complete()
    {
        var task = Consented();
        task.Record(Guid.NewGuid(), "a", Judge(Sent(Pump.Code), Pump), Approval, Now);
        task.Record(Guid.NewGuid(), "b", Judge(Sent(Look.Code), Look), Approval, Now);
        return task;
    }
}
