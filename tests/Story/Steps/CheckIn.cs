using System.Text.Json;
using WeChatService.TestKit;

namespace WeChatService.Story.Steps;

/// <summary>
/// Work begins: with face and place where people check in (CHK-01, 03, 04, 06, 16), with the lead's consent where he
/// must give it (APR-01, 03, 05), else with the photos and the place of the start (FLD-01, 05).
/// </summary>
internal static class CheckIn
{
    public static async Task Act(Tale tale)
    {
        var worker = await tale.Operator();
        tale.Saw($"{Demo.Person(tale.OperatorKey).Name} (operator) signed in to the mini program by jscode2session");
        if (tale.Profile.CheckIn)
        {
            await ByFace(tale, worker);
            return;
        }

        tale.Refused(
            "checking in where the profile knows no check-in",
            await worker.Post("/visits", new { projectId = tale.ProjectId, position = tale.OnSite }), "visit.not_used_here", "CHK-01");
        await Field.Take(tale);
        if (tale.Profile.StartConsent)
        {
            await Consents.Start(tale, worker);
        }

        await Field.Start(tale);
    }

    private static async Task ByFace(Tale tale, MiniProgramClient worker)
    {
        await LeaveFormerPlace(worker, tale);
        var stranger = tale.Keep(await tale.System.MiniProgram(tale.StrangerKey));
        tale.Refused("a stranger to the project", await stranger.StartVisit(tale.ProjectId, tale.StrangerKey, tale.OnSite), "visit.not_a_member", "CHK-16");
        tale.Refused("an ended project", await worker.Post("/visits", new { projectId = Demo.Id("project", "shanghai-apartments") }), "visit.project_ended", "CHK-17");
        var far = tale.Refused("2 km away", await worker.StartVisit(tale.ProjectId, tale.OperatorKey, tale.FarAway), "visit.out_of_fence", "CHK-01");
        var metres = far["distanceMetres"].GetDouble();
        Tale.Must(metres is > 1900 and < 2100, $"the distance to the fence: expected about 1960 m, was {metres}");
        tale.Refused("someone else's face", await worker.StartVisit(tale.ProjectId, tale.StrangerKey, tale.OnSite), "face.not_matched", "PEO-31");

        var key = Guid.NewGuid().ToString("N");
        var (challenge, photo) = (await worker.Challenge(tale.ProjectId), await worker.UploadSelfie(tale.OperatorKey));
        var start = new { projectId = tale.ProjectId, challenge, photoId = photo, position = tale.OnSite };
        var begun = (await worker.Post("/visits", start, key)).ShouldBeOk();
        (tale.VisitId, tale.StartPhotoId) = (begun.Id, photo);
        Tale.MustEqual(begun.Id, (await worker.Post("/visits", start, key)).ShouldBeOk().Id, "the visit after the same request again");
        tale.Saw(
            $"started: face {begun["score"].GetDouble():0.000} of {begun["threshold"].GetDouble():0.00} needed, {begun["distanceMetres"].GetDouble():0} m from the fence's edge; {await SignedComparison(tale)}");

        tale.Refused("an open visit elsewhere", await worker.StartVisit(Demo.Id("project", "shanghai-lake-b"), tale.OperatorKey, Place.At("shanghai-lake-b")), "visit.open_elsewhere", "CHK-04");
        var end = new { challenge = await worker.Challenge(tale.ProjectId, "End"), photoId = photo, position = tale.OnSite };
        tale.Refused("a photo from before the challenge", await worker.Post($"/visits/{tale.VisitId}/end", end), "visit.photo_not_fresh", "CHK-01");
        await SeenByLead(tale);
    }

    /// <summary>A telling that broke off may have left the operator at work.</summary>
    private static async Task LeaveFormerPlace(MiniProgramClient worker, Tale tale)
    {
        var current = (await worker.Get("/visits/current")).ShouldBeOk()["visit"];
        if (current.ValueKind == JsonValueKind.Object)
        {
            (await worker.EndVisit(current.GetProperty("id").GetGuid(), current.GetProperty("projectId").GetGuid(), tale.OperatorKey, tale.OnSite)).ShouldBeOk();
        }
    }

    /// <summary>CHK-05, CHK-06: the lead sees who is on site, and the first start is on the project.</summary>
    private static async Task SeenByLead(Tale tale)
    {
        var lead = await tale.Lead();
        var onSite = (await lead.Get("/visits/on-site?size=100")).ShouldBeOk()["items"].EnumerateArray();
        Tale.Must(onSite.Any(v => v.GetProperty("visitId").GetGuid() == tale.VisitId), $"who is on site: expected visit {tale.VisitId} in the lead's list");
        var project = (await lead.Get($"/projects/{tale.ProjectId}")).ShouldBeOk();
        Tale.Must(project["firstWorkAt"].ValueKind == JsonValueKind.String, "the project's first work: expected a time (CHK-06), was none");
        tale.Saw("the lead sees him on site; the first start is on the project and locks its listed fields");
    }

    /// <summary>What the platform saw of it: it checks the signature as strictly as the vendor.</summary>
    private static async Task<string> SignedComparison(Tale tale)
    {
        var calls = await tale.Sandbox.Log("face");
        var last = calls.EnumerateArray().LastOrDefault();
        Tale.Must(last.ValueKind == JsonValueKind.Object && last.GetProperty("status").GetInt32() == 200, $"the CompareFace call at the platform: expected status 200, was {last}");
        return $"CompareFace, signed TC3-HMAC-SHA256, answered in {last.GetProperty("milliseconds").GetDouble():0} ms";
    }
}
