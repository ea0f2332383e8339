using System.Text.Json;
using WeChatService.Catalogue.Contracts;
using WeChatService.Kernel;

namespace WeChatService.Catalogue;

/// <summary>The start stops here; every fault names its file and the code or key.</summary>
internal sealed class CatalogueRefused(IReadOnlyList<string> faults) : Exception(string.Join(Environment.NewLine, faults))
{
    public IReadOnlyList<string> Faults { get; } = faults;
}

/// <summary>Reads config/catalogue.</summary>
internal static class CatalogueFiles
{
    /// <param name="regions">Every region that must have an edition.</param>
    /// <exception cref="CatalogueRefused">A file has a fault.</exception>
    public static LoadedCatalogue Load(string folder, IEnumerable<string> regions)
    {
        var faults = new List<string>();
        var maintenance = Read<MaintenanceFile>(folder, "maintenance.json", faults);
        var detection = Read<DetectionFile>(folder, "detection.json", faults);
        var judgement = Read<JudgementFile>(folder, "judgement.json", faults);
        var editions = Read<EditionsFile>(folder, "editions.json", faults);
        if (maintenance is null || detection is null || judgement is null || editions is null)
        {
            throw new CatalogueRefused(faults);
        }

        faults.AddRange(CatalogueSense.Faults(maintenance).Select(f => $"maintenance.json: {f}"));
        faults.AddRange(CatalogueSense.Faults(detection).Select(f => $"detection.json: {f}"));
        faults.AddRange(EditionFaults(editions, maintenance, detection, judgement, regions).Select(f => $"editions.json: {f}"));
        return faults.Count > 0
            ? throw new CatalogueRefused(faults)
            : new LoadedCatalogue(Edition(maintenance), Detection(detection), judgement.Rules.Select(Rule).ToDictionary(r => r.Id), editions.Regions);
    }

    private static T? Read<T>(string folder, string name, List<string> faults) where T : class
    {
        try
        {
            using var file = File.OpenRead(Path.Combine(folder, name));
            return JsonSerializer.Deserialize<T>(file, ConfigFolder.Strict)!;
        }
        catch (Exception broken) when (broken is JsonException or IOException)
        {
            faults.Add($"{name}: {broken.Message}");
            return null;
        }
    }

    private static IEnumerable<string> EditionFaults(
        EditionsFile editions, MaintenanceFile maintenance, DetectionFile detection, JudgementFile judgement, IEnumerable<string> regions)
    {
        foreach (var missing in regions.Except(editions.Regions.Select(r => r.Region)))
        {
            yield return $"{missing}: the region has no edition";
        }

        var classes = maintenance.Systems.SelectMany(s => s.Classes).Select(c => c.Code).ToHashSet();
        var coverable = maintenance.Systems.Select(s => s.Code).Concat(classes).ToHashSet();
        foreach (var single in detection.Singles.Where(s => s.Covers.Count == 0 || !s.Covers.All(coverable.Contains)))
        {
            yield return $"{single.Code}: covers nothing that the maintenance edition knows";
        }

        foreach (var region in editions.Regions)
        {
            if (region.Maintenance != maintenance.Edition.Code)
            {
                yield return $"{region.Region}: unknown maintenance edition {region.Maintenance}";
            }

            if (region.Detection is { } code && (code != detection.Edition.Code || judgement.Rules.All(r => r.Id != region.Judgement)))
            {
                yield return $"{region.Region}: unknown detection edition {code} or judgement rule {region.Judgement}";
            }

            foreach (var named in new[] { region.RecordClass, region.AssessmentClass, region.SpecialClass }.OfType<string>().Where(c => !classes.Contains(c)))
            {
                yield return $"{region.Region}: unknown class {named}";
            }
        }
    }

    private static CatalogueEdition Edition(MaintenanceFile file) => new(
        file.Edition.Code, file.Edition.Version, file.Edition.Name, file.Edition.Status, file.CannotReasons,
        [.. file.Systems.Select(system => new FireSystem(system.Code, system.Name, system.RecordOnly,
            [.. system.Classes.Select(c => new FacilityClass(
                c.Code, c.Name, c.Group, system.Code, system.Name, system.RecordOnly, [.. c.Items.Select(Item)]))]))]);

    private static TestItem Item(ItemShape item) => new(
        item.Code, item.Letter, item.Name, item.Do, [.. item.Periods.Select(p => (Period)p)], item.EveryYears, item.OwnerPeriod,
        Limits(item.Limits), [.. (item.Questions ?? []).Select(q => new ItemQuestion(q.Text, q.Kind, q.Options ?? [], q.Unit))],
        item.Source, item.Confidence);

    private static IReadOnlyList<Limit> Limits(IReadOnlyList<LimitShape>? limits) =>
        [.. (limits ?? []).Select(l => new Limit((LimitOperator)l.Op, l.Value, l.Min, l.Max, l.Unit, l.When, l.Of))];

    private static Func<JudgementRule, DetectionEdition> Detection(DetectionFile file) => rule => new DetectionEdition(
        file.Edition.Code, file.Edition.Version, file.Edition.Name, file.Edition.Status, file.Results,
        [.. file.Singles.Select(s => new DetectionSingle(s.Code, s.Label, s.Name, s.Covers,
            [.. s.SubItems.Select(u => new DetectionSubItem(u.Code, u.Name,
                [.. u.Items.Select(i => new DetectionItem(
                    i.Code, i.Name, i.Method, i.Class, i.ClassConfidence, Limits(i.Limits), i.Source, i.Confidence))]))]))], rule);

    private static JudgementRule Rule(JudgementShape rule) => new(
        rule.Id, rule.Name, rule.Expr, [.. (rule.FailWhen ?? []).Select(f => new FailLimit(f.Class, f.Value))], rule.Source, rule.Confidence);
}
