using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace WeChatService.Architecture.Tests.Words;

/// <summary>What the compiled product must not call: the machine's clock, random ids, blocking waits.</summary>
public class ForbiddenCallTests
{
    private static readonly (string Type, string Member, string Instead)[] Forbidden =
    [
        ("DateTime", "get_Now", "TimeProvider"), ("DateTime", "get_UtcNow", "TimeProvider"), ("DateTime", "get_Today", "TimeProvider"),
        ("DateTimeOffset", "get_Now", "TimeProvider"), ("DateTimeOffset", "get_UtcNow", "TimeProvider"),
        ("Guid", "NewGuid", "Ids"),
        ("Task", "Wait", "await"), ("Task", "WaitAll", "await"), ("Thread", "Sleep", "Task.Delay with a TimeProvider"),
    ];

    /// <summary>With the reason of each.</summary>
    private static readonly Dictionary<string, string> Pardoned = new()
    {
        ["WeChatService.Redis: Task.Wait; use await"] = "the watch over the connection has a thread of its own: a starved pool must not blind it",
    };

    [Fact]
    public void The_product_calls_no_forbidden_member() =>
        Assert.Empty(Product.Assemblies.SelectMany(CallsOf).Except(Pardoned.Keys));

    [Fact]
    public void A_guilty_specimen_is_found_out()
    {
        // This assembly holds the specimen below.
        Assert.Contains(CallsOf(Assembly.GetExecutingAssembly()), c => c.Contains("Guid.NewGuid", StringComparison.Ordinal));
        Assert.NotEqual(Guid.Empty, Specimen.Guilty());
    }

    private static IEnumerable<string> CallsOf(Assembly assembly)
    {
        using var file = new PEReader(File.OpenRead(assembly.Location));
        var metadata = file.GetMetadataReader();
        foreach (var handle in metadata.MemberReferences)
        {
            var member = metadata.GetMemberReference(handle);
            if (member.Parent.Kind != HandleKind.TypeReference)
            {
                continue;
            }

            var type = metadata.GetString(metadata.GetTypeReference((TypeReferenceHandle)member.Parent).Name);
            var name = metadata.GetString(member.Name);
            foreach (var forbidden in Forbidden.Where(f => f.Type == type && f.Member == name))
            {
                yield return $"{assembly.GetName().Name}: {type}.{name}; use {forbidden.Instead}";
            }
        }
    }

    private static class Specimen
    {
        public static Guid Guilty() => Guid.NewGuid();
    }
}
