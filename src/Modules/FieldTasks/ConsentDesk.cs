using WeChatService.Catalogue.Contracts;
using WeChatService.Faces.Contracts;
using WeChatService.FieldTasks.Contracts;
using WeChatService.Kernel;
using WeChatService.Projects.Contracts;
using WeChatService.Regions.Contracts;

namespace WeChatService.FieldTasks;

/// <summary>Proves that somebody is on site before a consent is asked or given: place first, then face (APR-03).</summary>
internal sealed class ConsentDesk(
    AppDb db, IProjects projects, IFaces faces, IRegionPolicies policies, ICatalogue catalogue, Ids ids, TimeProvider time)
{
    /// <summary>The operator asks; the lead hears of it at once (APR-01, 02, 07).</summary>
    /// <param name="queuedAt">The phone's time when it was asked without a network; null: asked now (APR-13).</param>
    public async Task<Consent> Ask(
        FieldTask task, ConsentKind kind, Guid? photoId, ReportedPosition? position, DateTimeOffset? queuedAt, CancellationToken ct)
    {
        var policy = policies.For(task.Region);
        var nameOf = catalogue.NamesOf(task);
        task.MustNeed(kind, policy.Approval, nameOf);
        var now = time.GetUtcNow();
        if (queuedAt is { } phoneTime)
        {
            ConsentRules.PhoneTimeMustBeBelieved(phoneTime, task, policy.Approval, now);
        }

        var presence = await Prove(
            task, task.OperatorId, photoId, position, FacePurpose.ConsentRequest, ConsentProblems.OperatorOutOfFence, ct);
        presence = queuedAt is { } at ? new ProvenPresence(presence.Site with { At = at }, presence.ComparisonId, new Delay(now)) : presence;
        var consent = task.Ask(ids.Next(), kind, presence, policy.Approval, nameOf);
        db.Announce(new ConsentRequested(
            consent.Id, kind, task.Id, task.Name, task.ProjectId, task.AgencyId, task.OperatorId, consent.AskedAt, consent.IsOffline));
        db.Audit(
            "consent.asked", nameof(Consent), consent.Id, $"{(kind == ConsentKind.Start ? "开始" : "提交")}申请：{task.Name}",
            after: new { consent.Kind, presence.Site.DistanceMetres, presence.Site.Score, consent.AskedAt, consent.ReceivedAt, consent.IsOffline }, evidence: presence.ComparisonId.ToString());
        return consent;
    }

    /// <summary>Accuracy, fence, face, cheapest first (APR-03, 04, 11, 12).</summary>
    public async Task<ProvenPresence> Prove(
        FieldTask task, Guid personId, Guid? photoId, ReportedPosition? position, FacePurpose purpose, Problem outOfFence, CancellationToken ct)
    {
        if (photoId is not { } photo || position is null)
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
                .Says($"您离项目围栏 {reading.Says()}，走进围栏再{(purpose == FacePurpose.ConsentRequest ? "发申请" : "同意")}。")
                .With("distanceMetres", reading.DistanceMetres));
        }

        var face = await faces.Compare(personId, photo, purpose, task.Region, ct);
        return new ProvenPresence(
            new SiteEvidence(time.GetUtcNow(), place, true, reading.DistanceMetres, face.Score, face.Threshold, [photo]), face.ComparisonId);
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
        return code => edition.FindItem(code)?.Name ?? code;
    }
}
