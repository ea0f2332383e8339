using WeChatService.TestKit;

namespace WeChatService.Modules.Tests.Visits.Slices;

/// <summary>Where one may start work, with fences and with who is there, in one request.</summary>
public sealed class PlacesTests(House house) : Slice(house)
{
    [Fact, Rule("CHK-03", Regions = ["shanghai"]), Rule("CHK-05", Regions = ["shanghai"])]
    public async Task One_request_tells_the_places_their_fences_and_who_is_at_work_there()
    {
        var scene = await Given.APlan();
        (await (await House.MiniProgram("sh-operator3")).StartVisit(scene.ProjectId, "sh-operator3", scene.OnSite)).ShouldBeOk();
        var mobile = await scene.Operator();

        var read = (await mobile.Get("/visits/places?size=100")).ShouldBeOk();
        var places = read["items"].EnumerateArray().ToList();

        Assert.Equal(read["total"].GetInt32(), places.Count);
        Assert.All(places, p => Assert.Contains(p.GetProperty("state").GetString(), (string[])["Active", "Practised", "Retest"]));
        var here = places.Single(p => p.GetProperty("id").GetGuid() == scene.ProjectId);
        Assert.True(here.GetProperty("fence").GetArrayLength() >= 3);
        Assert.Equal((1, Demo.Person("sh-operator3").Name), (here.GetProperty("atWorkCount").GetInt32(), here.GetProperty("atWork")[0].GetProperty("name").GetString()));

        // One's own visit is not told as somebody else's.
        (await mobile.StartVisit(scene.ProjectId, scene.OperatorKey, scene.OnSite)).ShouldBeOk();
        here = (await mobile.Get("/visits/places?size=100")).ShouldBeOk()["items"].EnumerateArray().Single(p => p.GetProperty("id").GetGuid() == scene.ProjectId);
        Assert.Equal(1, here.GetProperty("atWorkCount").GetInt32());
    }

    [Fact]
    public async Task The_list_is_paged_and_another_agency_sees_none_of_it()
    {
        var mobile = await House.MiniProgram("sh-operator");
        var all = (await mobile.Get("/visits/places?size=100")).ShouldBeOk();
        Assert.True(all["total"].GetInt32() > 1);
        var pages = new List<Guid>();
        for (var page = 1; page <= all["total"].GetInt32(); page++)
        {
            pages.Add((await mobile.Get($"/visits/places?size=1&page={page}")).ShouldBeOk()["items"][0].GetProperty("id").GetGuid());
        }

        var ids = all["items"].EnumerateArray().Select(p => p.GetProperty("id").GetGuid()).ToList();
        Assert.Equal(ids, pages);
        var elsewhere = (await (await House.MiniProgram("bj-operator")).Get("/visits/places?size=100")).ShouldBeOk()["items"].EnumerateArray();
        Assert.DoesNotContain(elsewhere, p => ids.Contains(p.GetProperty("id").GetGuid()));
    }
}
