using WeChatService.Catalogue.Contracts;

namespace WeChatService.Projects.Contracts;

/// <summary>Of which edition a project's plans are, and what a new one contains.</summary>
public static class PlanScope
{
    public static bool IsDetection(this ServiceType type) =>
        type is ServiceType.AnnualDetection or ServiceType.CompletionDetection or ServiceType.SpecialDetection;

    /// <summary>The detection edition for a detection where the region has one, else the maintenance edition.</summary>
    public static CatalogueEdition EditionFor(this ICatalogue catalogue, ProjectCard project) =>
        project.ServiceType.IsDetection() && catalogue.ForDetection(project.Region) is { } detection ? detection : catalogue.For(project.Region);

    /// <summary>
    /// PLN-10, PRJ-15, 16: the class codes of a new plan. Maintenance takes what is ticked; a detection judged by items takes the single
    /// items that the ticked systems bring; where only a site record is kept, that record; else what is ticked.
    /// </summary>
    public static IReadOnlyList<string> ScopeOf(this ICatalogue catalogue, ProjectCard project)
    {
        if (project.ServiceType == ServiceType.Maintenance)
        {
            return project.FacilityClassCodes;
        }

        if (project.ServiceType.IsDetection() && catalogue.DetectionFor(project.Region) is { } detection)
        {
            return [.. detection.SinglesFor(project.FacilityClassCodes).Select(s => s.Code)];
        }

        var record = catalogue.RecordClassFor(project.Region, project.ServiceType == ServiceType.Assessment);
        return record is null ? project.FacilityClassCodes : [record];
    }
}
