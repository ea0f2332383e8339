using WeChatService.Kernel;

namespace WeChatService.Accounts.Contracts;

/// <summary>PEO-17: what somebody may join as. 注册消防工程师, 消防设施操作员, 法人授权代表.</summary>
public enum Post { Engineer, Operator, Representative }

/// <param name="PortraitId">The portrait that passed the test of the registration; null for who has none.</param>
public sealed record PersonJoined(Guid PersonId, Guid AgencyId, string Region, Guid? PortraitId, DateTimeOffset At) : IEvent;

/// <summary>PEO-30: what was his to do must be given to somebody else.</summary>
public sealed record PersonLeft(Guid PersonId, Guid AgencyId, DateTimeOffset At) : IEvent;
