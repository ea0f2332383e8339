using System.Text.Json.Nodes;
using WeChatService.Sandbox.Setting;

namespace WeChatService.Sandbox.WeChat;

/// <summary>The two industries an account has declared; once a month they may change.</summary>
public sealed class Industries(SandboxClock clock)
{
    /// <summary>The platform's 41, in its order: <c>first|second</c>.</summary>
    static readonly string[] s_all =
    [
        "IT科技|互联网/电子商务", "IT科技|IT软件与服务", "IT科技|IT硬件与设备", "IT科技|电子技术", "IT科技|通信与运营商", "IT科技|网络游戏",
        "金融业|银行", "金融业|基金理财信托", "金融业|保险", "餐饮|餐饮", "酒店旅游|酒店", "酒店旅游|旅游", "运输与仓储|快递", "运输与仓储|物流",
        "运输与仓储|仓储", "教育|培训", "教育|院校", "政府与公共事业|学术科研", "政府与公共事业|交警", "政府与公共事业|博物馆",
        "政府与公共事业|公共事业非盈利机构", "医药护理|医药医疗", "医药护理|护理美容", "医药护理|保健与卫生", "交通工具|汽车相关", "交通工具|摩托车相关",
        "交通工具|火车相关", "交通工具|飞机相关", "房地产|建筑", "房地产|物业", "消费品|消费品", "商业服务|法律", "商业服务|会展", "商业服务|中介服务",
        "商业服务|认证", "商业服务|审计", "文体娱乐|传媒", "文体娱乐|体育", "文体娱乐|娱乐休闲", "印刷|印刷", "其它|其它",
    ];

    readonly Lock _lock = new();
    readonly Dictionary<AccountKind, (int First, int Second, DateTimeOffset At)> _set = [];

    public (int First, int Second) Of(AccountKind account)
    {
        lock (_lock) return _set.TryGetValue(account, out (int First, int Second, DateTimeOffset At) set) ? (set.First, set.Second) : (35, 2);
    }

    /// <summary>40102 for an unknown number, 43100 within a month of the last change.</summary>
    public void Set(AccountKind account, long? first, long? second)
    {
        if (first is not (>= 1 and <= 41) || second is not (>= 1 and <= 41)) throw new VendorRefusal(40102);
        DateTimeOffset now = clock.GetUtcNow();
        lock (_lock)
        {
            if (_set.TryGetValue(account, out (int First, int Second, DateTimeOffset At) set) && now - set.At < TimeSpan.FromDays(30)) throw new VendorRefusal(43100);
            _set[account] = ((int)first, (int)second, now);
        }
    }

    public static JsonObject Shown(int number)
    {
        string[] names = s_all[number - 1].Split('|');
        return new JsonObject { ["first_class"] = names[0], ["second_class"] = names[1] };
    }

    public void Reset()
    {
        lock (_lock) _set.Clear();
    }
}
