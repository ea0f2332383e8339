using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using WeChatService.Kernel;
using WeChatService.Reviews.Contracts;
using WeChatService.Reviews.ForAgency;
using WeChatService.Reviews.ForAuthority;
using WeChatService.Reviews.Judging;

namespace WeChatService.Reviews;

/// <summary>The lead's verdict on field records, and his judgement of detection plans item by item.</summary>
public sealed class ReviewsModule : IModule
{
    public string Name => "Reviews";

    public void AddServices(IServiceCollection services, IConfiguration configuration)
    {
        services.AddScoped<IDemoSeed, DemoPast>();
        services.AddScoped<IReviews, Lookups>();
        services.AddScoped<ReviewQueue>();
        services.AddScoped<IReviewQueue>(scope => scope.GetRequiredService<ReviewQueue>());
        services.AddScoped<IDetectionJudgements, DetectionJudgements>();
        services.AddScoped<ReviewDesk>();
        services.AddScoped<JudgementDesk>();
        services.AddScoped<GiveVerdict>();
        services.AddScoped<JudgePlan>();
        services.AddEvent<TaskApproved>("reviews.task_approved");
        services.AddEvent<TaskReturned>("reviews.task_returned");
        services.AddEvent<ReviewClosed>("reviews.closed");
        services.AddEvent<SpotChecked>("reviews.spot_checked");
        services.AddConstraintProblem(ReviewMapping.OneJudgementPerPlan, JudgementProblems.RacedWithAnother);
        services.AddConstraintProblem(ReviewMapping.OneVerdictPerCode, JudgementProblems.RacedWithAnother);
    }

    public void MapModel(ModelBuilder model) => ReviewMapping.Map(model);

    public void MapForAgency(RouteGroupBuilder agency) => MapReviews(agency);

    /// <summary>REV-19: the desk's review is the phone's.</summary>
    public void MapForConsole(RouteGroupBuilder console)
    {
        MapReviews(console);
        ForConsole.MonitorTasks.Map(console);
    }

    public void MapForAuthority(RouteGroupBuilder authority) => SpotChecks.Map(authority);

    private static void MapReviews(RouteGroupBuilder door)
    {
        ReadReviews.Map(door);
        ShowReview.Map(door);
        GiveVerdict.Map(door);
        ReadJudgements.Map(door);
        ShowJudgement.Map(door);
        JudgePlan.Map(door);
    }
}
