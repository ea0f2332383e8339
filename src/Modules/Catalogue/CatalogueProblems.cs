using WeChatService.Kernel;

namespace WeChatService.Catalogue;

internal static class CatalogueProblems
{
    public static readonly Problem UnknownClass = new(
        "catalogue.class_unknown", 422, "这个设施类别不在您所在地区的目录里。刷新页面后重新勾选。", "PRJ-15");

    public static readonly Problem NoRegion = new(
        "catalogue.no_region", 403, "您的账号没有所属地区，看不了设施目录。请联系机构管理员。");
}
