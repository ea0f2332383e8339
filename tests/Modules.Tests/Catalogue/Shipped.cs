using WeChatService.Catalogue;

namespace WeChatService.Modules.Tests.Catalogue;

/// <summary>The catalogue of the checkout, read as the start reads it.</summary>
internal static class Shipped
{
    public static readonly string[] Regions = ["beijing", "shaanxi", "shanghai", "xinjiang"];

    public static readonly string Folder = FindFolder();

    private static readonly Lazy<LoadedCatalogue> Loaded = new(() => CatalogueFiles.Load(Folder, Regions));

    public static LoadedCatalogue Catalogue => Loaded.Value;

    private static string FindFolder()
    {
        var at = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(at!.FullName, "WeChatService.slnx")))
        {
            at = at.Parent;
        }

        return Path.Combine(at.FullName, "config", "catalogue");
    }
}
