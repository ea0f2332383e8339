using WeChatService.Kernel;

namespace WeChatService.Accounts.Contracts;

/// <summary>NTF-14: an account of an agency was closed, by its administrator or because the staff does not suffice (ORG-30).</summary>
/// <param name="Because">In Chinese, for who is told.</param>
public sealed record AccountClosed(Guid AccountId, Guid AgencyId, string Region, string Name, string Because, DateTimeOffset At) : IEvent;
