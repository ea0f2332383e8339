using WeChatService.Catalogue.Contracts;

namespace WeChatService.Catalogue;

internal sealed class LoadedCatalogue(
    CatalogueEdition maintenance, Func<JudgementRule, DetectionEdition> detection, IReadOnlyDictionary<string, JudgementRule> judgement,
    IReadOnlyList<RegionEditions> regions) : ICatalogue
{
    private readonly Dictionary<string, CatalogueEdition?> detections =
        regions.ToDictionary(r => r.Region, r => r.Detection is null ? null : CatalogueEdition.Of(detection(judgement[r.Judgement!])));

    public CatalogueEdition For(string region) =>
        detections.ContainsKey(region) ? maintenance : throw new ArgumentException($"no edition for region \"{region}\"", nameof(region));

    public CatalogueEdition? Find(string code, string version) =>
        detections.Values.Append(maintenance).FirstOrDefault(e => e?.Code == code && e.Version == version);

    public CatalogueEdition? ForDetection(string region) => detections.GetValueOrDefault(region);

    public DetectionEdition? DetectionFor(string region) => ForDetection(region)?.Detection;

    public string? RecordClassFor(string region, bool assessment) =>
        regions.FirstOrDefault(r => r.Region == region) is { } found ? assessment ? found.AssessmentClass : found.RecordClass : null;
}
