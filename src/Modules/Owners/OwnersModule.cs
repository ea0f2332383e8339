using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using WeChatService.Accounts.Contracts;
using WeChatService.Kernel;
using WeChatService.Owners.Contracts;
using WeChatService.Owners.ForAgency;
using WeChatService.Owners.ForConsole;
using WeChatService.Owners.ForOwner;
using WeChatService.Owners.Privacy;
using WeChatService.ServiceAccounts.Contracts;

namespace WeChatService.Owners;

/// <summary>Owner units, their contacts, and how contacts bind to projects by QR code.</summary>
public sealed class OwnersModule : IModule
{
    public string Name => "Owners";

    public void AddServices(IServiceCollection services, IConfiguration configuration)
    {
        services.AddScoped<Lookups>();
        services.AddScoped<IOwners>(s => s.GetRequiredService<Lookups>());
        services.AddScoped<IOwnerContacts>(s => s.GetRequiredService<Lookups>());
        services.AddScoped<Invitations>();
        services.AddScoped<IContactInvitations>(s => s.GetRequiredService<Invitations>());
        services.AddScoped<IReplyToScan>(s => s.GetRequiredService<Invitations>());
        services.AddScoped<IContactIdentity, ContactIdentities>();
        services.AddScoped<IContactLeaving, ContactLeaving>();
        services.AddScoped<ContactEntry>();
        services.AddScoped<IContactEntry>(s => s.GetRequiredService<ContactEntry>());
        // Read here and not on first use: a faulty text stops the start.
        services.AddSingleton(PrivacyText.Load(ConfigFolder.Find(configuration, "privacy"), "owner"));
        services.AddScoped<IDemoSeed, Demo>();
        services.AddEvent<ContactBound>("owners.contact_bound");
        services.AddEvent<ContactLeft>("owners.contact_left");
        services.AddConstraintProblem(OwnerMapping.OneAttachedEach, OwnerProblems.AttachedAlready);
        services.AddConstraintProblem(OwnerMapping.OneBindingEach, OwnerProblems.AlreadyBound);
    }

    public void MapModel(ModelBuilder model) => OwnerMapping.Map(model);

    public void MapForAgency(RouteGroupBuilder agency) => AssignedAccounts.Map(agency);

    public void MapForConsole(RouteGroupBuilder console)
    {
        AssignedAccounts.Map(console);
        ManageUnits.Map(console);
        ManageContacts.Map(console);
    }

    public void MapForOwner(RouteGroupBuilder owner)
    {
        BindProject.Map(owner);
        UnitContacts.Map(owner);
        OwnData.Map(owner);
    }
}
