using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using WeChatService.Sandbox.Setting;
using WeChatService.Sandbox.TencentCloud;
using WeChatService.Sandbox.Tests.Kit;

namespace WeChatService.Sandbox.Tests.TencentCloud;

/// <summary>The stand-in on the whole demonstration set: nobody is taken for another, no thing for a person.</summary>
public sealed class FaceStandInTests : IAsyncLifetime
{
    static readonly string s_demo = Path.Combine(SandboxUnderTest.RepositoryConfig(), "demo");

    readonly WebApplication _app = SandboxApp.Create(["--Sandbox:Port=0", "--Sandbox:Config=" + SandboxUnderTest.RepositoryConfig()]);

    FaceStandIn Faces => _app.Services.GetRequiredService<FaceStandIn>();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _app.DisposeAsync();

    [Fact]
    public void Every_portrait_is_known_by_its_comment_and_by_its_grid_alone()
    {
        People people = _app.Services.GetRequiredService<People>();
        Assert.NotEmpty(people.All);
        foreach (Person person in people.All)
        {
            byte[] portrait = people.PortraitOf(person)!;
            Assert.Equal([person.Key], Faces.Detect(portrait));
            Assert.Equal([person.Key], Faces.Detect(Jpeg.WithComments(portrait, [])));
        }
    }

    [Fact]
    public void No_photo_of_a_thing_shows_a_person()
    {
        foreach (string photo in Directory.GetFiles(Path.Combine(s_demo, "photos"), "*.jpg"))
            Assert.Empty(Faces.Detect(Jpeg.WithComments(File.ReadAllBytes(photo), [])));
    }

    [Theory]
    [InlineData("lead-half.jpg", "sh-lead")]
    [InlineData("lead-third.jpg", "sh-lead")]
    [InlineData("lead-larger.jpg", "sh-lead")]
    [InlineData("operator-grey.jpg", "sh-operator")]
    public void A_scaled_and_recompressed_portrait_is_still_the_person(string file, string key) =>
        Assert.Equal([key], Faces.Detect(Picture(file)));

    [Fact]
    public void A_comment_naming_nobody_does_not_make_a_face() =>
        Assert.Empty(Faces.Detect(Jpeg.WithComments(File.ReadAllBytes(Path.Combine(s_demo, "photos", "pump.jpg")), ["wcs-person:nobody"])));

    [Fact]
    public void Damaged_pictures_are_nobody_and_throw_nothing()
    {
        byte[] whole = Picture("lead-half.jpg");
        Random random = new(7);
        for (int i = 0; i < 300; i++)
        {
            byte[] damaged = whole[..random.Next(2, whole.Length)];
            for (int n = 0; n < 20; n++) damaged[random.Next(2, damaged.Length)] = (byte)random.Next(256);
            Faces.Detect(damaged);
            Pictures.SizeOf(damaged);
        }
    }

    static byte[] Picture(string name) => File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Pictures", name));
}
