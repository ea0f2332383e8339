using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace WeChatService.RuleReport;

/// <summary>A test says that it proves a rule.</summary>
/// <param name="Test">Full name: namespace, class (Outer+Inner), method.</param>
/// <param name="Regions">Empty: for all profiles.</param>
internal sealed record Claim(string Test, string RuleId, IReadOnlyList<string> Regions);

/// <summary>
/// Reads [Rule] from a built test assembly without loading it, so that no dependency of the tests must be present.
/// A mark on a class counts for each of its methods; inherited methods count for the class that runs them.
/// </summary>
internal static class TestClaims
{
    public static IReadOnlyList<Claim> Of(string assembly)
    {
        using var file = new PEReader(File.OpenRead(assembly));
        var reader = file.GetMetadataReader();
        return [.. reader.TypeDefinitions.SelectMany(type => OfType(reader, type))];
    }

    private static IEnumerable<Claim> OfType(MetadataReader reader, TypeDefinitionHandle handle)
    {
        var name = FullName(reader, handle);
        var lineage = Lineage(reader, handle).ToList();
        var ofClass = lineage.SelectMany(type => Rules(reader, reader.GetTypeDefinition(type).GetCustomAttributes())).ToList();
        foreach (var method in lineage.SelectMany(type => reader.GetTypeDefinition(type).GetMethods()).Select(reader.GetMethodDefinition))
        {
            foreach (var (id, regions) in Rules(reader, method.GetCustomAttributes()).Concat(ofClass))
            {
                yield return new Claim($"{name}.{reader.GetString(method.Name)}", id, regions);
            }
        }
    }

    /// <summary>The type and those it inherits from inside the same assembly.</summary>
    private static IEnumerable<TypeDefinitionHandle> Lineage(MetadataReader reader, TypeDefinitionHandle handle)
    {
        yield return handle;
        var above = reader.GetTypeDefinition(handle).BaseType;
        while (!above.IsNil && above.Kind == HandleKind.TypeDefinition)
        {
            yield return (TypeDefinitionHandle)above;
            above = reader.GetTypeDefinition((TypeDefinitionHandle)above).BaseType;
        }
    }

    private static IEnumerable<(string Id, IReadOnlyList<string> Regions)> Rules(MetadataReader reader, CustomAttributeHandleCollection handles)
    {
        foreach (var attribute in handles.Select(reader.GetCustomAttribute).Where(a => NameOf(reader, a) == "RuleAttribute"))
        {
            var value = attribute.DecodeValue(new TextTypes());
            var regions = value.NamedArguments.Where(n => n.Name == "Regions").SelectMany(n => Strings(n.Value)).ToList();
            foreach (var id in value.FixedArguments.SelectMany(a => Strings(a.Value)))
            {
                yield return (id, regions);
            }
        }
    }

    private static IEnumerable<string> Strings(object? value) => value switch
    {
        string one => [one],
        IEnumerable<CustomAttributeTypedArgument<string>> many => many.SelectMany(m => Strings(m.Value)),
        _ => [],
    };

    private static string? NameOf(MetadataReader reader, CustomAttribute attribute) => attribute.Constructor.Kind switch
    {
        HandleKind.MemberReference when reader.GetMemberReference((MemberReferenceHandle)attribute.Constructor).Parent is { Kind: HandleKind.TypeReference } parent =>
            reader.GetString(reader.GetTypeReference((TypeReferenceHandle)parent).Name),
        HandleKind.MethodDefinition => reader.GetString(reader.GetTypeDefinition(
            reader.GetMethodDefinition((MethodDefinitionHandle)attribute.Constructor).GetDeclaringType()).Name),
        _ => null,
    };

    private static string FullName(MetadataReader reader, TypeDefinitionHandle handle)
    {
        var type = reader.GetTypeDefinition(handle);
        var name = reader.GetString(type.Name);
        return type.GetDeclaringType() is { IsNil: false } outer ? $"{FullName(reader, outer)}+{name}"
            : type.Namespace.IsNil ? name : $"{reader.GetString(type.Namespace)}.{name}";
    }

    /// <summary>Only texts matter; every type is its name.</summary>
    private sealed class TextTypes : ICustomAttributeTypeProvider<string>
    {
        public string GetPrimitiveType(PrimitiveTypeCode typeCode) => typeCode.ToString();

        public string GetSystemType() => "Type";

        public string GetSZArrayType(string elementType) => elementType + "[]";

        public string GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind) => "type";

        public string GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind) => "type";

        public string GetTypeFromSerializedName(string name) => name;

        public PrimitiveTypeCode GetUnderlyingEnumType(string type) => PrimitiveTypeCode.Int32;

        public bool IsSystemType(string type) => type == "Type";
    }
}
