using WeChatService.TestKit;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace WeChatService.Pipeline.Tests.Faults;

/// <summary>What a row needs of the machine beyond PostgreSQL and Redis.</summary>
[Flags]
public enum Needs
{
    Nothing = 0,

    /// <summary>Root, loop devices and mkfs.ext4.</summary>
    SmallDisk = 1,

    /// <summary>libfaketime (scripts/setup --with-faults).</summary>
    FakeTime = 2,
}

/// <summary>
/// One row of the fault matrix. A row that this machine cannot run, or that is too long for an ordinary run, is skipped
/// with its reason and never counted as passed.
/// </summary>
[TraitDiscoverer("WeChatService.Pipeline.Tests.Faults.FaultRowDiscoverer", "WeChatService.Pipeline.Tests")]
[AttributeUsage(AttributeTargets.Method)]
public sealed class FaultRowAttribute : FactAttribute, ITraitAttribute
{
    public FaultRowAttribute(string id, string what, bool quick = false, Needs needs = Needs.Nothing)
    {
        (Id, What) = (id, what);
        DisplayName = $"{id} {what}";
        Skip = Missing(needs) ?? (quick || Campaign.IsFull ? null : "long: scripts/test --faults runs it");
    }

    public string Id { get; }

    public string What { get; }

    private static string? Missing(Needs needs)
    {
        if (needs.HasFlag(Needs.SmallDisk) && SmallDisk.WhyNot() is { } noDisk)
        {
            return noDisk;
        }

        return needs.HasFlag(Needs.FakeTime) && FakeTime.Library is null ? "no libfaketime on this machine: scripts/setup --with-faults" : null;
    }
}

/// <summary>Makes the id a trait: <c>--filter Fault=P3</c>.</summary>
public sealed class FaultRowDiscoverer : ITraitDiscoverer
{
    public IEnumerable<KeyValuePair<string, string>> GetTraits(IAttributeInfo traitAttribute) =>
        [new("Fault", (string)traitAttribute.GetConstructorArguments().First())];
}

/// <summary>K first, P1 before P10, C after P, S last.</summary>
public sealed class ByRow : ITestCaseOrderer
{
    public IEnumerable<T> OrderTestCases<T>(IEnumerable<T> testCases)
        where T : ITestCase
    {
        return testCases.OrderBy(of => "KPCS".IndexOf(of.DisplayName[0], StringComparison.Ordinal))
            .ThenBy(of => int.Parse(of.DisplayName[1..of.DisplayName.IndexOf(' ')], System.Globalization.CultureInfo.InvariantCulture));
    }
}

/// <summary>Rows fill the machine, so they run one after another when everything else of the project is done.</summary>
[CollectionDefinition("faults", DisableParallelization = true)]
public sealed class FaultCollection;
