using WeChatService.FieldTasks.Contracts;
using WeChatService.Kernel;
using WeChatService.Regions.Contracts;

namespace WeChatService.FieldTasks;

/// <summary>The lead's word before a task begins and before it is handed in, where the profile asks for it (APR-01…12).</summary>
internal sealed partial class FieldTask
{
    /// <summary>APR-05: where the profile asks for it, nothing begins before the lead consented.</summary>
    public void StartMustBeConsented(ApprovalPolicy policy)
    {
        if (policy.Start && !_consents.Exists(c => c is { Kind: ConsentKind.Start, State: ConsentState.Granted }))
        {
            throw new RuleBroken(ConsentProblems.StartMissing);
        }
    }

    /// <summary>APR-01, 02: may the operator ask for this consent now?</summary>
    public void MustNeed(ConsentKind kind, ApprovalPolicy policy, Func<string, string> nameOf)
    {
        if (!(kind == ConsentKind.Start ? policy.Start : policy.Submit))
        {
            throw new RuleBroken(ConsentProblems.NotUsedHere);
        }

        if (_consents.Exists(c => c.Kind == kind && c.State == ConsentState.Pending))
        {
            throw new RuleBroken(ConsentProblems.AlreadyAsked);
        }

        if (kind == ConsentKind.Start)
        {
            if (State != FieldTaskState.Created)
            {
                throw new RuleBroken(ConsentProblems.NotNeeded);
            }

            if (_consents.Exists(c => c is { Kind: ConsentKind.Start, State: ConsentState.Granted }))
            {
                throw new RuleBroken(ConsentProblems.AlreadyGranted);
            }
        }
        else if (State != FieldTaskState.AwaitingSubmitConsent)
        {
            MustBeSubmittable(policy, nameOf);
        }
    }

    /// <summary>Asks the lead, with the operator's face and place (APR-01, 02, 03); asking to submit hands the records over.</summary>
    public Consent Ask(Guid id, ConsentKind kind, ProvenPresence presence, ApprovalPolicy policy, Func<string, string> nameOf)
    {
        MustNeed(kind, policy, nameOf);
        var consent = Consent.Ask(id, this, kind, presence);
        _consents.Add(consent);
        if (kind == ConsentKind.Submit)
        {
            State = FieldTaskState.AwaitingSubmitConsent;
        }

        ChangedAt = presence.Site.At;
        return consent;
    }

    /// <summary>The lead consents (APR-03, 12); consent to submit makes the task 待审核 (APR-06).</summary>
    public void Grant(Consent consent, Guid leadId, ProvenPresence presence)
    {
        consent.Grant(leadId, presence);
        ChangedAt = presence.Site.At;
        if (consent.Kind == ConsentKind.Submit)
        {
            HandIn(presence.Site.At);
        }
    }

    /// <summary>The lead does not consent; the operator sees why and may correct and ask again (APR-09).</summary>
    public void Refuse(Consent consent, Guid leadId, string? reason, DateTimeOffset now)
    {
        consent.Refuse(leadId, reason, now);
        ChangedAt = now;
        if (consent.Kind == ConsentKind.Submit)
        {
            State = ReturnReason is null ? FieldTaskState.InProgress : FieldTaskState.Returned;
        }
    }
}
