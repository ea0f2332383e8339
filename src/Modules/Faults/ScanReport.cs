using WeChatService.Catalogue.Contracts;
using WeChatService.Kernel;
using WeChatService.Projects.Contracts;

namespace WeChatService.Faults;

/// <summary>What somebody without an account reports from a label, after every rule was asked (ORG-39, FLT-20).</summary>
/// <param name="PhoneSealed">By which he can be called back; only the project's lead ever reads it.</param>
internal sealed record ScanReport(
    ProjectCard Project, Guid LabelId, FacilityClass Facility, string Place, string Text, bool IsUrgent, byte[] PhoneSealed)
{
    public const int MostPhotos = 3;

    /// <exception cref="RuleBroken">The words are missing or too long.</exception>
    public static string Words(string? text) =>
        text?.Trim() is { Length: >= 2 and <= 500 } what ? what : throw new RuleBroken(ScanProblems.TextMissing);

    public static void PhotosMustBe(int count)
    {
        if (count is 0 or > MostPhotos)
        {
            throw new RuleBroken(ScanProblems.PhotosWrong);
        }
    }
}

internal static class ScanProblems
{
    /// <summary>The same for what was never printed and for what was revoked.</summary>
    public static readonly Problem Unknown = new("label.unknown", 404, "查不到这张标签，可能已经换过新的，请联系现场管理人员。", "ORG-39");
    public static readonly Problem TextMissing = new("scan.text_missing", 422, "请写怎么了，2 到 500 字。", "ORG-39");
    public static readonly Problem PhotosWrong = new("scan.photos_wrong", 422, "请拍 1 到 3 张照片。", "ORG-39");
    public static readonly Problem TooMany = new("scan.too_many", 429, "报得太勤了，请等一会儿再报；着急请直接找现场管理人员。", "ORG-39");
}
