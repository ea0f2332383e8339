using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using WeChatService.Modules.Tests.Reports;
using WeChatService.Reports.Contracts;
using WeChatService.TestKit;
using Demo = WeChatService.TestKit.Demo;

namespace WeChatService.Modules.Tests.Kernel.Slices;

/// <summary>
/// Every route of the mini program and of the agency's pages that takes an id, in its path, its query or its body: to people of another agency
/// and region what is there and what never was are one and the same.
/// </summary>
public sealed partial class GuessedIdsOfStaffTests(House house) : Slice(house)
{
    [Theory, Rule("ACC-15"), Rule("FLD-38"), Rule("APR-10")]
    [InlineData("shanghai", "bj-operator", "xj-lead", "bj-technical")]
    [InlineData("beijing", "sh-operator", "sx-lead", "sh-technical")]
    public async Task Whatever_of_another_agency_is_guessed_is_answered_as_what_never_was(string region, string operatorKey, string leadKey, string technicalKey)
    {
        var scene = await Given.ASubmittedTask(region);
        scene.ReportId = await Shelf.Report(House, $"{region}-{(region == "beijing" ? "library" : "care")}", ReportState.Ready);
        var known = await Known(scene);
        using var onSite = await House.MiniProgram(operatorKey);
        using var lead = await House.Agency(leadKey);
        using var technical = await House.Agency(technicalKey);
        string[] told = [
            .. await Different(onSite, "miniprogram", known), .. await Different(lead, "agency", known), .. await Different(technical, "agency", known),
        ];
        Assert.True(told.Length == 0, string.Join('\n', told));

        // The ids are no guesses: to his own people each of these is there.
        foreach (var (who, path) in new (Caller, string)[] { (await scene.Operator(), "/tasks/{id:guid}"), (await scene.Lead(), "/plans/{id:guid}"), (await scene.Lead(), "/projects/{id:guid}"), (await scene.Lead(), "/reviews/{taskId:guid}") })
        {
            (await Knock(who, "GET", path, known)).ShouldBeOk();
        }
    }

    private async Task<List<string>> Different(Caller stranger, string door, Func<string, Guid> known)
    {
        var routes = House.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.RoutePattern.RawText!.StartsWith($"/api/{door}/", StringComparison.Ordinal) && !e.RoutePattern.RawText.Contains("**", StringComparison.Ordinal))
            .Select(e => (Method: e.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Single(), Pattern: e.RoutePattern.RawText![$"/api/{door}".Length..]))
            .Where(r => !Sessions.Contains(r.Pattern)).ToList();
        Assert.True(routes.Count > 50, $"{routes.Count}");
        var told = new List<string>();
        foreach (var (method, pattern) in routes)
        {
            var there = await Knock(stranger, method, pattern, known);
            var never = await Knock(stranger, method, pattern, name => Nowhere.GetValueOrDefault(name, Nobodys));
            if (Said(there) != Said(never) || (int)there.Status >= 500 || (method != "GET" && Id().IsMatch(pattern) && (int)there.Status < 400))
            {
                told.Add($"{door} {method} {pattern}: {Said(there)} | {Said(never)}");
            }
        }

