using WeChatService.Catalogue.Contracts;

namespace WeChatService.Catalogue;

internal sealed class LoadedCatalogue(
    CatalogueEdition maintenance, Func<JudgementRule, DetectionEdition> detection, IReadOnlyDictionary<string, JudgementRule> judgement,
    IReadOnlyList<RegionEditions> regions) : ICatalogue
{
    private readonly Dictionary<string, DetectionEdition?> detections =
        regions.ToDictionary(r => r.Region, r => r.Detection is null ? null : detection(judgement[r.Judgement!]));

    public CatalogueEdition For(string region) =>
        detections.ContainsKey(region) ? maintenance : throw new ArgumentException($"no edition for region \"{region}\"", nameof(region));

    public CatalogueEdition? Find(string code, string version) =>
        maintenance.Code == code && maintenance.Version == version ? maintenance : null;

    public DetectionEdition? DetectionFor(string region) => detections.GetValueOrDefault(region);
}
