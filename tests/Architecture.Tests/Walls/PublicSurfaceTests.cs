namespace WeChatService.Architecture.Tests.Walls;

/// <summary>A module shows only its contracts, its ports and its table of contents; <c>internal</c> is the wall.</summary>
public class PublicSurfaceTests
{
    [Fact]
    public void Only_contracts_ports_and_the_module_class_are_public()
    {
        var shown = from assembly in Product.ModuleAssemblies
                    from type in assembly.GetExportedTypes()
                    where !MayBePublic(assembly.GetName().Name!, type.Namespace ?? "", type.Name)
                    select type.FullName;

        Assert.Empty(shown);
    }

    [Theory]
    [InlineData("WeChatService.Plans", "Plan")]
    [InlineData("WeChatService.Plans.ForAgency", "Contracts")]
    [InlineData("WeChatService.Plans.ContractsAndMore", "Plan")]
    public void A_guilty_specimen_is_found_out(string space, string name) => Assert.False(MayBePublic("WeChatService.Plans", space, name));

    [Theory]
    [InlineData("WeChatService.Plans", "PlansModule")]
    [InlineData("WeChatService.Plans.Contracts", "PlanAssigned")]
    [InlineData("WeChatService.Plans.Ports", "IPlanPrinter")]
    public void The_wall_has_its_gates(string space, string name) => Assert.True(MayBePublic("WeChatService.Plans", space, name));

    [Fact]
    public void Contracts_hand_out_no_queries_and_no_entities()
    {
        var entities = Product.ModuleAssemblies.SelectMany(a => a.GetTypes()).Where(t => t.Namespace?.Contains(".Contracts", StringComparison.Ordinal) == true && t.IsInterface)
            .SelectMany(t => t.GetMethods())
            .Where(m => m.ReturnType.IsGenericType && m.ReturnType.ToString().Contains("IQueryable", StringComparison.Ordinal))
            .Select(m => $"{m.DeclaringType!.Name}.{m.Name}");

        Assert.Empty(entities);
    }

    private static bool MayBePublic(string module, string space, string name) =>
        IsUnder(space, $"{module}.Contracts") || IsUnder(space, $"{module}.Ports")
        || (space == module && name == module["WeChatService.".Length..] + "Module");

    private static bool IsUnder(string space, string parent) => space == parent || space.StartsWith(parent + ".", StringComparison.Ordinal);
}
