using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using WeChatService.Kernel;
using WeChatService.Owners.Contracts;
using WeChatService.Projects.Contracts;
using WeChatService.Visits.Contracts;
using WeChatService.Visits.ForAgency;
using WeChatService.Visits.ForMiniProgram;
using WeChatService.Visits.ForOwner;

namespace WeChatService.Visits;

/// <summary>执业打卡 where the profile asks for it: who was on site when, the day's feedback form, and the client's rating.</summary>
public sealed class VisitsModule : IModule
{
    public string Name => "Visits";

    public void AddServices(IServiceCollection services, IConfiguration configuration)
    {
        services.AddScoped<IPersonalData, OwnRatings>();
        services.AddScoped<IDemoSeed, DemoPast>();
        services.AddScoped<IVisits, Lookups>();
        services.AddScoped<VisitSheets>();
        services.AddScoped<PresenceBook>();
        services.AddScoped<VisitChallenges>();
        services.AddEvent<VisitStarted>("visits.started");
        services.AddEvent<VisitStillOpen>("visits.still_open");
        services.AddEvent<FeedbackFormSubmitted>("visits.form_submitted");
        services.AddEvent<VisitRated>("visits.rated");
        services.AddEvent<RatingReminded>("visits.rating_reminded");
        services.AddEvent<RatingAnswered>("visits.rating_answered");
        services.AddHandlerAtOnce<TeamToLeave, VisitsOfLeavers>();
        services.AddScoped<RatingBook>();
        services.AddScoped<PrintSilence>();
        services.AddJob<RemindToRate, RemindToRateRunner>("visits.remind_to_rate");
        services.AddJob<MarkSilent, MarkSilentRunner>("visits.mark_silent");
        services.AddJob<RemindToEnd, RemindToEndRunner>("visits.remind_to_end");
        services.AddJob<CloseVisit, CloseVisitRunner>("visits.close");
        services.AddConstraintProblem(VisitMapping.OneOpenPerPerson, VisitProblems.OpenElsewhere);
        services.AddConstraintProblem(VisitMapping.ChallengeOnce, VisitProblems.ChallengeUsed);
        services.AddConstraintProblem(VisitMapping.OneFormPerDay, VisitProblems.FormExists);
        services.AddConstraintProblem(VisitMapping.OneFormWriter, VisitProblems.FormIsTaken);
        services.AddConstraintProblem(VisitMapping.OneReplyPerForm, RatingProblems.ReplyExists);
        services.AddConstraintProblem(VisitMapping.OneRatingPerForm, RatingProblems.Exists);
    }

    public void MapModel(ModelBuilder model) => VisitMapping.Map(model);

    public void MapForMiniProgram(RouteGroupBuilder miniProgram)
    {
        ReadPlaces.Map(miniProgram);
        AskChallenge.Map(miniProgram);
        SecondWayOfVisit.Map(miniProgram);
        StartVisit.Map(miniProgram);
        EndVisit.Map(miniProgram);
        ReadOwnVisits.Map(miniProgram);
        TakeForm.Map(miniProgram);
        WriteForm.Map(miniProgram);
    }

    public void MapForOwner(RouteGroupBuilder owner)
    {
        ReadVisits.Map(owner);
        RateVisit.Map(owner);
    }

    public void MapForAgency(RouteGroupBuilder agency) => MapBothWays(agency);

    public void MapForConsole(RouteGroupBuilder console) => MapBothWays(console);

    public void MapForAuthority(RouteGroupBuilder authority)
    {
        ForAuthority.ReadRatings.Map(authority);
        PrintSilence.Map(authority);
        ReadDoubts.Map(authority);
    }

    private static void MapBothWays(RouteGroupBuilder door)
    {
        OnSite.Map(door);
        ReadDoubts.Map(door);
        ForAgency.ReadRatings.Map(door);
        AnswerRating.Map(door);
        ProveSilence.Map(door);
        PrintSilence.Map(door);
    }
}
