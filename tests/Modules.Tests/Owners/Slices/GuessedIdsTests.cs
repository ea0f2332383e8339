using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using WeChatService.TestKit;

namespace WeChatService.Modules.Tests.Owners.Slices;

/// <summary>Nobody learns from an answer that something of another unit exists: what is there and what never was are refused in the same words.</summary>
public sealed partial class GuessedIdsTests(House house) : Slice(house)
{
    [Fact, Rule("OWN-14"), Rule("ACC-15")]
    public async Task Whatever_of_another_unit_is_guessed_is_answered_as_what_never_was()
    {
        var scene = await Given.AFiledReport();
        var own = await scene.Contact();
        var lead = await scene.Lead();
        var photo = await own.UploadScene(scene.ContactKey);
        var repair = await Asked(own, scene, photo, "Agency");
        var known = new Dictionary<string, Guid>(StringComparer.Ordinal)
        {
            ["projects/id"] = scene.ProjectId, ["projects/projectId"] = scene.ProjectId, ["bindings/projectId"] = scene.ProjectId,
            ["faults/id"] = repair, ["faults/proposalId"] = (await lead.Post($"/faults/{repair}/proposals", new { amountFen = 35_000, text = "换一只探测器" })).ShouldBeOk()["proposalId"].GetGuid(),
            ["repair-requests/id"] = await Asked(own, scene, photo, "Internal"), ["units/unitId"] = await House.Value<Guid>($"select owner_id from contact_binding where contact_id = '{scene.ContactId}' and ended_at is null limit 1"),
            ["units/contactId"] = scene.ContactId, ["reports/id"] = scene.ReportId, ["monthly-reports/id"] = await House.Value<Guid>("select id from monthly_report limit 1"),
            ["reports/mailId"] = (await own.Post($"/reports/{scene.ReportId}/mails", new { address = "boss@lake.example" })).ShouldBeOk().Id,
            ["ratings/formId"] = scene.FormId, ["feedback-forms/formId"] = scene.FormId, ["visits/id"] = scene.VisitId,
            ["messages/id"] = (await own.Get("/messages")).ShouldBeOk()["items"][0].GetProperty("id").GetGuid(),
        };
        (await lead.Post($"/monthly-reports/{scene.ProjectId}/{scene.Month}/push", new { })).ShouldBeOk();
        var routes = House.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.RoutePattern.RawText!.StartsWith("/api/owner/", StringComparison.Ordinal) && e.RoutePattern.RawText.Contains(":guid", StringComparison.Ordinal))
            .Select(e => (Method: e.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Single(), Pattern: e.RoutePattern.RawText!["/api/owner".Length..])).ToList();
        Assert.True(routes.Count > 20);
        var told = new List<string>();
        foreach (var person in new[] { "sh-contact2", "bj-contact", scene.StrangerKey })
        {
            using var stranger = await House.Owner(person);
            foreach (var (method, pattern) in routes)
            {
                var (there, never) = (await Knock(stranger, method, Fill(pattern, known), photo), await Knock(stranger, method, Fill(pattern, known: null), photo));
                if ((int)there.Status is < 400 or >= 500 || Said(there) != Said(never))
                {
                    told.Add($"{person} {method} {pattern}: {Said(there)} | {Said(never)}");
                }
            }
        }

        // Each of these is there for its own people, be it not yet printed: the ids were no guesses.
        foreach (var (_, pattern) in routes.Where(r => r.Method == "GET" && !r.Pattern.Contains("term-plan", StringComparison.Ordinal)))
        {
            Assert.True((await own.Get(Fill(pattern, known))) is { Status: < HttpStatusCode.BadRequest or HttpStatusCode.Conflict }, pattern);
        }

        Assert.True(told.Count == 0, string.Join('\n', told));
    }

    private static async Task<Guid> Asked(OwnerClient own, Scene scene, Guid photo, string handling) => (await own.Post("/repair-requests", new
    {
        projectId = scene.ProjectId, classCode = "unsure", place = "1 楼", text = "红灯一直闪", photoIds = new[] { photo }, handling,
    })).ShouldBeOk().Id;

    /// <summary>With a body that would do for whoever may: it must not be the body that is refused.</summary>
    private static Task<Answer> Knock(OwnerClient who, string method, string path, Guid photo) => method == "GET" ? who.Get(path) : who.Post(path, new
    {
        agrees = true, text = "看过了，修好了", photoIds = new[] { photo }, signatureId = photo, address = "boss@lake.example", stars = 5, answers = Array.Empty<object>(),
    });

    private static string Said(Answer answer) => (int)answer.Status < 400 ? $"{(int)answer.Status}"
        : $"{(int)answer.Status} {answer["code"].GetString()} {answer["title"].GetString()} {(answer.Json.TryGetProperty("detail", out var detail) ? detail.GetString() : "")}";

    private static string Fill(string pattern, Dictionary<string, Guid>? known) => Number().Replace(
        Id().Replace(pattern, m => known is null ? Guid.CreateVersion7().ToString() : known[$"{pattern.Split('/')[1]}/{m.Groups[1].Value}"].ToString()), "1");

    [GeneratedRegex(@"\{(\w+):guid\}")]
    private static partial Regex Id();

    [GeneratedRegex(@"\{\w+:int\}")]
    private static partial Regex Number();
}
