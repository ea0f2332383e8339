namespace WeChatService.Regions.Contracts;

/// <summary>The policy profiles of all regions, read once at start from config/regions and never changed afterwards.</summary>
public interface IRegionPolicies
{
    /// <summary>The profile of a region code (shanghai, beijing, shaanxi, xinjiang).</summary>
    /// <exception cref="ArgumentException">The code has no profile: a project can never carry such a code.</exception>
    RegionPolicy For(string region);

    IReadOnlyCollection<RegionPolicy> All { get; }
}

/// <summary>
/// What one region decides. A rule stands once in the code and asks this record; it never compares the region's code.
/// Every property is a key of config/regions/&lt;code&gt;.json; a missing, misspelt or mistyped key stops the start.
/// </summary>
/// <param name="Code">The region code; equals the file's name.</param>
/// <param name="Name">Chinese name of the province or city.</param>
/// <param name="Proposed">Dotted keys whose value no source states; the value is our proposal and needs the customer's word.</param>
/// <param name="Settled">Dotted keys whose source has no fitting value for this product: key → why this value was taken.</param>
public sealed record RegionPolicy(
    string Code,
    string Name,
    WordingPolicy Wording,
    OrganisationPolicy Org,
    PeoplePolicy People,
    AccountPolicy Account,
    LeadPolicy Lead,
    OperatorPolicy Operator,
    TechnicalLeadPolicy Tech,
    ClientPolicy Client,
    AuthPolicy Auth,
    FacePolicy Face,
    OwnerPolicy Owner,
    NotifyPolicy Notify,
    ContractPolicy Contract,
    LimitsPolicy Limits,
    ProjectPolicy Project,
    FencePolicy Fence,
    SpecialPolicy Special,
    PlanPolicy Plan,
    DetectionPolicy Detection,
    FieldPolicy Field,
    ApprovalPolicy Approval,
    CheckInPolicy Checkin,
    ReviewPolicy Review,
    FaultPolicy Fault,
    JudgePolicy Judge,
    ReportPolicy Report,
    RetestPolicy Retest,
    FilingPolicy Filing,
    EvaluationPolicy Evaluation,
    SupervisePolicy Supervise,
    TrainingPolicy Training,
    RetentionPolicy Retention,
    PrivacyPolicy Privacy,
    IReadOnlyList<string> Proposed,
    IReadOnlyDictionary<string, string> Settled);

/// <summary>The region's own words, for screens, messages and print.</summary>
/// <param name="Owner">业主, 甲方 or 委托单位.</param>
/// <param name="OwnerContact">The owner's contact person.</param>
/// <param name="Operator">The people who work on site.</param>
/// <param name="Visit">One stay on site.</param>
/// <param name="Plan">The monthly plan.</param>
/// <param name="Review">Examining submitted records.</param>
/// <param name="Filing">Filing a report with the authority.</param>
/// <param name="Brigade">The supervising brigade.</param>
public sealed record WordingPolicy(
    string Owner, string OwnerContact, string Operator, string Visit, string Plan, string Review, string Filing, string Brigade);
