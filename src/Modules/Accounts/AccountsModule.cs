using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using WeChatService.Accounts.Contracts;
using WeChatService.Accounts.ContactAccounts;
using WeChatService.Accounts.Employment;
using WeChatService.Accounts.ForEveryDoor;
using WeChatService.Accounts.PhoneCodes;
using WeChatService.Accounts.Privacy;
using WeChatService.Accounts.Sessions;
using WeChatService.Accounts.SignIns;
using WeChatService.Agencies.Contracts;
using WeChatService.Kernel;
using WeChatService.ServiceAccounts.Contracts;

namespace WeChatService.Accounts;

/// <summary>Accounts, sessions, and who may sign in where (ACC, PEO-20 to 23).</summary>
public sealed class AccountsModule : IModule
{
    public string Name => "Accounts";

    public void AddServices(IServiceCollection services, IConfiguration configuration)
    {
        services.AddAuthentication(Doors.Scheme).AddScheme<AuthenticationSchemeOptions, SessionHandler>(Doors.Scheme, null);
        services.AddSingleton<IPasswordHasher<Account>, PasswordHasher<Account>>();
        services.AddScoped<SessionDesk>();
        services.AddScoped<PasswordCheck>();
        services.AddScoped<AccountList>();
        services.AddScoped<LinkedAccounts>();
        services.AddScoped<ForMiniProgram.Registrants>();
        services.AddScoped<WhoAmI>();
        services.AddScoped<ISignInByWeChat, SignInByWeChat>();
        services.AddScoped<IAccounts, AccountBook>();
        services.AddScoped<ContactAccountBook>();
        services.AddScoped<IContactAccounts>(s => s.GetRequiredService<ContactAccountBook>());
        services.AddScoped<AgreementDesk>();
        services.AddScoped<IAgreements>(s => s.GetRequiredService<AgreementDesk>());
        var texts = ConfigFolder.Find(configuration, "privacy");
        services.AddSingleton(new StaffTexts(PrivacyText.Load(texts, "staff"), PrivacyText.Load(texts, "face")));
        services.AddScoped<ISmsMeters, SmsMeters>();
        services.AddScoped<IPhoneCodes, PhoneCodeDesk>();
        services.AddScoped<IDemoSeed, Demo>();
        services.AddEvent<AccountClosed>("accounts.account_closed");
        services.AddHandler<EligibilityLost, CloseIneligible>();
        services.AddHandler<EligibilityRegained, CloseIneligible>();
        services.AddScoped<IHandleAtOnce<StaffRemoved>, CloseWithStaff>();
        services.AddEvent<PersonJoined>("accounts.person_joined");
        services.AddEvent<PersonLeft>("accounts.person_left");
        services.AddConstraintProblem(Registration.OnceKey, EmploymentProblems.RegisteredAlready);
        services.AddConstraintProblem(EmploymentRequest.OneOpenKey, EmploymentProblems.Waiting);
        services.AddConstraintProblem(Account.UserNameKey, AccountProblems.UserNameTaken);
    }

    public void MapModel(ModelBuilder model) => AccountsMapping.Map(model);

    public void MapForAgency(RouteGroupBuilder agency)
    {
        ForAgency.SignIn.Map(agency);
        ForStaff.MapForAgency(agency);
        OwnPrivacy.Map(agency);
        ReviewEmployment.Map(agency);
        SignOut.Map(agency);
        WhoAmI.Map(agency);
    }

    public void MapForOwner(RouteGroupBuilder owner)
    {
        ForOwner.SignIn.Map(owner);
        SignOut.Map(owner);
        WhoAmI.Map(owner);
    }

    public void MapForMiniProgram(RouteGroupBuilder miniProgram)
    {
        ForMiniProgram.SignIn.Map(miniProgram);
        ForMiniProgram.LinkByPhone.Map(miniProgram);
        OwnPrivacy.Map(miniProgram);
        ForMiniProgram.Register.Map(miniProgram);
        ForMiniProgram.RegisterAgency.Map(miniProgram);
        ForMiniProgram.AskEmployment.Map(miniProgram);
        ReviewEmployment.Map(miniProgram);
        SignOut.Map(miniProgram);
        WhoAmI.Map(miniProgram);
    }

    public void MapForConsole(RouteGroupBuilder console)
    {
        ForConsole.SignIn.Map(console);
        ForConsole.Accounts.Map(console);
        ForConsole.OpenAccount.Map(console);
        ForStaff.MapForConsole(console);
        OwnPrivacy.Map(console);
        ReviewEmployment.Map(console);
        SignOut.Map(console);
        WhoAmI.Map(console);
    }

    public void MapForAuthority(RouteGroupBuilder authority)
    {
        ForStaff.MapForAuthority(authority);
        SignOut.Map(authority);
        WhoAmI.Map(authority);
    }
}
