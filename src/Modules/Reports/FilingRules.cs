using WeChatService.Agencies.Contracts;
using WeChatService.Kernel;
using WeChatService.Projects.Contracts;
using WeChatService.Regions.Contracts;
using WeChatService.Reports.Contracts;

namespace WeChatService.Reports;

/// <summary>Every "may this report be filed, here, now, by him?".</summary>
internal static class FilingRules
{
    /// <summary>FIL-01: only the technical lead of this project.</summary>
    public static void MustBeTechnicalLead(Report report, Actor actor)
    {
        if (!actor.Has(Role.TechnicalLead) || report.TechnicalLeadId is null || report.TechnicalLeadId != actor.PersonId)
        {
            throw new RuleBroken(ReportProblems.OnlyTechnicalLead);
        }
    }

    /// <summary>PEO-10 to 14, 27: he is technical lead today, with a certificate in force, and leads the project only where that is allowed.</summary>
    /// <param name="person">Who files.</param>
    /// <param name="lead">The project's lead.</param>
    public static void MustBeFitToAnswer(PersonCard person, Guid lead, TechnicalLeadPolicy policy)
    {
        if (person.WhyNotTechnicalLead is { } unfit)
        {
            throw new RuleBroken(unfit);
        }

        if (lead == person.Id && policy.MayLead != TechnicalLeadMayLead.Always)
        {
            throw new RuleBroken(policy.MayLead == TechnicalLeadMayLead.Never ? ReportProblems.LeadNeverFiles : ReportProblems.LeadFilesElsewhere);
        }
    }

    public static void MustBeReadyToFile(Report report)
    {
        ReportRules.MustBeOpen(report);
        if (report.State != ReportState.Ready)
        {
            throw new RuleBroken(report.State == ReportState.Saved ? ReportProblems.NotSubmitted : ReportProblems.NotReady);
        }
    }

    /// <summary>FIL-08: where this report is filed.</summary>
    public static IReadOnlyList<Client> ChannelsOf(ReportKind kind, FilingPolicy policy) =>
        kind.IsDirect() ? policy.Channel.DirectUpload : policy.Channel.Generated;

    /// <summary>FIL-08.</summary>
    public static void MustBeFiledHere(ReportKind kind, Door door, FilingPolicy policy)
    {
        var channels = ChannelsOf(kind, policy);
        if (!channels.Contains(ClientOf(door)))
        {
            throw new RuleBroken(ReportProblems.FiledElsewhere.Says(
                $"{(kind.IsDirect() ? "直接上传的" : "系统生成的")}报告在本地区要到{string.Join("或", channels.Select(Says))}备案，请到那里办理。"));
        }
    }

    /// <summary>FIL-09, FIL-08: what waits for him and can be filed through this door.</summary>
    public static IQueryable<Report> ToFile(this IQueryable<Report> reports, Actor actor, IRegionPolicies policies)
    {
        var (person, client, channel) = (actor.PersonId, ClientOf(actor.Door), policies.For(actor.Region ?? "").Filing.Channel);
        var (made, direct) = (channel.Generated.Contains(client), channel.DirectUpload.Contains(client));
        return reports.Where(r => r.TechnicalLeadId == person && r.State == ReportState.Ready
            && ((made && !ReportKinds.Direct.Contains(r.Kind)) || (direct && ReportKinds.Direct.Contains(r.Kind))));
    }

    /// <summary>FIL-03.</summary>
    public static string OpinionOf(string? opinion) =>
        opinion?.Trim() is { Length: >= 2 and <= 500 } given ? given : throw new RuleBroken(ReportProblems.OpinionMissing);

    /// <summary>FIL-11: sending back needs a reason, and a region that knows it.</summary>
    public static string ReasonOf(string? reason, FilingPolicy policy)
    {
        if (!policy.Reject)
        {
            throw new RuleBroken(ReportProblems.NoRejectionHere);
        }

        return reason?.Trim() is { Length: >= 2 and <= 500 } given ? given : throw new RuleBroken(ReportProblems.ReasonMissing);
    }

    public static Client ClientOf(Door door) => door switch
    {
        Door.Console => Client.Console,
        Door.MiniProgram => Client.MiniProgram,
        _ => Client.WeChat,
    };

    public static string Says(Client client) => client switch
    {
        Client.Console => "电脑管理端",
        Client.MiniProgram => "小程序",
        _ => "微信公众号",
    };

    /// <summary>Where an act was done, for the log; null: the house itself.</summary>
    public static string? Says(Door door) => door switch
    {
        Door.System => null,
        Door.Authority => "主管部门",
        _ => Says(ClientOf(door)),
    };
}
