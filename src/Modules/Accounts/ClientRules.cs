using WeChatService.Kernel;
using WeChatService.Regions.Contracts;

namespace WeChatService.Accounts;

/// <summary>Which role works on which client (rules §18.5, policy client.*): the one place that knows.</summary>
internal static class ClientRules
{
    public static bool Allows(Role role, Door door, RegionPolicy policy) => role == Role.OwnerContact ? door == Door.Owner : Clients(role, policy).Select(DoorOf).Contains(door);

    /// <summary>Names the client where the role does belong.</summary>
    public static Problem Refusal(Role role, RegionPolicy policy)
    {
        var right = Clients(role, policy).Select(NameOf).Distinct().ToList();
        var where = right.Count == 0 ? "本地区没有开通这类帐号的入口，请联系管理员。" : $"请到{string.Join("或", right)}登录。";
        return role switch
        {
            Role.Operator => AccountProblems.OperatorClient.Says($"{policy.Wording.Operator}不能在这里登录，{where}"),
            Role.ProjectLead => AccountProblems.LeadClient.Says($"项目负责人不能在这里登录，{where}"),
            Role.AgencyManager => AccountProblems.ManagerClient.Says($"企业管理人员不能在这里登录，{where}"),
            Role.AgencyAdmin => AccountProblems.AdminClient.Says($"机构管理员不能在这里登录，{where}"),
            Role.Brigade or Role.Corps => AccountProblems.OfficerClient,
            Role.OwnerContact => AccountProblems.ContactClient,
            _ => AccountProblems.OtherClient.Says($"这个帐号不能在这里登录，{where}"),
        };
    }

    private static IEnumerable<Client> Clients(Role role, RegionPolicy policy) => role switch
    {
        Role.Operator => policy.Client.Op,
        Role.ProjectLead => policy.Client.Lead,
        Role.AgencyManager => policy.Client.Mgr,
        // ACC-03: not the app. Reports are made by the administrator in some regions (RPT-20), from the message that says they are due.
        Role.AgencyAdmin => [Client.Console, Client.WeChat],
        // FIL-08: where the region files; WeChat brings the message that a report waits.
        Role.TechnicalLead => policy.Filing.Channel.Generated.Concat(policy.Filing.Channel.DirectUpload).Append(Client.WeChat),
        Role.Representative => [Client.Console, Client.WeChat, Client.MiniProgram],
        // ACC-16: officers sit at a desk.
        Role.Brigade or Role.Corps => [Client.Console],
        _ => [],
    };

    private static Door DoorOf(Client client) => client switch
    {
        Client.WeChat => Door.Agency,
        Client.Console => Door.Console,
        _ => Door.MiniProgram,
    };

    private static string NameOf(Client client) => client switch
    {
        Client.WeChat => "微信公众号",
        Client.Console => "电脑管理端",
        _ => "小程序",
    };
}
