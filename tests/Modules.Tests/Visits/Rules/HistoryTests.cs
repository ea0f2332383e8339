using WeChatService.Kernel;
using WeChatService.TestKit;
using WeChatService.Visits;
using WeChatService.Visits.Contracts;
using Xunit.Abstractions;
using static WeChatService.Modules.Tests.Visits.Specimens;

namespace WeChatService.Modules.Tests.Visits.Rules;

/// <summary>Weeks of random starts, ends, forms and forgotten ends: what holds for every history.</summary>
public sealed class HistoryTests(ITestOutputHelper output)
{
    private const int Histories = 300;

    /// <summary>What a plain book beside the entity says of a visit.</summary>
    private sealed record Noted(Visit Visit, DateTimeOffset From)
    {
        public DateTimeOffset? To { get; set; }
        public bool Away { get; set; }
        public bool Zeroed { get; set; }

        public int Counts => To is not { } to || Away || Zeroed || to - From > TimeSpan.FromHours(24) ? 0 : (int)((to - From).Ticks / TimeSpan.TicksPerMinute);
    }

    [Fact, Rule("CHK-04", Regions = ["shanghai"]), Rule("CHK-08", Regions = ["shanghai"]), Rule("CHK-09", Regions = ["shanghai"]), Rule("CHK-10", Regions = ["shanghai"]), Rule("CHK-12", Regions = ["shanghai"]), Rule("CHK-19", Regions = ["shanghai"])]
    public void No_history_counts_less_than_nothing_more_than_a_day_or_two_places_at_once()
    {
        var seed = Environment.GetEnvironmentVariable("WCS_HISTORY_SEED") is { } given ? int.Parse(given, System.Globalization.CultureInfo.InvariantCulture) : Random.Shared.Next();
        output.WriteLine($"WCS_HISTORY_SEED={seed}");
        for (var i = 0; i < Histories; i++)
        {
            try
            {
                One(new Random(unchecked(seed + i)));
            }
            catch (Exception e)
            {
                throw new Xunit.Sdk.XunitException($"history {i} of WCS_HISTORY_SEED={seed}: {e.Message}", e);
            }
        }
    }

    private static void One(Random chance)
    {
        var people = Enumerable.Range(0, 3).Select(_ => Guid.NewGuid()).ToList();
        var projects = new[] { Project, Project with { Id = Guid.NewGuid() } };
        var (book, now) = (new List<Noted>(), Morning);
        for (var step = 0; step < 80; step++)
        {
            now += TimeSpan.FromSeconds(chance.Next(1, chance.Next(4) == 0 ? 30 * 3600 : 3 * 3600));
            var person = people[chance.Next(people.Count)];
            var open = book.Find(n => n.Visit.PersonId == person && n.Visit.IsOpen);
            switch (chance.Next(5))
            {
                case 0 or 1 when open is null:
                    var visit = Visit.Begin(Guid.NewGuid(), projects[chance.Next(2)], person, At(now));
                    book.Add(new(visit, now));
                    break;
                case 0 or 1:
                    Assert.Throws<RuleBroken>(() => VisitRules.MustBeAtWorkNowhereElse(open.Visit, projects[chance.Next(2)].Id, "甲"));
                    break;
                case 2 when open is not null:
                    open.Away = chance.Next(4) == 0;
                    open.Visit.Finish(At(now, inside: !open.Away), Policy.Checkin);
                    open.To = now;
                    break;
                case 3 when open is not null && open.Visit.CloseIfOverdue(Policy.Checkin, now):
                    open.To = now;
                    break;
                case 4 when book.FindLast(n => n.Visit.PersonId == person && !n.Visit.IsOpen) is { } own && open?.Visit.ProjectId != own.Visit.ProjectId:
                    Write(book, own, now);
                    break;
            }

            MustHold(book, people);
        }
    }

    /// <summary>CHK-12 as the plain book knows it: whoever is still there loses that day at that project.</summary>
    private static void Write(List<Noted> book, Noted own, DateTimeOffset now)
    {
        FeedbackForm.Write(Guid.NewGuid(), own.Visit, [.. book.Select(n => n.Visit)], "做了维保", null, null, now);
        var sameDay = book.Where(n => n.Visit.ProjectId == own.Visit.ProjectId && ChinaTime.DayOf(n.From) == ChinaTime.DayOf(own.From) && n.Visit.PersonId != own.Visit.PersonId).ToList();
        var there = sameDay.Where(n => n.Visit.IsOpen).Select(n => n.Visit.PersonId).ToHashSet();
        foreach (var noted in sameDay.Where(n => there.Contains(n.Visit.PersonId)))
        {
            noted.Zeroed = true;
        }
    }

    private static void MustHold(List<Noted> book, List<Guid> people)
    {
        Assert.All(book, n => Assert.InRange(n.Visit.Minutes ?? 0, 0, 24 * 60));
        Assert.All(people, p => Assert.InRange(book.Count(n => n.Visit.PersonId == p && n.Visit.IsOpen), 0, 1));
        Assert.All(book.Where(n => n.Visit.Mark != VisitMark.None), n => Assert.Equal((0, true), (n.Visit.Minutes ?? 0, n.Visit.MarkReason is not null)));
        foreach (var day in book.GroupBy(n => (n.Visit.PersonId, n.Visit.Day)))
        {
            Assert.All(day, n => Assert.Equal(day.Key.Day, DateOnly.FromDateTime(n.From.ToOffset(TimeSpan.FromHours(8)).DateTime)));
            Assert.Equal(day.Sum(n => n.Counts), day.Sum(n => n.Visit.Minutes ?? 0));
        }
    }
}
