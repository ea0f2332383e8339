using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using WeChatService.Modules.Tests.Kernel.Rules;
using WeChatService.TestKit;

namespace WeChatService.Modules.Tests.FieldTasks.Slices;

/// <summary>A short film of an item: from the phone to its record, to the lead who reviews it.</summary>
public sealed class FilmTests(House house) : Slice(house)
{
    [Fact, Rule("FLD-14"), Rule("FLD-39")]
    public async Task A_film_is_kept_with_its_record_once_however_often_it_is_sent_and_the_reviewer_winds_through_it()
    {
        var scene = await Given.ARecordedTask();
        var mobile = await scene.Operator();
        var task = (await mobile.Get($"/tasks/{scene.TaskId}")).ShouldBeOk();
        Assert.Equal((1, 50), (task["videosAtMost"].GetInt32(), task["videoMb"].GetInt32()));
        var (code, photo) = (task["items"][0].GetProperty("code").GetString()!, await mobile.UploadScene(scene.OperatorKey));
        var film = (await Send(mobile, "film-1")).ShouldBeOk();
        Assert.Equal((film.Id, true), ((await Send(mobile, "film-1")).ShouldBeOk() is var again) ? (again.Id, again.IsReplayed) : default);
        Task<Answer> Record(params Guid[] films) => mobile.Post($"/tasks/{scene.TaskId}/records", new
        {
            records = new[]
            {
                new
                {
                    clientId = $"{scene.TaskId:N}-0", itemCode = code, canInspect = true, verdict = "Fails", text = "启动时有异响", photoIds = new[] { photo },
                    videoIds = films, position = scene.OnSite, clientTime = "2026-11-20T02:00:00Z",
                },
            },
        });

        (await Record(film.Id, (await Send(mobile, "film-2")).ShouldBeOk().Id)).ShouldRefuse("record.too_many_videos", "FLD-14", 422);
        (await Record(photo)).ShouldRefuse("photo.missing");
        Assert.Equal("Changed", (await Record(film.Id)).ShouldBeOk()["records"][0].GetProperty("stored").GetString());
        Assert.Equal("Same", (await Record(film.Id)).ShouldBeOk()["records"][0].GetProperty("stored").GetString());
        var read = (await mobile.Get($"/tasks/{scene.TaskId}")).ShouldBeOk()["items"][0].GetProperty("records")[0];
        Assert.Equal(film.Id, Assert.Single(read.GetProperty("videos").EnumerateArray()).GetProperty("id").GetGuid());

        await Given.ASubmittedAgain(scene);
        var seen = (await (await scene.Lead()).Get($"/reviews/{scene.TaskId}")).ShouldBeOk();
        var shown = Assert.Single(Records(seen).SelectMany(r => r.GetProperty("videos").EnumerateArray()));
        // What it said before is on file, in words.
        var was = Assert.Single(Records(seen).SelectMany(r => r.GetProperty("earlier").EnumerateArray()));
        Assert.StartsWith("不符合，“", was.GetProperty("says").GetString(), StringComparison.Ordinal);
        using var part = new HttpRequestMessage(HttpMethod.Get, shown.GetProperty("link").GetString()) { Headers = { Range = new(4, 7) } };
        using var answer = await mobile.Http.SendAsync(part);
        Assert.Equal((HttpStatusCode.PartialContent, "video/mp4"), (answer.StatusCode, answer.Content.Headers.ContentType!.MediaType));
        Assert.Equal("ftyp"u8.ToArray(), await answer.Content.ReadAsByteArrayAsync());
    }

    private static Task<Answer> Send(MiniProgramClient mobile, string key)
    {
        var film = new ByteArrayContent(OtherFormats.Mp4(640, 480, null, seconds: key.Length)) { Headers = { ContentType = MediaTypeHeaderValue.Parse("video/mp4") } };
        return mobile.Post("/videos", new MultipartFormDataContent { { new StringContent("Item"), "kind" }, { film, "file", "film.mp4" } }, key);
    }

    private static IEnumerable<JsonElement> Records(Answer seen) => seen["systems"].EnumerateArray().SelectMany(s => s.GetProperty("records").EnumerateArray());
}
