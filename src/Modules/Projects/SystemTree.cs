using WeChatService.Catalogue.Contracts;
using WeChatService.Kernel;
using WeChatService.Projects.Contracts;

namespace WeChatService.Projects;

/// <summary>What may be ticked as really present at a project (PRJ-15 to 18).</summary>
internal static class SystemTree
{
    /// <summary>
    /// Where a detection or an assessment is recorded without a catalogue, its record alone (PRJ-16, 17); else every real system, and for
    /// maintenance the record of a special site, where the region has one (PRJ-18).
    /// </summary>
    public static IReadOnlyList<FireSystem> Of(ICatalogue catalogue, string region, ServiceType type)
    {
        var systems = catalogue.For(region).Systems;
        string?[] records = [catalogue.RecordClassFor(region, assessment: false), catalogue.RecordClassFor(region, assessment: true)];
        var record = type == ServiceType.Maintenance ? null : records[type == ServiceType.Assessment ? 1 : 0];
        if (record is not null)
        {
            return [.. systems.Where(s => s.Classes.Any(c => c.Code == record))];
        }

        var special = type == ServiceType.Maintenance && records[0] is not null;
        return [.. systems.Where(s => !s.RecordOnly || (special && !s.Classes.Any(c => records.Contains(c.Code))))];
    }

    /// <returns>The ticked classes in the catalogue's order, each once.</returns>
    /// <exception cref="RuleBroken">None, one that does not belong here, or a record beside others.</exception>
    public static IReadOnlyList<string> Ticked(IReadOnlyList<FireSystem> tree, IReadOnlyList<string>? codes)
    {
        var wanted = codes?.ToHashSet() ?? [];
        var classes = tree.SelectMany(s => s.Classes).Where(c => wanted.Contains(c.Code)).ToList();
        return wanted.Count == 0 ? throw new RuleBroken(PartProblems.SystemsMissing)
            : classes.Count != wanted.Count ? throw new RuleBroken(PartProblems.SystemUnknown)
            : classes.Count > 1 && classes.Any(c => c.RecordOnly) ? throw new RuleBroken(PartProblems.RecordStandsAlone)
            : classes.ConvertAll(c => c.Code);
    }
}
