using System.Text.Json;
using WeChatService.TestKit;

namespace WeChatService.Story.Steps;

/// <summary>The lead makes this month's plan and gives the facilities to the operator (PLN-01, 02, 09, 11; PRJ-22).</summary>
internal static class MakePlan
{
    /// <summary>In each region one active project has no location yet.</summary>
    private static readonly Dictionary<string, string> Incomplete = new()
    {
        ["shanghai"] = "shanghai-garage", ["beijing"] = "beijing-hostel", ["shaanxi"] = "shaanxi-ward", ["xinjiang"] = "xinjiang-annex",
    };

    public static async Task Act(Tale tale)
    {
        var lead = await tale.Lead();
        if (tale.Profile.CheckIn)
        {
            var worker = await tale.Operator();
            tale.Refused("starting work without a plan", await worker.Post("/visits", new { projectId = tale.ProjectId }), "visit.no_plan", "PLN-23");
        }

        tale.Refused("next month's plan", await lead.Post("/plans", Order(tale.ProjectId, tale.Month.AddMonths(1).ToString())), "plan.month_not_open", "PLN-02");
        var incomplete = Demo.Id("project", Incomplete[tale.Region]);
        tale.Refused("a project without a location", await lead.Post("/plans", Order(incomplete, tale.Month.ToString())), "plan.project_incomplete", "PRJ-22");

        var order = Order(tale.ProjectId, tale.Month.ToString());
        var key = Guid.NewGuid().ToString("N");
        var made = (await lead.Post("/plans", order, key)).ShouldBeOk();
        tale.PlanId = made.Id;
        var sentAgain = (await lead.Post("/plans", order, key)).ShouldBeOk();
        Tale.Must(sentAgain.IsReplayed && sentAgain.Id == made.Id, $"the same request again: expected the same plan {made.Id}, was {sentAgain.Text}");
        tale.Refused("a second plan of the month", await lead.Post("/plans", order), "plan.exists", "PLN-09");

        var plan = (await lead.Get($"/plans/{tale.PlanId}")).ShouldBeOk();
        List<string> codes = [.. plan["facilities"].EnumerateArray().Select(f => f.GetProperty("classCode").GetString()!)];
        tale.Saw($"「{made["name"].GetString()}」 with {codes.Count} facility classes, by the Idempotency-Key once however often sent");
        await Assign(tale, lead, codes);
    }

    /// <summary>In two batches, as people do it (PLN-11).</summary>
    private static async Task Assign(Tale tale, AgencyClient lead, List<string> codes)
    {
        var assignees = (await lead.Get($"/plans/{tale.PlanId}/assignees")).ShouldBeOk().Json;
        var chosen = assignees.EnumerateArray().First(a => a.GetProperty("id").GetGuid() == tale.OperatorId);
        Tale.Must(chosen.GetProperty("canBeAssigned").GetBoolean(), $"{tale.OperatorKey}: expected to be assignable, was {chosen}");
        var since = TimeProvider.System.GetUtcNow();
        foreach (var batch in new[] { codes[..1], codes[1..] })
        {
            (await lead.Post($"/plans/{tale.PlanId}/assignments", new { classCodes = batch, personId = tale.OperatorId })).ShouldBeOk();
        }

        var assigned = (await lead.Get($"/plans/{tale.PlanId}")).ShouldBeOk();
        Tale.Must(
            assigned["facilities"].EnumerateArray().All(f => f.GetProperty("assigneeId").ValueKind == JsonValueKind.String && f.GetProperty("assigneeId").GetGuid() == tale.OperatorId),
            $"the facilities: expected all with {tale.OperatorKey}, was {Tale.Short(assigned.Text)}");
        var worker = await tale.Operator();
        var messages = await Tale.Until(() => worker.Get("/messages"), list => Told(tale, list, since), $"the operator's message about the plan of 「{tale.ProjectName}」");
        tale.Saw($"assigned in two batches to {chosen.GetProperty("name").GetString()}, who reads 「{messages["items"][0].GetProperty("title").GetString()}」 in the mini program");
    }

    private static bool Told(Tale tale, Answer messages, DateTimeOffset since) => messages["items"].EnumerateArray().Any(m =>
        m.GetProperty("event").GetString() == "plan_assigned" && m.GetProperty("at").GetDateTimeOffset() > since.AddSeconds(-2)
        && m.GetProperty("lines").EnumerateArray().Any(l => l.GetProperty("value").GetString() == tale.ProjectName));

    private static object Order(Guid projectId, string month) => new { projectId, kind = "Month", month };
}
