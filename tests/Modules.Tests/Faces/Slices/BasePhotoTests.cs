using WeChatService.Faces;
using WeChatService.Faces.Ports;
using WeChatService.TestKit;
using Demo = WeChatService.TestKit.Demo;

namespace WeChatService.Modules.Tests.Faces.Slices;

/// <summary>人脸信息登记, from the picture to the decision.</summary>
public sealed class BasePhotoTests(House house) : Slice(house)
{
    [Theory, InlineData("shanghai"), InlineData("beijing"), InlineData("shaanxi"), InlineData("xinjiang")]
    [Rule("PEO-24"), Rule("PEO-25"), Rule("PEO-26")]
    public async Task A_new_base_photo_counts_when_the_region_says_and_the_old_one_until_then(string region)
    {
        var key = $"{Demo.Prefixes[region]}-operator";
        var mobile = await House.MiniProgram(key);
        var old = (await mobile.Get("/face-base")).ShouldBeOk()["inUse"].GetProperty("id").GetGuid();
        var handedIn = (await mobile.Post("/face-base", new { photoId = await mobile.UploadSelfie(key) })).ShouldBeOk();
        if (Demo.Profile(region).GetProperty("face").GetProperty("baseApproval").GetString() == "AutomaticTest")
        {
            Assert.Equal("Approved", handedIn["state"].GetString());
            Assert.Equal(handedIn.Id, (await mobile.Get("/face-base")).ShouldBeOk()["inUse"].GetProperty("id").GetGuid());
            return;
        }

        var now = (await mobile.Get("/face-base")).ShouldBeOk();
        Assert.Equal((old, "Pending"), (now["inUse"].GetProperty("id").GetGuid(), now["latest"].GetProperty("state").GetString()));
        (await mobile.Post("/face-base", new { photoId = await mobile.UploadSelfie(key) })).ShouldRefuse("face.base_waits", "PEO-26", 409);

        var corps = await House.Authority($"{Demo.Prefixes[region]}-corps");
        var row = Assert.Single((await corps.Get("/face-bases")).ShouldBeOk()["items"].EnumerateArray());
        Assert.Equal(Demo.Person(key).Name, row.GetProperty("person").GetString());
        (await corps.Post($"/face-bases/{handedIn.Id}/rejection", new { reason = " " })).ShouldRefuse("face.rejection_needs_reason", "PEO-25", 422);
        (await corps.Post($"/face-bases/{handedIn.Id}/rejection", new { reason = "请摘下帽子" })).ShouldBeOk();
        Assert.Equal("请摘下帽子", (await mobile.Get("/face-base")).ShouldBeOk()["latest"].GetProperty("reason").GetString());

        var second = (await mobile.Post("/face-base", new { photoId = await mobile.UploadSelfie(key) })).ShouldBeOk();
        (await corps.Post($"/face-bases/{second.Id}/approval")).ShouldBeOk();
        (await corps.Post($"/face-bases/{second.Id}/approval")).ShouldRefuse("face.base_not_pending", "PEO-24", 409);
        Assert.Equal(second.Id, (await mobile.Get("/face-base")).ShouldBeOk()["inUse"].GetProperty("id").GetGuid());
    }

    [Fact, Rule("PEO-24", Regions = ["beijing"])]
    public async Task Neither_another_corps_nor_a_brigade_decides()
    {
        var mobile = await House.MiniProgram("bj-operator");
        var handedIn = (await mobile.Post("/face-base", new { photoId = await mobile.UploadSelfie("bj-operator") })).ShouldBeOk();
        (await (await House.Authority("sh-corps")).Post($"/face-bases/{handedIn.Id}/approval")).ShouldRefuse("face.base_unknown", "PEO-24", 404);
        (await (await House.Authority("bj-brigade")).Post($"/face-bases/{handedIn.Id}/approval")).ShouldRefuse("actor.not_your_role", status: 403);
    }

    [Fact, Rule("PEO-25")]
    public async Task A_picture_without_a_face_is_sent_back_with_the_hint_and_a_silent_service_keeps_nothing()
    {
        var mobile = await House.MiniProgram("sh-operator");
        var wall = (await mobile.Upload(await House.Phone("sh-operator").Picture("controller"), "Portrait")).ShouldBeOk().Id;
        (await mobile.Post("/face-base", new { photoId = wall })).ShouldRefuse("face.no_face", "PEO-25", 422);
        var good = await mobile.UploadSelfie("sh-operator");
        await House.Sandbox.Fault("face", "down");
        (await mobile.Post("/face-base", new { photoId = good })).ShouldRefuse("face.unavailable", status: 503);
        await House.Sandbox.ClearFaults();
        (await mobile.Post("/face-base", new { photoId = good })).ShouldBeOk();
    }

    [Theory, Rule("PEO-25")]
    [InlineData(0, 300, 50, 90, "face.no_face")]
    [InlineData(2, 300, 50, 90, "face.several_faces")]
    [InlineData(1, 99, 50, 90, "face.too_small")]
    [InlineData(1, 300, 10, 90, "face.too_dark")]
    [InlineData(1, 300, 50, 20, "face.blurred")]
    [InlineData(1, 300, 50, 90, null)]
    public void Each_fault_of_a_picture_has_its_own_hint(int faces, int side, double brightness, double sharpness, string? code) =>
        Assert.Equal(code, PortraitCheck.WhyNot(new FaceSeen(faces, side, brightness, sharpness))?.Code);
}
