using WeChatService.Catalogue.Contracts;
using WeChatService.FieldTasks.Contracts;
using WeChatService.Kernel;
using WeChatService.Plans.Contracts;
using WeChatService.Projects.Contracts;
using WeChatService.Regions.Contracts;

namespace WeChatService.FieldTasks;

/// <summary>What must be true of a task as a whole.</summary>
internal static class FieldTaskRules
{
    /// <summary>FLD-36: made of the plan, the day and, from the second on, the number; what is not planned says so.</summary>
    public static string NameOf(string planName, DateOnly day, int number, TaskNature nature = TaskNature.Planned)
    {
        var plan = planName.EndsWith("计划", StringComparison.Ordinal) ? planName[..^2] : planName;
        var name = number == 1 ? $"{plan}_{day:MMdd}" : $"{plan}_{day:MMdd}_{number}";
        return nature == TaskNature.Planned ? name : $"{name}（{ExtraTaskRules.Says(nature)}）";
    }

    /// <summary>What the taken facilities give to record: the items of each class that a plan of this width takes (PLN-01).</summary>
    public static TaskContent ContentOf(CatalogueEdition edition, IEnumerable<string> classCodes, PlanKind kind) => new(
        edition.Code, edition.Version, [.. classCodes.SelectMany(code => edition.ItemsFor(code, (PlanSpan)kind)).Select(i => i.Code)]);

    /// <summary>The same as the plan fixed it when it was made; a plan of before that takes the edition's.</summary>
    public static TaskContent ContentOf(PlanCard plan, CatalogueEdition edition, IReadOnlyCollection<string> classCodes)
    {
        var items = plan.Items.Where(i => classCodes.Contains(i.ClassCode)).SelectMany(i => i.ItemCodes).ToList();
        return items.Count == 0 ? ContentOf(edition, classCodes, plan.Kind) : new TaskContent(plan.EditionCode, plan.EditionVersion, items);
    }

    /// <summary>FLD-05: what the profile asks for. FLD-06: without a controller the brand is 无, and a photo is still needed.</summary>
    public static void StartMustBeShown(StartPhotos photos, string? controllerBrand, FieldPolicy policy)
    {
        List<string> missing = [];
        foreach (var asked in policy.StartPhotos)
        {
            var (there, name) = asked switch
            {
                StartEvidence.Selfie => (photos.Selfie is not null, "自拍照"),
                StartEvidence.SignIn => (photos.SignIn is not null, "现场签到照"),
                StartEvidence.Controller => (photos.Controller is not null, "报警控制器照片"),
                _ => (!string.IsNullOrWhiteSpace(controllerBrand), "控制器品牌（没有就填“无”）"),
            };
            if (!there)
            {
                missing.Add(name);
            }
        }

        if (missing.Count > 0)
        {
            throw new RuleBroken(FieldTaskProblems.StartPhotoMissing
                .Says($"还不能开始，缺 {missing.Count} 样：{string.Join('、', missing)}。补上再点执行。").With("missing", missing));
        }
    }

    /// <summary>FLD-23, 39: the phone's time of what waited for a network, where it can be believed; else ours.</summary>
    public static DateTimeOffset PhoneTime(DateTimeOffset? phone, DateTimeOffset earliest, DateTimeOffset now) =>
        phone is { } at && at >= earliest && at <= now ? at.ToUniversalTime() : now;

    /// <summary>FLD-34: where the corps has granted it the report is written elsewhere; the app takes the photos of the start as evidence.</summary>
    public static bool PhotosSuffice(ProjectCard project, RegionPolicy policy) =>
        project.DirectUpload && policy.Special.Mode == SpecialMode.CorpsGrantsWithEvidence;

    /// <summary>FLD-17 asks for photos of detection items only.</summary>
    public static PhotoCount PhotosOf(ProjectCard project, RegionPolicy policy) =>
        new(project.ServiceType == ServiceType.Maintenance ? 0 : policy.Field.ItemPhotoMin, policy.Limits.PhotosPerItem, Videos: policy.Limits.VideosPerItem);

    /// <summary>FLD-07: 未记录 items are named.</summary>
    public static void AllMustBeRecorded(IReadOnlyList<string> unrecorded, Func<string, string> nameOf)
    {
        if (unrecorded.Count > 0)
        {
            var named = string.Join('、', unrecorded.Take(3).Select(nameOf));
            throw new RuleBroken(FieldTaskProblems.ItemsMissing
                .Says($"还有 {unrecorded.Count} 项没记录：{named}{(unrecorded.Count > 3 ? "等" : "")}。记完再提交。")
                .With("missing", unrecorded));
        }
    }
}
