using WeChatService.Regions.Contracts;

namespace WeChatService.Regions;

internal sealed class RegionPolicies(IReadOnlyList<RegionPolicy> all) : IRegionPolicies
{
    private readonly Dictionary<string, RegionPolicy> byCode = all.ToDictionary(p => p.Code);

    public IReadOnlyCollection<RegionPolicy> All => byCode.Values;

    public RegionPolicy For(string region) =>
        byCode.TryGetValue(region, out var policy) ? policy : throw new ArgumentException($"no profile for region \"{region}\"", nameof(region));
}
