using WeChatService.TestKit;

namespace WeChatService.Architecture.Tests.Doors;

/// <summary>The whole house starts, lets everybody in through their own door, and nobody through another's.</summary>
public class HouseTests(House house) : IClassFixture<House>
{
    [Fact]
    public async Task The_house_is_healthy() => (await house.Anonymous().Get("/wechat/../health")).ShouldBeOk();

    [Fact]
    public async Task A_lead_signs_in_to_the_agency_account_by_WeChat_and_stays_linked()
    {
        using var first = await house.Agency("sh-lead");
        Assert.Equal("顾南舟", (await first.Get("/me")).ShouldBeOk()["name"].GetString());

        using var again = await house.Agency("sh-lead");
        Assert.Equal("顾南舟", (await again.Get("/me")).ShouldBeOk()["name"].GetString());
    }

    [Fact]
    public async Task An_operator_signs_in_to_the_mini_program()
    {
        using var operatorPhone = await house.MiniProgram("sh-operator");

        Assert.Equal("韩柏川", (await operatorPhone.Get("/me")).ShouldBeOk()["name"].GetString());
    }

    [Fact]
    public async Task Console_and_authority_sign_in_by_password()
    {
        using var admin = await house.Console("sh-admin");
        using var brigade = await house.Authority("sh-brigade");

        (await admin.Get("/me")).ShouldBeOk();
        (await brigade.Get("/me")).ShouldBeOk();
        (await admin.Get("/api/authority/me")).ShouldRefuse("actor.not_your_role", status: 403);
    }

    [Theory]
    [InlineData("agency")]
    [InlineData("owner")]
    [InlineData("miniprogram")]
    [InlineData("console")]
    [InlineData("authority")]
    public async Task Nobody_gets_in_without_signing_in(string door) =>
        (await house.Anonymous(door).Get("/me")).ShouldRefuse("session.missing", status: 401);

    [Fact]
    public async Task A_repeated_upload_stores_one_photo()
    {
        using var lead = await house.Agency("sh-lead");
        var picture = await house.Phone("sh-lead").Picture("site");

        var first = (await lead.Upload(picture, "Site", key: "one-tap")).ShouldBeOk();
        var second = (await lead.Upload(picture, "Site", key: "one-tap")).ShouldBeOk();

        Assert.True(second.IsReplayed);
        Assert.Equal(first.Id, second.Id);
    }
}
