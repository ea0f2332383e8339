using WeChatService.Kernel;

namespace WeChatService.Messaging;

internal static class MessagingProblems
{
    public static readonly Problem ResendNotAllowed = new("delivery.resend_not_allowed", 409, "本地区规定消息只推送一次，不能重发。请打电话告诉对方。", "NTF-15");
    public static readonly Problem StillOnItsWay = new("delivery.still_on_its_way", 409, "这一条还在发，请等它有了结果再看。", "NTF-18");
    public static readonly Problem AlreadyTaken = new("delivery.already_taken", 409, "微信已经收下这一条，不用再发。对方在工作台的消息里也能看到。", "NTF-18");
    public static readonly Problem AlreadyFollowedUp = new("delivery.already_followed_up", 409, "这一条已经有人处理过了，请刷新后看处理记录。", "NTF-18");
    public static readonly Problem ReceiverDoesNotFollow = new("delivery.receiver_not_following", 409, "对方没有关注公众号，重发也收不到。请打电话告诉对方，或请对方先关注。", "NTF-15");
    public static readonly Problem ReceiverLeft = new("delivery.receiver_left", 409, "对方的帐号已停用，或不再是这个项目的联系人，不能再推送。", "ACC-03");
    public static readonly Problem TurnedOff = new("delivery.turned_off", 409, "对方关掉了这类提醒，不能重发。要紧的事请打电话告诉对方。", "NTF-15");
    public static readonly Problem AlwaysPushed = new("message.always_pushed", 409, "故障、报告备案和要您同意的事关系安全，不能关。", "NTF-07");
    public static readonly Problem NoSuchKind = new("message.no_such_kind", 404, "没有这类消息，请刷新页面。", "NTF-19");
    public static readonly Problem SubscriptionSpent = new("delivery.subscription_spent", 409, "小程序的订阅消息每次都要对方点一次同意，不能由别人重发。请打电话告诉对方。", "NTF-15");
    public static readonly Problem MayArriveTwice = new("delivery.may_arrive_twice", 409, "上一次可能已经送到。请先问对方，确认没收到再重发。", "NTF-18");
    public static readonly Problem SearchTooWide = new("delivery.search_too_wide", 422, "名称里有这些字的太多了，请写全一点再查。", "NTF-18");
}
