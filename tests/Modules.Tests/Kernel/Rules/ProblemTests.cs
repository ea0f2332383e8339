using WeChatService.Kernel;

namespace WeChatService.Modules.Tests.Kernel.Rules;

/// <summary>A refusal's facts stand beside what every refusal says, never in its place.</summary>
public class ProblemTests
{
    private static readonly Problem Refusal = new("test.refused", 409, "先做别的。", "ACC-15");

    [Theory]
    [InlineData("code")]
    [InlineData("Code")]
    [InlineData("title")]
    [InlineData("status")]
    [InlineData("type")]
    [InlineData("detail")]
    [InlineData("instance")]
    [InlineData("rule")]
    [InlineData("traceId")]
    public void A_fact_cannot_take_the_place_of_a_stable_key(string key)
    {
        Assert.Throws<ArgumentException>(() => Refusal.With(key, "other"));
        Assert.Throws<ArgumentException>(() => Refusal with { Facts = new Dictionary<string, object?> { [key] = "other" } });
    }

    [Fact]
    public void Other_facts_are_kept_and_the_refusal_stays_the_same()
    {
        var said = Refusal.Says("还差 3 米。").With("distanceMetres", 3).With("at", "门口");
        Assert.Equal(("test.refused", 409, "ACC-15", "还差 3 米。"), (said.Code, said.Status, said.Rule, said.Title));
        Assert.Equal([("at", "门口"), ("distanceMetres", (object?)3)], said.Facts.OrderBy(f => f.Key, StringComparer.Ordinal).Select(f => (f.Key, f.Value)));
        Assert.Empty(Refusal.Facts);
    }
}
