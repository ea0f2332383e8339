using System.Text.RegularExpressions;

namespace WeChatService.Owners;

/// <summary>OWN-02: an address leads there when it names the road and the number. A village has no road names, so its own name counts.</summary>
internal static partial class UnitAddress
{
    /// <summary>In words for the page; null: nothing is missing.</summary>
    public static string? Lacks(string address) => (Road().IsMatch(address), Number().IsMatch(address)) switch
    {
        (true, true) => null,
        (true, false) => "门牌号",
        (false, true) => "路名",
        _ => "路名和门牌号",
    };

    [GeneratedRegex("路|街|道|巷|弄|里|胡同|村|镇|乡|园|桥|段")]
    private static partial Regex Road();

    /// <summary>Figures, or a number in words before the sign of a house: 十八号.</summary>
    [GeneratedRegex("[0-9０-９]|[〇零一二三四五六七八九十百千]+(号|弄|栋|幢|座|组)")]
    private static partial Regex Number();
}
