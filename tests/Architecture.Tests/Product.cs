using System.Reflection;
using WeChatService.Host;
using WeChatService.Kernel;
using WeChatService.TestKit;

namespace WeChatService.Architecture.Tests;

/// <summary>The product as it is compiled and as its sources stand in the checkout.</summary>
internal static class Product
{
    public static readonly HouseModules Modules = Host.House.Modules();

    /// <summary>Module names in dependency order, first who may be asked by all.</summary>
    public static readonly IReadOnlyList<string> Order = [.. Modules.All.Select(m => m.Name)];

    public static readonly Assembly Kernel = typeof(AppDb).Assembly;

    public static readonly IReadOnlyList<Assembly> ModuleAssemblies = [.. Modules.All.Select(m => m.GetType().Assembly)];

    /// <summary>Kernel, modules, adapters and Host: what runs in production.</summary>
    public static readonly IReadOnlyList<Assembly> Assemblies =
    [
        Kernel, .. ModuleAssemblies,
        .. new[] { "WeChat", "TencentCloud", "ObjectStorage", "Redis", "Pdf" }.Select(name => Assembly.Load($"WeChatService.{name}")),
        typeof(HostApp).Assembly,
    ];

    public static readonly string Sources = Path.Combine(TestServices.Checkout, "src");

    /// <summary>Hand-written C# under src, with its path from there.</summary>
    public static IEnumerable<(string Path, string[] Lines)> SourceFiles(string under = "") =>
        Directory.EnumerateFiles(Path.Combine(Sources, under), "*.cs", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Sources, file).Replace('\\', '/'))
            .Where(path => !path.Split('/').Any(part => part is "bin" or "obj" or "node_modules"))
            .Select(path => (path, File.ReadAllLines(Path.Combine(Sources, path))));

    /// <summary>The Host as it would serve, connected to nothing.</summary>
    public static Microsoft.AspNetCore.Builder.WebApplication BuiltHost() => HostApp.Build(["--role", "api"], builder =>
        TestKit.Settings.For(builder, "nowhere", new Uri("http://127.0.0.1:9"), "architecture"));
}
