using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using WeChatService.Accounts.Contracts;
using WeChatService.Agencies.Contracts;
using WeChatService.Kernel;
using WeChatService.Projects.Contracts;
using WeChatService.Reports.Contracts;
using WeChatService.Supervision.Articles;
using WeChatService.Supervision.Contracts;
using WeChatService.Supervision.ForAgency;
using WeChatService.Supervision.ForAuthority;
using WeChatService.Visits.Contracts;

namespace WeChatService.Supervision;

/// <summary>What the fire authority receives and sees, the flags that it decides, and what it publishes for anybody.</summary>
public sealed class SupervisionModule : IModule
{
    public string Name => "Supervision";

    public void AddServices(IServiceCollection services, IConfiguration configuration)
    {
        services.AddScoped<FlagBook>();
        services.AddHandler<ReportFiled, ReceiveFiledReport>();
        services.AddHandler<VisitRated, RaiseOnRating>();
        services.AddHandler<FenceMoved, RaiseOnFence>();
        services.AddScoped<IDemoSeed, Demo>();
        services.AddHandler<EligibilityLost, TellAuthority>();
        services.AddHandler<AccountClosed, TellAuthority>();
        services.AddEvent<FlagRaised>("supervision.flag_raised");
    }

    public void MapModel(ModelBuilder model)
    {
        model.Entity<BrigadeInboxEntry>(b =>
        {
            b.HasIndex(e => e.ReportId).IsUnique();
            b.HasIndex(e => new { e.BrigadeId, e.ReceivedAt });
        });
        model.Entity<AuthorityNotice>(b =>
        {
            b.HasVersion();
            b.Property(n => n.Region).HasMaxLength(20);
            b.Property(n => n.Text).HasMaxLength(500);
            b.Property(n => n.ReadByName).HasMaxLength(50);
            b.HasIndex(n => new { n.AboutId, n.Kind, n.At }).IsUnique();
            b.HasIndex(n => new { n.BrigadeId, n.At });
            b.HasIndex(n => new { n.Region, n.At });
        });
        model.Entity<SupervisionFlag>(b =>
        {
            b.Property(f => f.Region).HasMaxLength(20);
            b.Property(f => f.Steps).AsJson();
            // Two steps at the same instant: one of them reads the other's first.
            b.Property(f => f.State).IsConcurrencyToken();
            b.HasIndex(f => new { f.AboutId, f.Kind }).IsUnique();
            b.HasIndex(f => new { f.BrigadeId, f.RaisedAt });
            b.HasIndex(f => new { f.AgencyId, f.RaisedAt });
        });
        model.Entity<Article>(b =>
        {
            b.HasVersion();
            b.Property(a => a.Region).HasMaxLength(20);
            b.Property(a => a.Publisher).HasMaxLength(100);
            b.Property(a => a.Title).HasMaxLength(80);
            b.Property(a => a.Source).HasMaxLength(100);
            b.Property(a => a.WrittenBy).HasMaxLength(50);
            b.Property(a => a.WithdrawnBecause).HasMaxLength(200);
            // What anybody reads, by kind and all together, newest first; and the officers' own lists.
            b.HasIndex(a => new { a.Region, a.Kind, a.PublishedAt }).IsDescending(false, false, true).HasFilter("state = 'Published'");
            b.HasIndex(a => new { a.Region, a.PublishedAt }).IsDescending(false, true).HasFilter("state = 'Published'");
            b.HasIndex(a => new { a.Region, a.WrittenAt });
            b.HasIndex(a => new { a.BrigadeId, a.WrittenAt });
        });
    }

    public void MapForAgency(RouteGroupBuilder agency) => MapBothWays(agency);

    public void MapForConsole(RouteGroupBuilder console) => MapBothWays(console);

    public void MapForAuthority(RouteGroupBuilder authority)
    {
        ReadInbox.Map(authority);
        ReadNotices.Map(authority);
        FlagBook.Map(authority);
        DecideFlag.Map(authority);
        WriteArticles.Map(authority);
    }

    public void MapForPublic(RouteGroupBuilder open) => ForPublic.ReadArticles.Map(open);

    private static void MapBothWays(RouteGroupBuilder door)
    {
        FlagBook.Map(door);
        ExplainFlag.Map(door);
    }
}
