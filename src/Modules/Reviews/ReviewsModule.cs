using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using WeChatService.Kernel;
using WeChatService.Reviews.Contracts;
using WeChatService.Reviews.ForAgency;

namespace WeChatService.Reviews;

/// <summary>The lead's verdict on field records.</summary>
public sealed class ReviewsModule : IModule
{
    public string Name => "Reviews";

    public void AddServices(IServiceCollection services, IConfiguration configuration)
    {
        services.AddScoped<IReviews, Lookups>();
        services.AddScoped<GiveVerdict>();
        services.AddEvent<TaskApproved>("reviews.task_approved");
        services.AddEvent<TaskReturned>("reviews.task_returned");
    }

    public void MapModel(ModelBuilder model) => ReviewMapping.Map(model);

    public void MapForAgency(RouteGroupBuilder agency)
    {
        ReadReviews.Map(agency);
        ShowReview.Map(agency);
        GiveVerdict.Map(agency);
    }
}
