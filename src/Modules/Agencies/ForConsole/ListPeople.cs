using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using WeChatService.Agencies.Contracts;
using WeChatService.Kernel;
using WeChatService.Regions.Contracts;

namespace WeChatService.Agencies.ForConsole;

/// <summary>The staff list (PEO-05): identity numbers masked, validity shown.</summary>
internal static class ListPeople
{
    internal sealed record Line(
        Guid Id, string Name, Sex Sex, string? IdentityNumber, string Phone, bool IsTechnicalLead, IReadOnlyList<LineCertificate> Certificates,
        string? WhyNotLead, string? WhyNotOnSite);

    internal sealed record LineCertificate(CertificateKind Kind, CertificateLevel Level, string Says, string Number, string? Direction, DateOnly ValidUntil, bool Expired);

    public static void Map(RouteGroupBuilder console) =>
        console.MapGet("/people", Handle).For(Role.AgencyAdmin, Role.AgencyManager, Role.Representative);

    private static async Task<Page<Line>> Handle(
        string? search, [AsParameters] PageRequest page, AppDb db, FieldCipher cipher, IRegionPolicies policies, TimeProvider time, CancellationToken ct)
    {
        var staff = db.Set<Person>().AsNoTracking().Where(p => p.LeftAt == null);
        if (!string.IsNullOrWhiteSpace(search))
        {
            staff = staff.Where(p => p.Name.Contains(search.Trim()));
        }

        var total = await staff.CountAsync(ct);
        var people = await staff.OrderBy(p => p.Name).ThenBy(p => p.Id).Skip(page.Skip).Take(page.Take)
            .Include(p => p.Certificates).Include(p => p.Appointments).AsSplitQuery().ToListAsync(ct);
        var today = time.Today();
        return page.Of([.. people.Select(p => LineOf(p, cipher, policies.For(p.Region), today))], total);
    }

    private static Line LineOf(Person p, FieldCipher cipher, RegionPolicy policy, DateOnly today) => new(
        p.Id, p.Name, p.Sex, p.SealedIdentityNumber is { } number ? FieldCipher.Mask(cipher.Open(number)) : null, FieldCipher.Mask(p.Phone),
        p.IsTechnicalLead,
        [.. p.Certificates.Select(c => new LineCertificate(c.Kind, c.Level, c.Card().Says, c.Number, c.Direction, c.ValidUntil, c.HasExpired(today)))],
        p.WhyMayNotLead(policy, today)?.Title, p.WhyMayNotWorkOnSite(policy, today)?.Title);
}
