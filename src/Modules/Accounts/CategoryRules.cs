using WeChatService.Agencies.Contracts;
using WeChatService.Kernel;
using WeChatService.Regions.Contracts;

namespace WeChatService.Accounts;

/// <summary>PEO-21, 22: as what somebody's account is opened: chosen, or by his certificate, and only what the region knows.</summary>
internal static class CategoryRules
{
    /// <summary>What may be chosen for this person; one, where his certificate decides; none, where people join by themselves or he may be nothing.</summary>
    public static IReadOnlyList<AccountCategory> For(PersonCard person, AccountPolicy policy) => policy.CategoryMode switch
    {
        CategoryMode.ChosenByAdministrator => [.. policy.Categories.Where(c => WhyNot(c, person) is null)],
        CategoryMode.FromCertificate => [.. new[] { ByCertificate(person) }.Where(c => policy.Categories.Contains(c) && WhyNot(c, person) is null)],
        _ => [],
    };

    /// <exception cref="RuleBroken">Unknown here (PEO-22), not his certificate's or not to be chosen (PEO-21), unfit (PEO-08, 09), or people join by themselves (PEO-23).</exception>
    public static IReadOnlyList<Role> RolesOf(PersonCard person, AccountCategory? wanted, AccountPolicy policy)
    {
        if (policy.CategoryMode == CategoryMode.FromCertificateAndPost)
        {
            throw new RuleBroken(AccountProblems.ByJoining);
        }

        if (wanted is { } named && !policy.Categories.Contains(named))
        {
            throw new RuleBroken(AccountProblems.CategoryUnknown);
        }

        var category = policy.CategoryMode == CategoryMode.FromCertificate ? ByCertificate(person) : wanted ?? throw new RuleBroken(AccountProblems.CategoryMissing);
        if (wanted is { } chosen && chosen != category)
        {
            throw new RuleBroken(AccountProblems.CategoryFixed);
        }

        // Where exactly one is appointed, his post goes before the category: he never leads (PEO-12) and signs the reports.
        if (category == AccountCategory.ProjectLead && person.IsAppointed)
        {
            return [Role.TechnicalLead];
        }

        return WhyNot(category, person) is { } why ? throw new RuleBroken(why) : [RoleOf(category)];
    }

    private static AccountCategory ByCertificate(PersonCard person) =>
        person.Certificates.Any(c => c.Kind == CertificateKind.Engineer) ? AccountCategory.ProjectLead : AccountCategory.Operator;

    private static Problem? WhyNot(AccountCategory category, PersonCard person) => category switch
    {
        AccountCategory.ProjectLead when !person.IsAppointed => person.WhyNotLead,
        AccountCategory.Operator => person.WhyNotOnSite,
        _ => null,
    };

    private static Role RoleOf(AccountCategory category) => category switch
    {
        AccountCategory.ProjectLead or AccountCategory.Engineer => Role.ProjectLead,
        AccountCategory.AgencyManager => Role.AgencyManager,
        AccountCategory.Representative => Role.Representative,
        _ => Role.Operator,
    };
}
