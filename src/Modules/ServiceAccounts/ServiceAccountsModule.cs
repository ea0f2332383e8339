using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using WeChatService.Kernel;

namespace WeChatService.ServiceAccounts;

public sealed class ServiceAccountsModule : IModule
{
    public string Name => "ServiceAccounts";

    public void AddServices(IServiceCollection services, IConfiguration configuration)
    {
    }

    public void MapModel(ModelBuilder model)
    {
    }
}