        return told;
    }

    /// <summary>These change who is asking.</summary>
    private static readonly string[] Sessions = ["/sign-out", "/sign-in", "/link", "/link/phone", "/unlink"];

    private static readonly Guid Nobodys = Guid.CreateVersion7();

    private static readonly Dictionary<string, Guid> Nowhere = Fields.ToDictionary(f => f, _ => Guid.CreateVersion7());

    private static IEnumerable<string> Fields =>
        ["projectId", "planId", "taskId", "visitId", "photoId", "personId", "reportId", "faultId", "formId", "contactId", "agencyId", "ownerId", "consentId"];

    /// <summary>Something that is there, of the table that a route's first word and its parameter speak of.</summary>
    private async Task<Func<string, Guid>> Known(Scene scene)
    {
        var agency = Demo.Id("agency", $"{scene.LeadKey[..2]}-agency");
        Task<Guid> Any(string table, string where = "true") => House.Value<Guid>($"select id from {table} where agency_id = '{agency}' and {where} order by id desc limit 1");
        var photo = await Any("stored_object", "kind = 'Item'");
        var (task, visit) = (scene.TaskId, scene.VisitId == Guid.Empty ? photo : scene.VisitId);
        var fault = await AnyOr("fault", task);
        var known = new Dictionary<string, Guid>(StringComparer.Ordinal)
        {
            ["projectId"] = scene.ProjectId, ["planId"] = scene.PlanId, ["taskId"] = task, ["visitId"] = visit, ["photoId"] = photo, ["personId"] = scene.OperatorId,
            ["reportId"] = scene.ReportId, ["faultId"] = fault, ["formId"] = await AnyOr("feedback_form", task), ["contactId"] = scene.ContactId, ["agencyId"] = agency,
            ["ownerId"] = await House.Value<Guid>($"select owner_id from project where id = '{scene.ProjectId}'"), ["consentId"] = await AnyOr("consent", task),
            ["projects/id"] = scene.ProjectId, ["plans/id"] = scene.PlanId, ["tasks/id"] = task, ["visits/id"] = visit, ["faults/id"] = fault, ["reports/id"] = scene.ReportId,
            ["filings/id"] = scene.ReportId, ["consents/id"] = await AnyOr("consent", task), ["accounts/id"] = await Any("account"), ["messages/id"] = await AnyOr("notice", task),
            ["labels/id"] = await AnyOr("device_label", task), ["fault-tasks/id"] = await AnyOr("fault_task", fault), ["employment-requests/id"] = await AnyOr("employment_request", task),
            ["change-requests/id"] = await AnyOr("change_request", task), ["flags/id"] = await AnyOr("supervision_flag", task), ["suspensions/id"] = await AnyOr("project_suspension", task),
            ["reassignments/id"] = task,
        };
        return name => known.TryGetValue(name, out var id) ? id : known[name[(name.IndexOf('/', StringComparison.Ordinal) + 1)..]];

        async Task<Guid> AnyOr(string table, Guid otherwise) =>
            await House.Value<long>($"select count(*) from {table} where agency_id = '{agency}'") == 0 ? otherwise : await Any(table);
    }

    private static Task<Answer> Knock(Caller who, string method, string pattern, Func<string, Guid> idOf)
    {
        var path = Other().Replace(Number().Replace(Id().Replace(pattern, m => idOf($"{pattern.Split('/')[1]}/{m.Groups[1].Value}").ToString()), "1"), m =>
            m.Groups[1].Value == "month" ? "2026-11" : "Task");
        if (method == "GET")
        {
            return who.Get($"{path}?month=2026-11&{string.Join('&', Fields.Select(f => $"{f}={idOf(f)}"))}");
        }

        var (photo, position) = (idOf("photoId"), Place.At("shanghai-main"));
        object body = new
        {
            projectId = idOf("projectId"), planId = idOf("planId"), taskId = idOf("taskId"), visitId = idOf("visitId"), photoId = photo, personId = idOf("personId"), witnessId = idOf("personId"),
            faultId = idOf("faultId"), formId = idOf("formId"), contactId = idOf("contactId"), agencyId = idOf("agencyId"), leadId = idOf("personId"), classCodes = new[] { "M15-01" },
            selfiePhotoId = photo, signInPhotoId = photo, controllerPhotoId = photo, controllerBrand = "无", photoIds = new[] { photo }, position, act = "Start", challenge = "A", month = "2026-11",
            kind = pattern.StartsWith("/consents", StringComparison.Ordinal) ? "Start" : "Month", text = "看过了，修好了", content = "看过了，修好了", reason = "不合要求，请改正", opinion = "同意",
            points = Array.Empty<object>(), records = new[] { new { clientId = "1", itemCode = "M15-01-1", canInspect = true, photoIds = new[] { photo } } }, subItemCode = "M15-01", count = 1,
        };
        return method switch { "POST" => who.Post(path, body), "PUT" => who.Put(path, body), _ => who.Delete(path) };
    }

    /// <summary>All of a refusal but what is told of the request itself; of what is read, everything.</summary>
    private static string Said(Answer answer) => answer.MediaType == "application/problem+json"
        ? $"{(int)answer.Status} {answer["code"].GetString()} {answer["title"].GetString()}"
        : Links().Replace($"{(int)answer.Status} {(answer.MediaType == "application/json" ? answer.Text : answer.Bytes.Length)}", "");

    [GeneratedRegex(@"\{(\w+):guid\}")]
    private static partial Regex Id();

    [GeneratedRegex(@"\{\w+:int\}")]
    private static partial Regex Number();

    [GeneratedRegex(@"\{(\w+)(?::\w+)?\}")]
    private static partial Regex Other();

    /// <summary>Of every answer its own.</summary>
    [GeneratedRegex("\"(challenge|expiresAt|at|now|link|signature|nonce|timestamp|id)\":\"?[^,\"}]*\"?")]
    private static partial Regex Links();
}
