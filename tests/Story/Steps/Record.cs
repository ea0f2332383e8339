using System.Text.Json;
using WeChatService.TestKit;

namespace WeChatService.Story.Steps;

/// <summary>Items are recorded with photos, one of them 不符合; what is sent twice is stored once (FLD-01, 05, 07, 08, 13, 14, 39; FLT-01).</summary>
internal static class Record
{
    private const string Finding = "手动启动后出口压力 0.28 MPa，低于铭牌值 0.35 MPa，需要检修。";

    public static async Task Act(Tale tale)
    {
        var worker = await tale.Operator();
        if (!tale.TaskIsStarted)
        {
            await Field.Take(tale);
            await Field.Start(tale);
        }

        var task = (await worker.Get($"/tasks/{tale.TaskId}")).ShouldBeOk();
        tale.Items = [.. task["items"].EnumerateArray()];
        await Refusals(tale, worker);
        var records = await Records(tale, worker);
        await Store(tale, worker, records);
        await Track(tale, worker);
        await Submit(tale, worker);
        await FaultIsThere(tale);
    }

    private static async Task Refusals(Tale tale, MiniProgramClient worker)
    {
        var path = $"/tasks/{tale.TaskId}/records";
        var code = CodeOf(tale.Items[0]);
        object One(object record) => new { records = new[] { record } };
        tale.Refused("a record without 能检查", await worker.Post(path, One(new { clientId = "x1", itemCode = code, text = "正常" })), "record.needs_choice", "FLD-08");
        tale.Refused("a record without a verdict", await worker.Post(path, One(new { clientId = "x2", itemCode = code, canInspect = true, text = "正常" })), "record.needs_verdict", "FLD-13");
    }

    /// <summary>The first item fails, the last one has no device; each with a photo and its questions answered.</summary>
    private static async Task<List<object>> Records(Tale tale, MiniProgramClient worker)
    {
        var at = TimeProvider.System.GetUtcNow();
        var records = new List<object>();
        for (var i = 0; i < tale.Items.Count; i++)
        {
            var (item, clientId) = (tale.Items[i], $"{tale.TaskId:N}-{i}");
            if (i > 0 && i == tale.Items.Count - 1)
            {
                records.Add(new { clientId, itemCode = CodeOf(item), canInspect = false, cannotReason = "NoSuchDevice", text = "本楼不设", photoIds = Array.Empty<Guid>(), position = tale.OnSite, clientTime = at.AddSeconds(i) });
                continue;
            }

            var fails = i == 0;
            var photo = await worker.UploadScene(tale.OperatorKey, fails ? "gauge-low" : SceneOf(CodeOf(item)));
            records.Add(new
            {
                clientId, itemCode = CodeOf(item), canInspect = true, verdict = fails ? "Fails" : "Conforms", text = fails ? Finding : "外观完好，动作正常。",
                answers = AnswersOf(item), photoIds = new[] { photo }, position = tale.OnSite, clientTime = at.AddSeconds(i),
            });
        }

        return records;
    }

    private static async Task Store(Tale tale, MiniProgramClient worker, List<object> records)
    {
        var path = $"/tasks/{tale.TaskId}/records";
        (await worker.Post(path, new { records = records[..1] })).ShouldBeOk();
        var unfinished = tale.Refused("submitting with items unrecorded", await worker.Post($"/tasks/{tale.TaskId}/submit"), "task.items_missing", "FLD-07");
        Tale.MustEqual(records.Count - 1, unfinished["missing"].GetArrayLength(), "the items that are named as missing");

        // The phone sends the whole batch after it was offline: what arrived before is not stored again.
        var rest = (await worker.Post(path, new { records })).ShouldBeOk();
        Tale.MustEqual("Same", rest["records"][0].GetProperty("stored").GetString(), "the record that was sent before");
        var resent = (await worker.Post(path, new { records })).ShouldBeOk();
        Tale.Must(resent["records"].EnumerateArray().All(r => r.GetProperty("stored").GetString() == "Same"), $"the batch sent again: expected all Same, was {resent.Text}");
        var stored = (await worker.Get($"/tasks/{tale.TaskId}")).ShouldBeOk()["items"].EnumerateArray().Sum(i => i.GetProperty("records").GetArrayLength());
        Tale.MustEqual(records.Count, stored, "records after sending everything twice");
        tale.Saw($"{records.Count} items recorded, {records.Count - 1} photos, 1 不符合, 1 不适用; all sent twice, {stored} records stored");
    }

