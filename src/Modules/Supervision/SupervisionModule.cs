using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using WeChatService.Kernel;
using WeChatService.Reports.Contracts;
using WeChatService.Supervision.ForAuthority;

namespace WeChatService.Supervision;

/// <summary>What the fire authority receives and sees.</summary>
public sealed class SupervisionModule : IModule
{
    public string Name => "Supervision";

    public void AddServices(IServiceCollection services, IConfiguration configuration) =>
        services.AddHandler<ReportFiled, ReceiveFiledReport>();

    public void MapModel(ModelBuilder model) => model.Entity<BrigadeInboxEntry>(b =>
    {
        b.HasIndex(e => e.ReportId).IsUnique();
        b.HasIndex(e => new { e.BrigadeId, e.ReceivedAt });
    });

    public void MapForAuthority(RouteGroupBuilder authority) => ReadInbox.Map(authority);
}
