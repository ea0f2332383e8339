using System.Text.Json;
using WeChatService.TestKit;

namespace WeChatService.Modules.Tests.Catalogue;

/// <summary>The catalogue over HTTP, as the tick list and the recording screen read it.</summary>
public sealed class ReadCatalogueTests(House house) : IClassFixture<House>
{
    [Fact]
    public async Task The_lead_reads_the_whole_tick_list_without_items()
    {
        using var lead = await house.Agency("sh-lead");
        var answer = (await lead.Get("/catalogue")).ShouldBeOk();
        Assert.Equal("MNT-CN-GEN", answer["edition"].GetString());
        Assert.Equal(24, answer["systems"].GetArrayLength());
        Assert.All(Classes(answer), c => Assert.Equal(0, c.GetProperty("items").GetArrayLength()));
    }

    [Fact]
    public async Task The_operator_reads_the_month_items_of_the_ticked_classes_and_no_mark_of_confidence()
    {
        using var phone = await house.MiniProgram("sh-operator");
        var answer = (await phone.Get("/catalogue?classCodes=M04-06,M18-01&span=Month")).ShouldBeOk();
        Assert.Equal(["M04-06", "M18-01"], Classes(answer).Select(c => c.GetProperty("code").GetString()));
        Assert.Equal(
            Shipped.Catalogue.For("shanghai").ItemsFor("M18-01", WeChatService.Catalogue.Contracts.PlanSpan.Month).Select(i => i.Code),
            Classes(answer).Last().GetProperty("items").EnumerateArray().Select(i => i.GetProperty("code").GetString()));
        Assert.DoesNotContain("confidence", answer.Text, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_class_that_the_edition_does_not_know_is_refused_by_its_code()
    {
        using var lead = await house.Agency("sh-lead");
        (await lead.Get("/catalogue?classCodes=M01-01,M77-01")).ShouldRefuse("catalogue.class_unknown", "PRJ-15", 422);
    }

    [Fact]
    public async Task Nobody_reads_it_without_signing_in() =>
        Assert.Equal(401, (int)(await house.Anonymous("agency").Get("/catalogue")).Status);

    private static List<JsonElement> Classes(Answer answer) =>
        [.. answer["systems"].EnumerateArray().SelectMany(s => s.GetProperty("classes").EnumerateArray())];
}
