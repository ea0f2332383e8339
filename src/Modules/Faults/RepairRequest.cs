using WeChatService.Catalogue.Contracts;
using WeChatService.Kernel;
using WeChatService.Projects.Contracts;

namespace WeChatService.Faults;

/// <summary>一键报修 after every rule was asked (FLT-17).</summary>
internal sealed record RepairRequest(
    ProjectCard Project, string ClassCode, string FacilityName, string Place, string Text, IReadOnlyList<Guid> PhotoIds, bool Internal,
    Guid ContactId, bool IsUrgent)
{
    /// <summary>说不清: the owner need not know what the thing is called; the lead will see it on the photos.</summary>
    public const string Unsure = "unsure";

    /// <exception cref="RuleBroken">FLT-17: the part that is missing.</exception>
    public static RepairRequest Of(
        ProjectCard project, CatalogueEdition edition, IReadOnlyList<string> urgentSystems, string? classCode, string? place, string? text,
        IReadOnlyList<Guid> photoIds, bool? isInternal, int mostPhotos, Guid contactId)
    {
        var facility = classCode is not null && project.FacilityClassCodes.Contains(classCode) ? edition.FindClass(classCode) : null;
        if (facility is null && classCode != Unsure)
        {
            throw new RuleBroken(FaultProblems.FacilityMissing);
        }

        if (place?.Trim() is not { Length: > 0 and <= 100 } where)
        {
            throw new RuleBroken(FaultProblems.PlaceMissing);
        }

        if (text?.Trim() is not { Length: >= 2 and <= 500 } what)
        {
            throw new RuleBroken(FaultProblems.DescriptionMissing);
        }

        if (photoIds.Count == 0 || photoIds.Count > mostPhotos)
        {
            throw new RuleBroken(FaultProblems.RequestPhotos.Says(photoIds.Count == 0 ? "请至少拍 1 张照片，来修的人好认。" : $"最多 {mostPhotos} 张照片，请删掉 {photoIds.Count - mostPhotos} 张。"));
        }

        return new RepairRequest(
            project, facility?.Code ?? Unsure, facility?.Name ?? "说不清的设施", where, what, photoIds,
            isInternal ?? throw new RuleBroken(FaultProblems.WhoHandlesMissing), contactId,
            facility is not null && urgentSystems.Contains(facility.SystemCode));
    }
}
