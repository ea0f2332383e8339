using System.Text.Json;
using WeChatService.Kernel;
using WeChatService.TestKit;

namespace WeChatService.Story;

/// <summary>
/// One telling of the main job in one region: who acts, what has come into being, and what was observed. Talks to the
/// running system as real clients do; the single exception is the observation that the database itself refuses.
/// </summary>
/// <param name="sqlAsApplication">Runs plain SQL under the application's role, gives the rows that changed.</param>
/// <param name="folder">Where the QR picture and the PDF are left.</param>
/// <param name="hasPages">False where the web was not built: then links are followed by API only.</param>
public sealed class Tale(RunningSystem system, string region, Func<string, Task<int>> sqlAsApplication, string folder, bool hasPages = true) : IDisposable
{
    /// <summary>Places of the operator that the phone reports during the work.</summary>
    public const int TrackPoints = 6;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly string _prefix = Demo.Prefixes[region];
    private readonly List<Observation> _seen = [];
    private readonly List<Caller> _clients = [];
    private AgencyClient? _lead;
    private AgencyClient? _technicalLead;
    private MiniProgramClient? _operator;
    private OwnerClient? _contact;

    public RunningSystem System { get; } = system;
    public SandboxDriver Sandbox { get; } = new(system.Sandbox);
    public string Region { get; } = region;
    public Profile Profile { get; } = Profile.Of(region);
    public string Folder { get; } = folder;

    public string LeadKey => $"{_prefix}-lead";
    public string TechnicalLeadKey => $"{_prefix}-technical";
    public string OperatorKey => $"{_prefix}-operator";
    public string StrangerKey => $"{_prefix}-operator2";
    public string ContactKey => $"{_prefix}-contact";
    public string BrigadeKey => $"{_prefix}-brigade";
    public string AdminKey => $"{_prefix}-admin";
    public Guid OperatorId => Demo.Id("person", OperatorKey);
    public ChinaMonth Month { get; } = ChinaMonth.Of(TimeProvider.System.GetUtcNow());

    /// <summary>The project of this telling, as in config/demo/world.json.</summary>
    public string ProjectKey { get; set; } = "";

    public Guid ProjectId => Demo.Id("project", ProjectKey);
    public string ProjectName => Demo.Project(ProjectKey).GetProperty("name").GetString()!;
    public ReportedPosition OnSite => Place.At(ProjectKey);

    /// <summary>Two kilometres north of the project.</summary>
    public ReportedPosition FarAway => Place.Away(ProjectKey, 2000);

    public Guid ContactId { get; set; }
    public Guid PlanId { get; set; }
    public Guid TaskId { get; set; }
    public bool TaskIsStarted { get; set; }
    public IReadOnlyList<JsonElement> Items { get; set; } = [];
    public DateTimeOffset SubmittedAt { get; set; }
    public Guid VisitId { get; set; }
    public Guid StartPhotoId { get; set; }
    public Guid FormId { get; set; }
    public Guid ReportId { get; set; }
    public string ReportNumber { get; set; } = "";
    public DateTimeOffset GeneratedAt { get; set; }
    public DateTimeOffset FiledAt { get; set; }
    public ChatMessage? FiledNews { get; set; }
    public string QrPath => Path.Combine(Folder, $"{Region}-contact-qr.png");
    public string PdfPath => Path.Combine(Folder, $"{Region}-report.pdf");

    public async Task<AgencyClient> Lead() => _lead ??= Keep(await System.Agency(LeadKey));
    public async Task<AgencyClient> TechnicalLead() => _technicalLead ??= Keep(await System.Agency(TechnicalLeadKey));
    public async Task<MiniProgramClient> Operator() => _operator ??= Keep(await System.MiniProgram(OperatorKey));
    public async Task<OwnerClient> Contact() => _contact ??= Keep(await System.Owner(ContactKey));
    public Phone Phone(string personKey) => System.Phone(personKey);

    /// <summary>Who makes the region's reports, at the door where he sits (RPT-20).</summary>
    public async Task<Caller> ReportAuthor() => Profile.ReportAuthor switch
    {
        Role.TechnicalLead => await TechnicalLead(),
        Role.ProjectLead => await Lead(),
        _ => Keep(await System.Console(AdminKey)),
    };

    public T Keep<T>(T client) where T : Caller
    {
        _clients.Add(client);
        return client;
    }

    /// <summary>Acts one step and gives what was observed in it.</summary>
    public async Task<IReadOnlyList<Observation>> Act(Step step)
    {
        var before = _seen.Count;
        await step.Act(this);
        return _seen[before..];
    }

    public void Saw(string what) => _seen.Add(new(what, null, null));

    /// <summary>It was refused by this rule, in Chinese, as a problem.</summary>
    public Answer Refused(string what, Answer answer, string code, string rule)
    {
        answer.ShouldRefuse(code, rule);
        _seen.Add(new($"{what}: refused {(int)answer.Status} {code} {rule} 「{answer["title"].GetString()}」", code, rule));
        return answer;
    }

    /// <exception cref="NotObserved">It does not hold.</exception>
    public static void Must(bool holds, string expectedAndActual)
    {
        if (!holds)
        {
            throw new NotObserved(expectedAndActual);
        }
    }

    public static void MustEqual<T>(T expected, T actual, string what) =>
        Must(EqualityComparer<T>.Default.Equals(expected, actual), $"{what}: expected {expected}, was {actual}");

    /// <summary>Asks again until the answer is as wanted.</summary>
    public static async Task<Answer> Until(Func<Task<Answer>> ask, Func<Answer, bool> wanted, string what, TimeSpan? within = null)
    {
        var until = TimeProvider.System.GetUtcNow() + (within ?? Patience);
        while (true)
        {
            var answer = (await ask()).ShouldBeOk();
            if (wanted(answer))
            {
                return answer;
            }

            Must(TimeProvider.System.GetUtcNow() < until, $"{what}: not within {(within ?? Patience).TotalSeconds:0} s; last answer {Short(answer.Text)}");
            await Task.Delay(250);
        }
    }

    /// <summary>Waits for the template message whose link leads to this page.</summary>
    public Task<ChatMessage> Pushed(string personKey, string account, string page) => Phone(personKey).AwaitMessage(
        account, m => m.Kind == "template" && m.Url?.Contains(page, StringComparison.Ordinal) == true, $"link to {page}", Patience);

    /// <summary>Opens the page behind a message's link in WeChat's browser: it must be there.</summary>
    public Task Open(Caller client, ChatMessage message) => Open(client, message.Url!);

    public async Task Open(Caller client, string address)
    {
        if (hasPages)
        {
            using var page = await client.Http.GetAsync(address);
            Must((int)page.StatusCode == 200, $"the page {address}: expected 200, was {(int)page.StatusCode}");
        }
    }

    public Task<int> SqlAsApplication(string sql) => sqlAsApplication(sql);

    public static string Short(string text) => text.Length > 300 ? text[..300] + "…" : text;

    public static string Seconds(TimeSpan time) => $"{Math.Max(0, time.TotalSeconds):0.0} s";

    public void Dispose() => _clients.ForEach(client => client.Dispose());
}

/// <param name="Code">Of a refusal.</param>
/// <param name="Rule">That refused.</param>
public sealed record Observation(string What, string? Code, string? Rule);

/// <summary>What had to be seen was not; says expected and actual in one sentence.</summary>
public sealed class NotObserved(string message) : Exception(message);
