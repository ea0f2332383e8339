using WeChatService.Regions.Contracts;

namespace WeChatService.Agencies;

/// <summary>What must be true of an agency as a whole.</summary>
internal static class AgencyRules
{
    /// <summary>PEO-11: exactly one technical lead where the region says so; imports may bring another number, which the agency corrects.</summary>
    /// <returns>One Chinese sentence for the administrator; null: nothing to correct.</returns>
    public static string? WhatToCorrect(int technicalLeads, TechnicalLeadPolicy policy) =>
        policy.PerAgency != TechnicalLeadsPerAgency.ExactlyOne || technicalLeads == 1 ? null
        : technicalLeads == 0 ? "本机构还没有技术负责人，请先在全国系统登记一名，再同步到这里。"
        : $"本机构登记了 {technicalLeads} 名技术负责人，只能有 1 名，请先在全国系统改正。";
}
