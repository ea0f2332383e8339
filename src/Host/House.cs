using WeChatService.Accounts;
using WeChatService.Agencies;
using WeChatService.Catalogue;
using WeChatService.Faces;
using WeChatService.Faults;
using WeChatService.FieldTasks;
using WeChatService.Kernel;
using WeChatService.Messaging;
using WeChatService.Owners;
using WeChatService.Plans;
using WeChatService.Projects;
using WeChatService.Regions;
using WeChatService.Reports;
using WeChatService.Reviews;
using WeChatService.ServiceAccounts;
using WeChatService.Supervision;
using WeChatService.Visits;

namespace WeChatService.Host;

/// <summary>The modules in dependency order: each may reference only those above it.</summary>
public static class House
{
    public static HouseModules Modules() => new(
    [
        new RegionsModule(),
        new CatalogueModule(),
        new ServiceAccountsModule(),
        new AgenciesModule(),
        new AccountsModule(),
        new FacesModule(),
        new OwnersModule(),
        new ProjectsModule(),
        new PlansModule(),
        new FieldTasksModule(),
        new VisitsModule(),
        new FaultsModule(),
        new ReviewsModule(),
        new ReportsModule(),
        new SupervisionModule(),
        new MessagingModule(),
    ]);
}