    /// <summary>FLD-32: a walk round the middle of the fence since the start, a place for each second.</summary>
    private static async Task Track(Tale tale, MiniProgramClient worker)
    {
        var started = (await worker.Get($"/tasks/{tale.TaskId}")).ShouldBeOk()["startedAt"].GetDateTimeOffset().ToUnixTimeSeconds() + 1;
        var points = Enumerable.Range(0, Tale.TrackPoints).Select(i => new
        {
            latitude = tale.OnSite.Latitude + 0.00012 * Math.Sin(i * 1.8), longitude = tale.OnSite.Longitude + 0.00018 * Math.Cos(i * 1.2), accuracyMetres = 12.0,
            system = "Gcj02", at = DateTimeOffset.FromUnixTimeSeconds(started + i),
        }).ToList();
        while (TimeProvider.System.GetUtcNow() < points[^1].at)
        {
            await Task.Delay(200);
        }

        var walked = (await worker.Post($"/tasks/{tale.TaskId}/track", new { points })).ShouldBeOk();
        Tale.MustEqual(points.Count, walked["stored"].GetInt32(), "stored points of the track");
    }

    private static async Task Submit(Tale tale, MiniProgramClient worker)
    {
        tale.SubmittedAt = TimeProvider.System.GetUtcNow();
        object proof = tale.Profile.SubmitConsent ? new { photoId = await worker.UploadSelfie(tale.OperatorKey), position = tale.OnSite } : new { };
        var submitted = (await worker.Post($"/tasks/{tale.TaskId}/submit", proof)).ShouldBeOk();
        if (tale.Profile.SubmitConsent)
        {
            Tale.MustEqual("AwaitingSubmitConsent", submitted["state"].GetString(), "the task that waits for the lead");
            await Consents.Submit(tale, submitted["consentId"].GetGuid());
            tale.SubmittedAt = TimeProvider.System.GetUtcNow();
        }

        var task = (await worker.Get($"/tasks/{tale.TaskId}")).ShouldBeOk();
        Tale.MustEqual("Submitted", task["state"].GetString(), "the task after submitting");
        tale.Saw("submitted, waits for review");
    }

    /// <summary>FLT-01: with its text and photos, born with the submission.</summary>
    private static async Task FaultIsThere(Tale tale)
    {
        var faults = (await (await tale.Lead()).Get($"/reviews/{tale.TaskId}")).ShouldBeOk()["faults"].EnumerateArray().ToList();
        Tale.MustEqual(1, faults.Count, "faults of the task");
        Tale.Must(
            faults[0].GetProperty("text").GetString()!.Contains("0.28 MPa", StringComparison.Ordinal) && faults[0].GetProperty("photos").GetArrayLength() == 1,
            $"the fault: expected the finding with its photo, was {faults[0]}");
        tale.Saw($"the 不符合 is a fault with text and photo: {faults[0].GetProperty("itemName").GetString()}");
    }

    private static string CodeOf(JsonElement item) => item.GetProperty("code").GetString()!;

    private static string SceneOf(string itemCode) => itemCode[..3] switch
    {
        "M18" => "extinguisher", "M11" => "exit-sign", "M05" => "hydrant", "M04" => "pump", "M02" => "detector", _ => "valve",
    };

    private static List<object> AnswersOf(JsonElement item) =>
    [
        .. item.GetProperty("questions").EnumerateArray().Select(q => q.GetProperty("kind").GetString() == "Choice"
            ? new { key = q.GetProperty("key").GetString(), value = q.GetProperty("options")[0].GetString() }
            : new { key = q.GetProperty("key").GetString(), value = (string?)"0.28" }),
    ];
}
