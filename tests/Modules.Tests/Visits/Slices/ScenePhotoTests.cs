using System.Text.Json;
using WeChatService.Modules.Tests.Faults;
using WeChatService.TestKit;

namespace WeChatService.Modules.Tests.Visits.Slices;

/// <summary>The client sees the place as it was shown when somebody came, by links that end; nobody's portrait or papers.</summary>
public sealed class ScenePhotoTests(House house) : Slice(house)
{
    [Fact, Rule("CHK-01", Regions = ["shanghai"]), Rule("CHK-15", Regions = ["shanghai"]), Rule("OWN-12", Regions = ["shanghai"])]
    public async Task A_visit_shows_the_photos_of_coming_and_field_work_and_a_portrait_never()
    {
        var scene = await Given.AStartedTask();
        var contact = await scene.Contact();
        var seen = (await contact.Get($"/visits/{scene.VisitId}")).ShouldBeOk()["photos"];
        Assert.Contains("到场", seen.EnumerateArray().Select(p => p.GetProperty("what").GetString()));
        var ids = seen.EnumerateArray().Select(p => p.GetProperty("photo").GetProperty("id").GetGuid()).ToList();
        foreach (var id in ids)
        {
            Assert.Contains(await House.Value<string>($"select kind from stored_object where id = '{id}'"), new[] { "Selfie", "SignIn", "Site" });
        }

        var link = seen[0].GetProperty("photo").GetProperty("link").GetString()!;
        using var anybody = new HttpClient { BaseAddress = House.System.Host };
        Assert.Equal("image/jpeg", (await anybody.GetAsync(link)).EnsureSuccessStatusCode().Content.Headers.ContentType!.MediaType);
        House.At(House.Time.GetUtcNow().AddMinutes(21).ToString("O"));
        Assert.False((await anybody.GetAsync(link)).IsSuccessStatusCode);

        await House.SqlAsAdmin($"set session_replication_role = replica; update stored_object set kind = 'Portrait' where id = '{ids[0]}'; set session_replication_role = origin");
        Assert.Equal(ids.Count - 1, (await contact.Get($"/visits/{scene.VisitId}")).ShouldBeOk()["photos"].GetArrayLength());
        using var stranger = await House.Owner(Ledger.Contact("beijing"));
        (await stranger.Get($"/visits/{scene.VisitId}")).ShouldRefuse("visit.not_yours", status: 404);
    }

    [Theory, Rule("OWN-12")]
    [InlineData("shanghai")]
    [InlineData("beijing")]
    [InlineData("shaanxi")]
    [InlineData("xinjiang")]
    public async Task Where_nobody_checks_in_the_project_shows_who_last_began_work(string region)
    {
        var scene = await Given.AStartedTask(region);
        var project = (await (await scene.Contact()).Get($"/projects/{scene.ProjectId}")).ShouldBeOk();
        var arrival = project["lastArrival"];
        if (project["visits"].GetBoolean())
        {
            Assert.Equal(JsonValueKind.Null, arrival.ValueKind);
            return;
        }

        Assert.Equal(await House.Value<Guid>("select sign_in_photo_id from field_task where sign_in_photo_id is not null"), arrival.GetProperty("photo").GetProperty("id").GetGuid());
        Assert.Equal(Demo.Person(scene.OperatorKey).Name, arrival.GetProperty("personName").GetString());
    }
}
