using WeChatService.Kernel;

namespace WeChatService.Agencies.Contracts;

/// <summary>ORG-18, NTF-14: an agency whose staff sufficed does not suffice any more.</summary>
/// <param name="Lacks">What is missing, in Chinese: 还差 1 名操作员.</param>
public sealed record EligibilityLost(Guid AgencyId, string AgencyName, string Region, string Lacks, DateTimeOffset At) : IEvent;

/// <summary>ORG-31: it suffices again.</summary>
public sealed record EligibilityRegained(Guid AgencyId, DateTimeOffset At) : IEvent;

/// <summary>NTF-17: a certificate ends soon; told once for each day on which one ends.</summary>
public sealed record CertificateExpiring(Guid CertificateId, Guid PersonId, Guid AgencyId, string PersonName, string Says, DateOnly ValidUntil, int DaysLeft) : IEvent;
