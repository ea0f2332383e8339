using WeChatService.Kernel;
using WeChatService.Regions;
using WeChatService.Regions.Contracts;
using WeChatService.TestKit;

namespace WeChatService.Modules.Tests.Agencies;

/// <summary>The shipped profiles, for rules that ask them.</summary>
internal static class Policies
{
    private static readonly Lazy<RegionPolicies> Shipped = new(() => new(PolicyFiles.Load(Path.Combine(TestServices.Checkout, "config", "regions"))));

    public static RegionPolicy For(string region) => Shipped.Value.For(region);

    public static IReadOnlyCollection<RegionPolicy> All => Shipped.Value.All;

    public static TheoryData<string> Regions => [.. All.Select(p => p.Code)];
}
