using System.Text.Json;
using WeChatService.Kernel;
using Xunit.Sdk;

namespace WeChatService.TestKit;

/// <summary>One region's story in one house: who acts, and what has come into being so far.</summary>
public sealed class Scene(House house, string region)
{
    private readonly string _prefix = Demo.Prefixes[region];
    private AgencyClient? _lead;
    private AgencyClient? _technicalLead;
    private MiniProgramClient? _operator;
    private OwnerClient? _contact;

    public House House { get; } = house;
    public string Region { get; } = region;
    public string ProjectKey => $"{Region}-main";
    public string LeadKey => $"{_prefix}-lead";
    public string TechnicalLeadKey => $"{_prefix}-technical";
    public string OperatorKey => $"{_prefix}-operator";
    public string StrangerKey => $"{_prefix}-operator2";
    public string ContactKey => $"{_prefix}-contact";
    public string BrigadeKey => $"{_prefix}-brigade";
    public Guid ProjectId => Demo.Id("project", ProjectKey);
    public Guid OperatorId => Demo.Id("person", OperatorKey);
    public Guid LeadId => Demo.Id("person", LeadKey);

    /// <summary>The month in which the Host lives.</summary>
    public ChinaMonth Month => ChinaMonth.Of(House.Time.GetUtcNow());

    public Guid ContactId { get; set; }
    public Guid PlanId { get; set; }
    public IReadOnlyList<string> ClassCodes { get; set; } = [];
    public Guid TaskId { get; set; }
    public Guid VisitId { get; set; }
    public Guid FormId { get; set; }
    public Guid ReportId { get; set; }

    public async Task<AgencyClient> Lead() => _lead ??= await House.Agency(LeadKey);
    public async Task<AgencyClient> TechnicalLead() => _technicalLead ??= await House.Agency(TechnicalLeadKey);
    public async Task<MiniProgramClient> Operator() => _operator ??= await House.MiniProgram(OperatorKey);
    public async Task<OwnerClient> Contact() => _contact ??= await House.Owner(ContactKey);

    /// <summary>In the middle of the fence.</summary>
    public ReportedPosition OnSite => Place.At(ProjectKey);

    /// <summary>Two kilometres north.</summary>
    public ReportedPosition FarAway => Place.Away(ProjectKey, 2000);

    /// <summary>The technical lead, the lead or the administrator, as the profile says (RPT-20).</summary>
    public async Task<Caller> ReportAuthor() => Policy("report", "author")[0].GetString() switch
    {
        "TechnicalLead" => await TechnicalLead(),
        "ProjectLead" => await Lead(),
        _ => await House.Console($"{_prefix}-admin"),
    };

    /// <summary>A key of the region's profile (config/regions).</summary>
    public JsonElement Policy(string group, string key) => Demo.Profile(Region).GetProperty(group).GetProperty(key);

    /// <summary>The faults that the submitted task has brought.</summary>
    public async Task<IReadOnlyList<Guid>> Faults()
    {
        var review = (await (await Lead()).Get($"/reviews/{TaskId}")).ShouldBeOk();
        return [.. review["faults"].EnumerateArray().Select(f => f.GetProperty("id").GetGuid())];
    }

    /// <summary>Waits until the report is generated.</summary>
    /// <exception cref="XunitException">Generation failed, or took longer than two minutes.</exception>
    public async Task<Answer> ReportReady()
    {
        var author = await ReportAuthor();
        var until = DateTimeOffset.UtcNow.AddMinutes(2);
        while (true)
        {
            var report = (await author.Get($"/reports/{ReportId}")).ShouldBeOk();
            switch (report["state"].GetString())
            {
                case "Ready" or "Filed": return report;
                case "Failed": throw new XunitException($"the report failed: {report.Text}");
            }

            if (DateTimeOffset.UtcNow > until)
            {
                throw new XunitException($"the report is still at {report["progress"]} % after two minutes");
            }

            await Task.Delay(200);
        }
    }
}
