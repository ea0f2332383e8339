using WeChatService.Agencies.Contracts;

namespace WeChatService.Agencies;

/// <summary>从业条件 (ORG-18): how many certified people an agency must have, as a table by the day from which it counts.</summary>
internal static class Eligibility
{
    private sealed record Need(DateOnly From, AgencyServiceType Type, int Engineers, int FirstGrade, int Operators, int Intermediate);

    /// <summary>社会消防技术服务管理规定 (应急管理部令第7号), articles 5 and 6, in force since 9 November 2021.</summary>
    private static readonly Need[] s_needs =
    [
        new(new(2021, 11, 9), AgencyServiceType.MaintenanceAndDetection, Engineers: 2, FirstGrade: 1, Operators: 6, Intermediate: 2),
        new(new(2021, 11, 9), AgencyServiceType.Assessment, Engineers: 2, FirstGrade: 1, Operators: 0, Intermediate: 0),
    ];

    /// <param name="services">What the agency does; for both kinds the greater number counts.</param>
    /// <param name="staff">Who is employed, with certificates; expired ones do not count (PEO-27).</param>
    /// <param name="today">The day in Shanghai.</param>
    /// <returns>What is missing, in Chinese; null: it suffices.</returns>
    public static string? Lacks(IReadOnlyCollection<AgencyServiceType> services, IReadOnlyCollection<Person> staff, DateOnly today)
    {
        var needs = services.Select(type => s_needs.Where(n => n.Type == type && n.From <= today).MaxBy(n => n.From)).OfType<Need>().ToList();
        int Have(Func<Certificate, bool> fits) => staff.Count(p => p.LeftAt is null && p.Certificates.Any(c => fits(c) && !c.HasExpired(today)));
        List<string> missing = [];
        void Compare(int need, int have, string what)
        {
            if (have < need)
            {
                missing.Add($"还差 {need - have} 名{what}");
            }
        }

        if (needs.Count > 0)
        {
            Compare(needs.Max(n => n.Engineers), Have(c => c.IsEngineer), "注册消防工程师");
            Compare(needs.Max(n => n.FirstGrade), Have(c => c.IsFirstGrade), "一级注册消防工程师");
            Compare(needs.Max(n => n.Operators), Have(c => !c.IsEngineer), "消防设施操作员");
            Compare(needs.Max(n => n.Intermediate), Have(c => c.IsIntermediateOrAbove), "中级以上操作员");
        }

        return missing.Count > 0 ? string.Join('，', missing) : null;
    }
}
