using WeChatService.Catalogue.Contracts;
using WeChatService.Faces.Contracts;
using WeChatService.FieldTasks.Contracts;
using WeChatService.Kernel;
using WeChatService.Projects.Contracts;
using WeChatService.Regions.Contracts;

namespace WeChatService.FieldTasks;

/// <summary>How somebody shows that it is he, and where he is.</summary>
/// <param name="PhotoId">The picture that is compared.</param>
/// <param name="SecondWay">Instead of it, after it was not recognised (PEO-31).</param>
internal sealed record PresenceShown(Guid? PhotoId, SecondWayAnswer? SecondWay, ReportedPosition? Position);

/// <summary>Proves that somebody is on site before a consent is asked or given: place first, then face or the second way (APR-03).</summary>
internal sealed class ConsentDesk(
    AppDb db, IProjects projects, IIdentities identities, ISecondWay secondWay, IRegionPolicies policies, ICatalogue catalogue, Ids ids, TimeProvider time)
{
    /// <summary>The operator asks; the lead hears of it at once (APR-01, 02, 07).</summary>
    /// <param name="queuedAt">The phone's time when it was asked without a network; null: asked now (APR-13).</param>
    public async Task<Consent> Ask(
        FieldTask task, ConsentKind kind, PresenceShown shown, DateTimeOffset? queuedAt, CancellationToken ct)
    {
        var policy = policies.For(task.Region);
        var nameOf = catalogue.NamesOf(task);
        task.MustNeed(kind, policy.Approval, nameOf);
        var now = time.GetUtcNow();
        if (queuedAt is { } phoneTime)
        {
            ConsentRules.PhoneTimeMustBeBelieved(phoneTime, task, policy.Approval, now);
            ConsentRules.MustNotBeWitnessedLate(shown.SecondWay);
        }

        var presence = await Prove(
            task, AskedOf(task), shown, ConsentProblems.OperatorOutOfFence, ct);
        presence = queuedAt is { } at ? new ProvenPresence(presence.Site with { At = at }, presence.Who, new Delay(now)) : presence;
        var consent = task.Ask(ids.Next(), kind, presence, policy.Approval, nameOf);
        db.Announce(new ConsentRequested(
            consent.Id, kind, task.Id, task.Name, task.ProjectId, task.AgencyId, task.OperatorId, consent.AskedAt, consent.IsOffline));
        db.Audit(
            "consent.asked", nameof(Consent), consent.Id, $"{(kind == ConsentKind.Start ? "开始" : "提交")}申请：{task.Name}{presence.Who.Mark}",
            after: new { consent.Kind, presence.Site.DistanceMetres, presence.Site.Score, consent.AskedAt, consent.ReceivedAt, consent.IsOffline }, evidence: presence.Who.EvidenceId.ToString());
        return consent;
    }

    /// <summary>Codes of the second way for the operator's request; they count for this task's requests only.</summary>
    public Task<CodesSent> SendCodes(FieldTask task, ConsentKind kind, Guid witnessId, CancellationToken ct)
    {
        task.MustNeed(kind, policies.For(task.Region).Approval, catalogue.NamesOf(task));
        return identities.SendCodes(AskedOf(task), witnessId, ct);
    }

    /// <summary>The same for the lead's decision, of this consent only.</summary>
    public Task<CodesSent> SendCodes(Consent consent, Guid leadId, Guid witnessId, CancellationToken ct)
    {
        consent.MustBePending();
        return identities.SendCodes(AskedOf(consent, leadId), witnessId, ct);
    }

    public Task<IReadOnlyList<Witness>> Witnesses(Guid personId, string? search, CancellationToken ct) => secondWay.Witnesses(personId, search, ct);

    public Task<ProvenPresence> ProveLead(FieldTask task, Consent consent, Guid leadId, PresenceShown shown, CancellationToken ct) =>
        Prove(task, AskedOf(consent, leadId), shown, ConsentProblems.LeadOutOfFence, ct);

    private static IdentityAsked AskedOf(FieldTask task) => new(task.OperatorId, FacePurpose.ConsentRequest, task.Id, task.Region);

    private static IdentityAsked AskedOf(Consent consent, Guid leadId) => new(leadId, FacePurpose.ConsentDecision, consent.Id, consent.Region);

    /// <summary>Accuracy, fence, then the person, cheapest first (APR-03, 04, 11, 12).</summary>
    private async Task<ProvenPresence> Prove(FieldTask task, IdentityAsked asked, PresenceShown shown, Problem outOfFence, CancellationToken ct)
    {
        if ((shown.SecondWay is null ? shown.PhotoId : shown.SecondWay.PhotoId) is not { } photo || shown.Position is not { } position)
        {
            throw new RuleBroken(ConsentProblems.EvidenceMissing);
        }

        var policy = policies.For(task.Region);
        var place = position.ToWgs84();
        place.MustBeAccurate(policy.Fence);
        var reading = await projects.Measure(task.ProjectId, place, ct);
        if (!reading.CountsAsInside(policy.Fence))
        {
            throw new RuleBroken(outOfFence
                .Says($"您离项目围栏 {reading.Says()}，走进围栏再{(asked.Purpose == FacePurpose.ConsentRequest ? "发申请" : "同意")}。")
                .With("distanceMetres", reading.DistanceMetres));
        }

        var who = await identities.Prove(asked, photo, shown.SecondWay, ConsentProblems.EvidenceMissing, ct);
        return new ProvenPresence(
            new SiteEvidence(time.GetUtcNow(), place, true, reading.DistanceMetres, who.Face?.Score, who.Face?.Threshold, [photo])
            {
                WitnessName = who.Witnessed?.WitnessName, IsMock = position.IsMock == true,
            },
            who);
    }
}

internal static class TaskContentNames
{
    /// <summary>The edition that the task was made from (its names must not change under it).</summary>
    public static CatalogueEdition EditionOf(this ICatalogue catalogue, FieldTask task) =>
        catalogue.Find(task.EditionCode, task.EditionVersion) ?? catalogue.For(task.Region);

    /// <summary>Names items for refusals.</summary>
    public static Func<string, string> NamesOf(this ICatalogue catalogue, FieldTask task)
    {
        var edition = catalogue.EditionOf(task);
        return code => code == OwnTest.Code ? OwnTest.Item.Name : edition.FindItem(code)?.Name ?? code;
    }
}
