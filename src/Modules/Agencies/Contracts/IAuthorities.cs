namespace WeChatService.Agencies.Contracts;

/// <summary>支队: the authority of one district.</summary>
public sealed record BrigadeCard(Guid Id, string Region, string District, string Name);

public interface IAuthorities
{
    Task<BrigadeCard?> FindBrigade(Guid id, CancellationToken ct = default);

    /// <summary>The brigades of a region by district.</summary>
    Task<IReadOnlyList<BrigadeCard>> BrigadesOf(string region, CancellationToken ct = default);
}
