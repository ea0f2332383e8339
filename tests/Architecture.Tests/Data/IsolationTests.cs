using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using WeChatService.Kernel;
using WeChatService.TestKit;

namespace WeChatService.Architecture.Tests.Data;

/// <summary>Every table is behind the isolation filter, or says why it is not.</summary>
public class IsolationTests
{
    [Fact]
    [Rule("ACC-15")]
    public void Every_entity_is_isolated_or_says_why_it_is_shared()
    {
        using var host = Product.BuiltHost();
        using var scope = host.Services.CreateScope();
        var model = scope.ServiceProvider.GetRequiredService<AppDb>().Model;
        var naked = from entity in model.GetEntityTypes()
                    where !entity.IsOwned() && entity.BaseType is null
                    where entity.FindDeclaredQueryFilter(IsolationFilter.Name) is null && string.IsNullOrWhiteSpace(entity.ClrType.GetCustomAttribute<SharedAttribute>()?.Why)
                    select entity.ClrType.FullName;

        Assert.Empty(naked);
    }

    [Fact]
    public void A_guilty_specimen_stops_the_model()
    {
        var options = new DbContextOptionsBuilder<AppDb>().UseNpgsql("Host=nowhere").EnableServiceProviderCaching(false).Options;
        using var db = ActivatorUtilities.CreateInstance<AppDb>(Parts(), options);

        var refused = Assert.Throws<InvalidOperationException>(() => db.Model);

        Assert.Contains(nameof(Naked), refused.Message);
    }

    private static ServiceProvider Parts() => new ServiceCollection()
        .AddKernel(new Microsoft.Extensions.Configuration.ConfigurationBuilder().Build(), new HouseModules([new GuiltyModule()]))
        .BuildServiceProvider();

    private sealed class Naked
    {
        public Guid Id { get; set; }
    }

    private sealed class GuiltyModule : IModule
    {
        public string Name => "Guilty";
        public void AddServices(IServiceCollection services, Microsoft.Extensions.Configuration.IConfiguration configuration) { }
        public void MapModel(ModelBuilder model) => model.Entity<Naked>();
    }
}
