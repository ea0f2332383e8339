using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using WeChatService.Agencies;
using WeChatService.Agencies.Contracts;
using WeChatService.Agencies.StaffWatch;
using WeChatService.Kernel;
using WeChatService.TestKit;
using Demo = WeChatService.TestKit.Demo;

namespace WeChatService.Modules.Tests.Agencies;

/// <summary>An agency of the demonstration world with exactly the staff that the law asks (ORG-18): six operators, two of them intermediate or above.</summary>
internal static class JustEnough
{
    /// <returns>The agency; its operator and operator2 are the two above junior.</returns>
    public static async Task<Guid> Staff(House house, string region)
    {
        var (prefix, until) = (Demo.Prefixes[region], new DateOnly(2031, 1, 1));
        var id = Demo.Id("agency", $"{prefix}-agency");
        await house.InDatabase(async db =>
        {
            var agency = await db.Set<Agency>().SingleAsync(a => a.Id == id);
            var operators = await db.Set<Person>().CountAsync(p => p.AgencyId == id && p.LeftAt == null && p.Certificates.Any(c => c.Kind == CertificateKind.Operator));
            var engineers = Enumerable.Range(0, 2).Select(i => new CertificateCard(CertificateKind.Engineer, CertificateLevel.FirstGrade, $"E{i}", until));
            var juniors = Enumerable.Range(operators, 6 - operators).Select(i => new CertificateCard(CertificateKind.Operator, CertificateLevel.Junior, $"O{i}", until));
            foreach (var paper in engineers.Concat(juniors))
            {
                var person = Person.Employ(Guid.NewGuid(), agency, $"增补{paper.Number}", Sex.Male, "13900000000", null, null, DateTimeOffset.UnixEpoch);
                person.Record(Guid.NewGuid(), paper);
                db.Add(person);
            }

            return await db.SaveChangesAsync();
        });
        await house.SqlAsAdmin($"""
            update certificate set valid_until = '2031-01-01', level = case when kind = 'Engineer' then 'FirstGrade'
              when person_id in ('{Demo.Id("person", $"{prefix}-operator")}', '{Demo.Id("person", $"{prefix}-operator2")}') then 'Intermediate' else 'Junior' end
              where agency_id = '{id}'
            """);
        await using var scope = house.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentActor>().Become(Actor.System);
        await scope.ServiceProvider.GetRequiredService<StaffRunner>().Run(new JudgeStaff(id), new JobRun(Guid.NewGuid(), 1), default);
        Assert.True(await Suffices(house, id));
        return id;
    }

    /// <summary>As it was judged last, when all that was ordered is done.</summary>
    public static async Task<bool> Suffices(House house, Guid agency)
    {
        await house.Settled();
        return await house.Value<bool>($"select is_eligible from agency where id = '{agency}'");
    }
}
