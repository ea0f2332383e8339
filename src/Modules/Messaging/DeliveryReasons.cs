using System.Globalization;

namespace WeChatService.Messaging;

/// <summary>
/// Says in Chinese why a delivery did not arrive and what the reader can do. The row keeps WeChat's errcode and text;
/// this is the only place that turns them into sentences.
/// </summary>
internal static class DeliveryReasons
{
    /// <summary>The reasons that we give ourselves, as they stand in the row.</summary>
    public const string PlanUsedUp = "plan used up";
    public const string Poison = "three processes died with it in hand";
    public const string SenderDied = "the sender died before the answer came";
    public const string NoAnswer = "no answer";
    public const string TurnedOff = "turned off by the receiver";
    public const string Left = "the receiver left";
    public const string Quota = "45009";
    public const string TooFast = "45011";

    // Errcodes: developers.weixin.qq.com/doc/service/api/notify/template/api_sendtemplatemessage and the global return codes.
    private static readonly Dictionary<int, string> ByErrcode = new()
    {
        [-1] = "微信系统繁忙，已按计划重试仍未成功；可稍后重发",
        [40001] = "接口凭证无效，请检查 AppSecret 后重试",
        [40003] = "接收人的微信标识无效，请让对方重新关注服务号并重新绑定",
        [40013] = "AppID 无效，请检查服务号配置",
        [40036] = "模板编号长度不对，请检查 config/wechat 中的模板配置",
        [40037] = "模板编号不属于该服务号，请在公众平台核对模板并更新配置",
        [40039] = "消息链接不合法，请检查站点地址配置",
        [40125] = "AppSecret 错误，请在公众平台核对后更新配置",
        [40164] = "服务器 IP 不在白名单，请在公众平台把该 IP 加入白名单",
        [40165] = "小程序页面路径无效，请检查模板配置",
        [40166] = "小程序未与服务号关联，请在公众平台关联",
        [40241] = "微信一分钟内不接受发给同一人的相同消息，已按计划重试仍未成功；可稍后重发",
        [40243] = "AppSecret 已被冻结，请在公众平台解冻",
        [40249] = "消息被判定为营销内容，请修改模板文字",
        [41030] = "小程序页面不在已发布版本中，请发布后再发",
        [43004] = "接收人没有关注服务号，未送达；请电话联系",
        [43019] = "接收人已被服务号拉黑，请在公众平台移出黑名单",
        [43101] = "接收人拒收此类消息，或订阅次数已用完；请电话联系，并请对方在小程序中重新订阅",
        [43116] = "该模板被微信限制发送，请在公众平台查看原因",
        [43117] = "向该用户发送过于频繁，已按计划重试仍未成功；可稍后重发",
        [45009] = "服务号今日发送额度已用完，零点后自动继续",
        [45011] = "发送过于频繁，稍后自动继续",
        [47003] = "消息内容不符合模板要求，请检查模板字段配置",
        [48001] = "服务号没有模板消息权限，请在公众平台开通",
        [48004] = "接口已被封禁，请登录公众平台查看",
        [49003] = "接收人的微信标识不属于该服务号，请让对方重新关注并绑定",
        [50002] = "接收人的微信账号受限，无法接收",
        [50005] = "接收人没有关注服务号，未送达；请电话联系",
    };

    /// <summary>One sentence for a person; null while nothing is wrong.</summary>
    /// <param name="state">The delivery's state.</param>
    /// <param name="reason">Its <see cref="Delivery.Reason"/>; an account's rest reason is said with <see cref="DeliveryState.Pending"/>.</param>
    public static string? Say(DeliveryState state, string? reason) => state switch
    {
        DeliveryState.Sent or DeliveryState.Delivered => null,
        DeliveryState.NotFollowing when reason == Left => "接收人已不是这个项目的联系人，没有再发",
        DeliveryState.RefusedByUser when reason == TurnedOff => "接收人在消息设置里关掉了这类提醒，本条只在消息列表中显示",
        DeliveryState.NotFollowing => ByErrcode[43004],
        DeliveryState.Blocked => "接收人屏蔽了服务号的消息，请电话联系",
        DeliveryState.RefusedByUser => ByErrcode[43101],
        DeliveryState.Failed => "微信已受理但投递失败，可稍后重发",
        DeliveryState.OverDailyLimit => "接收人今天收到的消息已达上限，本条只在消息列表中显示",
        DeliveryState.Unknown => "未收到微信的答复，可能已送达；请先与接收人确认，再决定是否重发",
        DeliveryState.Dead when reason == Poison => "发送时程序连续三次异常退出，已停止发送；请联系技术人员",
        DeliveryState.Dead => Known(reason) ?? "多次重试仍未成功，已停止发送；可稍后重发",
        DeliveryState.Refused => Known(reason) ?? "微信拒绝了这条消息，请把错误码告诉技术人员",
        _ => reason is null ? null : Known(reason) ?? "等待重试",
    };

    /// <summary>WeChat's errcode at the beginning of a reason; null when it begins otherwise.</summary>
    public static int? ErrcodeOf(string? reason)
    {
        var word = reason.AsSpan().Trim();
        var end = word.IndexOfAnyExcept("-0123456789");
        return int.TryParse(end < 0 ? word : word[..end], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var code) ? code : null;
    }

    private static string? Known(string? reason) => ErrcodeOf(reason) is { } code ? ByErrcode.GetValueOrDefault(code) : null;
}
