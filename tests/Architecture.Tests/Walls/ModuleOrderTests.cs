using System.Xml.Linq;

namespace WeChatService.Architecture.Tests.Walls;

/// <summary>Modules stand in one order; each may reference only those above it (design: "ask upwards, tell downwards").</summary>
public class ModuleOrderTests
{
    [Fact]
    public void The_Host_lists_every_module_folder_once()
    {
        var folders = Directory.GetDirectories(Path.Combine(Product.Sources, "Modules")).Select(Path.GetFileName).Order(StringComparer.Ordinal);

        Assert.Equal(folders, Product.Order.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_module_references_only_modules_above_it()
    {
        var references = Product.Order.ToDictionary(name => name, ProjectReferences);

        Assert.Empty(Offences(Product.Order, references));
    }

    [Fact]
    public void A_module_references_no_adapter_no_Host_and_no_Sandbox()
    {
        var outside = from name in Product.Order
                      from reference in ProjectReferences(name)
                      where reference != "Kernel" && !Product.Order.Contains(reference)
                      select $"{name} → {reference}";

        Assert.Empty(outside);
    }

    [Fact]
    public void The_Kernel_references_nothing_of_ours() =>
        Assert.DoesNotContain(Product.Kernel.GetReferencedAssemblies(), a => a.Name!.StartsWith("WeChatService.", StringComparison.Ordinal));

    [Fact]
    public void The_sandbox_shares_no_code_with_the_product() =>
        Assert.DoesNotContain(typeof(Sandbox.SandboxApp).Assembly.GetReferencedAssemblies(), a => a.Name!.StartsWith("WeChatService.", StringComparison.Ordinal));

    [Fact]
    public void The_order_is_kept_by_the_compiled_code_too()
    {
        var references = Product.ModuleAssemblies.ToDictionary(
            a => a.GetName().Name!["WeChatService.".Length..],
            a => a.GetReferencedAssemblies().Select(r => r.Name!).Where(n => n.StartsWith("WeChatService.", StringComparison.Ordinal)).Select(n => n["WeChatService.".Length..]).ToList());

        Assert.Empty(Offences(Product.Order, references));
    }

    [Fact]
    public void A_guilty_specimen_is_found_out()
    {
        var guilty = new Dictionary<string, List<string>> { ["Plans"] = ["Kernel", "Projects", "Reports"], ["Reports"] = ["Plans", "Plans.Tests"] };

        Assert.Equal(["Plans → Reports"], Offences(["Projects", "Plans", "Reports"], guilty));
    }

    private static IEnumerable<string> Offences(IReadOnlyList<string> order, Dictionary<string, List<string>> references) =>
        from module in references
        from reference in module.Value
        let below = order.ToList().IndexOf(reference)
        where below >= order.ToList().IndexOf(module.Key)
        select $"{module.Key} → {reference}";

    private static List<string> ProjectReferences(string module) =>
        [.. XDocument.Load(Path.Combine(Product.Sources, "Modules", module, $"{module}.csproj")).Descendants("ProjectReference")
            .Select(r => Path.GetFileNameWithoutExtension(r.Attribute("Include")!.Value.Replace('\\', '/')))];
}
