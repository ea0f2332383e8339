namespace WeChatService.Projects.Contracts;

/// <summary>A sticker that is in use.</summary>
public sealed record DeviceLabelCard(Guid Id, string Code, Guid ProjectId, string ClassCode, string Place);

public interface IDeviceLabels
{
    /// <summary>Knowing the code is the right to ask. Null: never issued, or revoked; nobody is told which.</summary>
    Task<DeviceLabelCard?> Find(string code, CancellationToken ct);
}
