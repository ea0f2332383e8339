using System.Text.Json;
using WeChatService.TestKit;

namespace WeChatService.Modules.Tests.FieldTasks.Slices;

/// <summary>How a detection is recorded on site: item by item in Beijing, by a site record in Shaanxi and Xinjiang.</summary>
public sealed class DetectionRecordTests(House house) : Slice(house)
{
    private const string Beijing = "beijing";

    [Fact, Rule("FLD-16", Regions = [Beijing]), Rule("FLD-17", Regions = [Beijing]), Rule("FLD-18", Regions = [Beijing]), Rule("FLD-19", Regions = [Beijing])]
    public async Task An_item_has_one_of_four_results_a_photo_and_its_sub_items_positions()
    {
        var scene = await Given.AStartedDetection(await Given.AnAssignedDetection());
        var mobile = await scene.Operator();
        var photo = await mobile.UploadScene(scene.OperatorKey);
        Task<Answer> Send(object record) => mobile.Post($"/tasks/{scene.TaskId}/records", new { records = new[] { record } });

        // FLD-16: no other way to say it.
        (await Send(Given.Detected(scene, "D-A.8.1.1", null, photo))).ShouldRefuse("record.needs_result", "FLD-16", 422);
        (await Send(Given.Detected(scene, "D-A.8.1.1", "OutOfContract", photo))).ShouldRefuse("request.malformed", status: 400);
        (await Send(new { clientId = "x", itemCode = "D-A.8.1.1", canInspect = true, verdict = "Conforms", photoIds = new[] { photo } })).ShouldRefuse("record.needs_result", "FLD-16", 422);

        // FLD-17: a photo of each item, but for what is not there.
        foreach (var result in new[] { "Qualified", "Unqualified" })
        {
            (await Send(Given.Detected(scene, "D-A.8.1.1", result))).ShouldRefuse("record.photos_missing", "FLD-17", 422);
        }

        (await Send(Given.Detected(scene, "D-A.8.1.1", "NoSuchDevice"))).ShouldBeOk();
        (await Send(Given.Detected(scene, "D-A.8.1.2", "NotTestable", photo))).ShouldBeOk();

        // FLD-18.
        (await mobile.Post($"/tasks/{scene.TaskId}/positions", new { subItemCode = "D-A.1.1", count = 5 })).ShouldRefuse("record.sub_item_unknown", "FLD-18", 422);
        (await mobile.Post($"/tasks/{scene.TaskId}/positions", new { subItemCode = "D-A.8.1", count = 0 })).ShouldRefuse("record.positions_out_of_range", "FLD-18", 422);
        (await mobile.Post($"/tasks/{scene.TaskId}/positions", new { subItemCode = "D-A.8.1", count = 5 })).ShouldBeOk();
        var task = (await mobile.Get($"/tasks/{scene.TaskId}")).ShouldBeOk();
        Assert.Equal(5, task["subItems"].EnumerateArray().First(s => s.GetProperty("code").GetString() == "D-A.8.1").GetProperty("positions").GetInt32());
        var item = task["items"].EnumerateArray().First(i => i.GetProperty("code").GetString() == "D-A.8.1.4");
        Assert.Equal("D-A.8.1", item.GetProperty("subItemCode").GetString());

        // FLD-19: 800 kg are asked.
        var key = item.GetProperty("questions")[0].GetProperty("key").GetString();
        var low = (await Send(Given.Detected(scene, "D-A.8.1.4", "Qualified", photo, [new { key, value = "630" }]))).ShouldBeOk();
        Assert.True(low["records"][0].GetProperty("isFlagged").GetBoolean());
        var fair = (await Send(Given.Detected(scene, "D-A.8.1.4", "Qualified", photo, [new { key, value = "800" }]))).ShouldBeOk();
        Assert.False(fair["records"][0].GetProperty("isFlagged").GetBoolean());
        var harsh = (await Send(Given.Detected(scene, "D-A.8.1.4", "Unqualified", photo, [new { key, value = "1000" }]))).ShouldBeOk();
        Assert.True(harsh["records"][0].GetProperty("isFlagged").GetBoolean());
    }

    [Theory, Rule("FLD-35", Regions = ["shaanxi"])]
    [InlineData("shaanxi")]
    [InlineData("xinjiang")]
    public async Task A_site_record_chooses_can_or_cannot_and_says_its_result(string region)
    {
        var scene = await Given.AStartedDetection(await Given.AnAssignedDetection(region));
        Assert.Equal(["M23-01"], scene.ClassCodes);
        var mobile = await scene.Operator();
        var item = Assert.Single((await mobile.Get($"/tasks/{scene.TaskId}")).ShouldBeOk()["items"].EnumerateArray());
        Assert.Equal("消防检测现场记录", item.GetProperty("systemName").GetString());
        var code = item.GetProperty("code").GetString();
        var photo = await mobile.UploadScene(scene.OperatorKey);
        Task<Answer> Send(object record) => mobile.Post($"/tasks/{scene.TaskId}/records", new { records = new[] { record } });

        (await Send(new { clientId = "a", itemCode = code, photoIds = new[] { photo } })).ShouldRefuse("record.needs_choice", "FLD-08", 422);
        (await Send(new { clientId = "a", itemCode = code, canInspect = true, photoIds = new[] { photo } })).ShouldRefuse("record.needs_verdict", "FLD-13", 422);
        (await Send(new { clientId = "a", itemCode = code, canInspect = true, verdict = "Conforms", text = "检测完成", photoIds = new[] { photo } })).ShouldBeOk();
        Assert.Equal("Submitted", (await mobile.Post($"/tasks/{scene.TaskId}/submit")).ShouldBeOk()["state"].GetString());
    }
}
