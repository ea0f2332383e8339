using System.Security.Cryptography;
using WeChatService.Catalogue.Contracts;
using WeChatService.Kernel;

namespace WeChatService.Projects;

/// <summary>
/// 维保标签 (ORG-39): the sticker on a device or a door. Its code is drawn by lot and says nothing; whoever stands before it may read what it
/// is and report a problem. Revoked, it is as if it had never been.
/// </summary>
internal sealed class DeviceLabel : IAgencyOwned, IOwnerOwned
{
    /// <summary>Without 0 and O, 1, i and l: it is also read out on the phone. 22 of them are 109 bits: nobody guesses one.</summary>
    private const string Letters = "abcdefghjkmnpqrstuvwxyz23456789";

    private const int Length = 22;

    public const int MostPerProject = 2000;
    public const int MostAtOnce = 200;

    public Guid Id { get; private set; }
    public string Code { get; private set; } = "";
    public Guid ProjectId { get; private set; }
    public Guid AgencyId { get; private set; }
    public Guid OwnerId { get; private set; }
    public string ClassCode { get; private set; } = "";

    /// <summary>A 座 3 楼，东侧走道.</summary>
    public string Place { get; private set; } = "";

    public DateTimeOffset IssuedAt { get; private set; }
    public string IssuedBy { get; private set; } = "";
    public DateTimeOffset? RevokedAt { get; private set; }

    private DeviceLabel()
    {
    }

    /// <exception cref="RuleBroken">The facility is none of the project's, or nobody says where it is.</exception>
    public static DeviceLabel Issue(Guid id, Project project, CatalogueEdition edition, string? classCode, string? place, string byName, DateTimeOffset now)
    {
        if (classCode is null || !project.FacilityClassCodes.Contains(classCode) || edition.FindClass(classCode) is null)
        {
            throw new RuleBroken(LabelProblems.FacilityMissing);
        }

        if (place?.Trim() is not { Length: > 0 and <= 80 } where)
        {
            throw new RuleBroken(LabelProblems.PlaceMissing);
        }

        return new()
        {
            Id = id, Code = RandomNumberGenerator.GetString(Letters, Length), ProjectId = project.Id, AgencyId = project.AgencyId, OwnerId = project.OwnerId,
            ClassCode = classCode, Place = where, IssuedBy = byName, IssuedAt = now,
        };
    }

    /// <summary>Lost, torn off, photographed where it should not be: the code leads nowhere from now on.</summary>
    public void Revoke(DateTimeOffset now) => RevokedAt = RevokedAt is null ? now : throw new RuleBroken(LabelProblems.Revoked);

    /// <summary>The same thing at the same place under a new code.</summary>
    public DeviceLabel Again(Guid id, string byName, DateTimeOffset now) => new()
    {
        Id = id, Code = RandomNumberGenerator.GetString(Letters, Length), ProjectId = ProjectId, AgencyId = AgencyId, OwnerId = OwnerId,
        ClassCode = ClassCode, Place = Place, IssuedBy = byName, IssuedAt = now,
    };
}

internal static class LabelProblems
{
    public static readonly Problem FacilityMissing = new("label.facility_missing", 422, "请选项目里有的设施，再打标签。", "ORG-39");
    public static readonly Problem PlaceMissing = new("label.place_missing", 422, "请写贴在哪儿，比如“A 座 3 楼东侧”，最多 80 字。", "ORG-39");
    public static readonly Problem NoneChosen = new("label.none_chosen", 422, "请选要打的标签，一次 1 到 200 张。", "ORG-39");
    public static readonly Problem TooMany = new("label.too_many", 409, "这个项目的标签已经有 2000 张，请先作废不用的。", "ORG-39");
    public static readonly Problem SizeUnknown = new("label.size_unknown", 422, "标签纸有两种：40×30 毫米和 60×40 毫米，请选一种。", "ORG-39");
    public static readonly Problem Revoked = new("label.revoked", 409, "这张标签已经作废，请刷新后再看。", "ORG-39");
    public static readonly Problem NotYours = new("label.not_yours", 404, "没有这张标签，或者它不归您负责。", "ORG-39");
    public static readonly Problem OnlyLead = new("label.only_lead", 403, "只有本项目负责人和机构管理员能打标签。", "ORG-39");
    public static readonly Problem PrintFailed = new("label.print_failed", 503, "标签没打出来，请稍等几秒再试一次。", "ORG-39");
}
