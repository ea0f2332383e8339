using Xunit.Abstractions;
using Xunit.Sdk;

namespace WeChatService.TestKit;

/// <summary>
/// Names the rule (src/rules.md) that a test proves; scripts/rules reads it. A test that proves it for some regions
/// only says which; without <see cref="Regions"/> it holds for all profiles.
/// </summary>
[TraitDiscoverer("WeChatService.TestKit.RuleDiscoverer", "WeChatService.TestKit")]
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Class, AllowMultiple = true)]
public sealed class RuleAttribute(string id) : Attribute, ITraitAttribute
{
    public string Id { get; } = id;

    /// <summary>Region codes, e.g. <c>"beijing"</c>; empty: all.</summary>
    public string[] Regions { get; init; } = [];
}

/// <summary>Makes the rule a trait, so that <c>scripts/test "Rule=RPT-15"</c> runs what proves it.</summary>
public sealed class RuleDiscoverer : ITraitDiscoverer
{
    public IEnumerable<KeyValuePair<string, string>> GetTraits(IAttributeInfo traitAttribute) =>
        [new("Rule", (string)traitAttribute.GetConstructorArguments().First())];
}
