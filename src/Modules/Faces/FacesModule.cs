using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using WeChatService.Accounts.Contracts;
using WeChatService.Faces.Contracts;
using WeChatService.Faces.ForAuthority;
using WeChatService.Faces.ForEveryDoor;
using WeChatService.Faces.SecondWay;
using WeChatService.Kernel;

namespace WeChatService.Faces;

/// <summary>Base photos and comparisons with them, kept as evidence (PEO-24 to 26, 31; CHK-01), and the second way for whom they do not recognise.</summary>
public sealed class FacesModule : IModule
{
    public string Name => "Faces";

    public void AddServices(IServiceCollection services, IConfiguration configuration)
    {
        services.AddScoped<IDemoSeed, DemoPast>();
        services.AddScoped<IFaces, FaceDesk>();
        services.AddScoped<IPortraitCheck, PortraitCheck>();
        services.AddScoped<IPaperCheck, PaperCheck>();
        services.AddScoped<IHandleAtOnce<PersonJoined>, EnrolPortrait>();
        services.AddScoped<ISecondWay, SecondWayDesk>();
        services.AddScoped<IIdentities, IdentityDesk>();
        services.AddScoped<IDemoSeed, Demo>();
        services.AddConstraintProblem(FaceComparison.PhotoKey, FaceProblems.PhotoReplayed);
        services.AddConstraintProblem(SecondWayProof.PhotoKey, FaceProblems.PhotoReplayed);
        services.AddConstraintProblem(SecondWayProof.ChallengeKey, SecondWayProblems.CodeUsed);
    }

    public void MapForAgency(RouteGroupBuilder agency) => OwnBase.Map(agency);

    public void MapForMiniProgram(RouteGroupBuilder miniProgram) => OwnBase.Map(miniProgram);

    public void MapForAuthority(RouteGroupBuilder authority) => DecideBases.Map(authority);

    public void MapModel(ModelBuilder model) => FacesMapping.Map(model);
}
