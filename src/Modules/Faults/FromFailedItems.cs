using Microsoft.EntityFrameworkCore;
using WeChatService.Agencies.Contracts;
using WeChatService.Catalogue.Contracts;
using WeChatService.Faults.Contracts;
using WeChatService.FieldTasks.Contracts;
using WeChatService.Kernel;
using WeChatService.Projects.Contracts;
using WeChatService.Regions.Contracts;

namespace WeChatService.Faults;

/// <summary>
/// FLT-01, in the transaction of the submission itself: a review that starts a moment later must see every fault. A resubmitted task
/// corrects its faults; one that nobody handled and whose item conforms now was never a fault, which its history says.
/// </summary>
internal sealed class FromFailedItems(
    AppDb db, IProjects projects, IPeople people, ICatalogue catalogue, IRegionPolicies policies, Ids ids) : IHandleAtOnce<FieldTaskSubmitted>
{
    public async Task Handle(FieldTaskSubmitted submitted, CancellationToken ct)
    {
        var known = await db.Set<Fault>().Where(f => f.TaskId == submitted.TaskId).ToListAsync(ct);
        if ((submitted.Failures.Count == 0 && known.Count == 0) || await projects.Find(submitted.ProjectId, ct) is not { } project)
        {
            return;
        }

        var policy = policies.For(project.Region);
        if (!FaultRules.MakesFaults(project.ServiceType, policy.Review.FaultFirst))
        {
            return;
        }

        var now = submitted.SubmittedAt;
        var by = new StepBy(submitted.OperatorId, known.Count == 0 ? "" : (await people.Find(submitted.OperatorId, ct))?.Name ?? "");
        var edition = catalogue.For(project.Region);
        foreach (var failed in submitted.Failures)
        {
            if (known.Find(f => f.RecordId == failed.RecordId) is { } fault)
            {
                fault.Correct(failed, ids.Next(), by, now);
            }
            else
            {
                var urgent = edition.FindClass(failed.ClassCode) is { } facility && policy.Fault.UrgentSystems.Contains(facility.SystemCode);
                db.Open(Fault.OfItem(ids.Next(), submitted, failed, urgent), policy.Fault);
            }
        }

        if (submitted.Failures.Count > 0)
        {
            var first = submitted.Failures[0];
            db.Announce(new FaultsFound(submitted.TaskId, submitted.ProjectId, submitted.Failures.Count, first.ItemName, first.Text, now));
        }

        var stillFailing = submitted.Failures.Select(f => f.RecordId).ToHashSet();
        foreach (var fault in known.Where(f => !stillFailing.Contains(f.RecordId!.Value)))
        {
            fault.RetractIfUntouched(ids.Next(), by, now);
        }
    }
}
