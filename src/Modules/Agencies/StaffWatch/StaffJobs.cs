namespace WeChatService.Agencies.StaffWatch;

/// <summary>The day's look at every agency's staff: certificates that end soon (NTF-17), and who does not suffice any more (NTF-14).</summary>
internal sealed record WatchStaff(DateOnly Day);

/// <summary>Somebody came or left: does the staff still suffice (NTF-14, ORG-31)?</summary>
internal sealed record JudgeStaff(Guid AgencyId);
